/** The first line of every generated page. */
export const MADE = '<!-- Made by `npm run docs` from the code: do not edit. -->';

/** Paragraphs as a page. */
export function markdownPage(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

/** A table; pipes in cells are escaped. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
