type Fields = Readonly<Record<string, unknown>>;

/** One plain page: the latest scan and what is exposed. Everything is escaped. */
export function latestScanPage(scan: Fields | undefined, exposures: readonly Fields[]): string {
  const rows = exposures
    .filter(({ lastAllowed }) => Array.isArray(lastAllowed) && lastAllowed.length > 0)
    .map(
      ({ name, target, lastAllowed }) =>
        `<tr>${[name, target, JSON.stringify(lastAllowed)].map(cell).join('')}</tr>`,
    );
  const head =
    scan === undefined
      ? 'No scan yet.'
      : `Latest scan ${escapeHtml(scan['id'])}: ${escapeHtml(scan['state'])}, asked for at ${escapeHtml(scan['requestedAt'])}.`;
  return `<!doctype html><meta charset="utf-8"><title>netposture</title><h1>netposture</h1><p>${head}</p>
<table><caption>Reachable from the internet</caption><tr><th>Name<th>Resource<th>Packets</tr>${rows.join('\n')}</table>\n`;
}

function cell(value: unknown): string {
  return `<td>${escapeHtml(value)}</td>`;
}

function escapeHtml(value: unknown): string {
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
