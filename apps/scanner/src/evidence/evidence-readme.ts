/** What each file holds, for whoever reads the export years later. */
const FILES: Readonly<Record<string, string>> = {
  'addresses.ndjson': 'Public addresses that were our own, with first and last sighting.',
  'alerts.ndjson':
    'Alerts, where they went, when they were delivered, and what failed. Without their texts.',
  'audit.ndjson': 'Who made and revoked tokens.',
  'controls.ndjson':
    'Controls (ISO 27001 and others), the rules that give evidence for them, and their findings by state.',
  'coverage.ndjson': 'Of every scan: each call, whether it could be seen, and why not.',
  'drift.ndjson': 'What changed between two scans, in meaning, with the cause where it is known.',
  'exposures.ndjson':
    'What could be reached from outside, as exact sets of packets, from one scan until the one that ended it.',
  'finding-events.ndjson':
    'The history: every change of state of every finding, with the scan that saw it.',
  'findings.ndjson': 'Findings as they stand, with proof, first and last sighting.',
  'policies.ndjson':
    'The policies that were in force, each from its moment until the next one: what was judged, without credentials and receivers.',
  'scans.ndjson': 'Every scan: what was asked, by whom, when, and how it ended.',
  'tokens.ndjson': 'Tokens of the API, without their texts and hashes.',
  'waivers.ndjson':
    'Accepted deviations: owner, reason, ticket, expiry, and the policy that held them.',
};

/** The page that explains an export. Deterministic: it names no moment and no machine. */
export function evidenceReadme(
  version: string,
  files: readonly { readonly file: string; readonly rows: number; readonly sha256: string }[],
): string {
  const rows = files.map(
    ({ file, rows: count }) => `| ${file} | ${count} | ${FILES[file] ?? ''} |`,
  );
  return `# Evidence of network posture

Written by netposture ${version}. One JSON object a line, keys in order, instants in UTC, lines in the order of their keys:
the same store gives the same bytes. \`SHA256SUMS\` holds the digest of every file.

A finding is undetermined where something could not be seen; it is resolved only by a scan that saw every place it is about.
What no scan could see is in coverage.ndjson and is no evidence that all is well.

| file | rows | what |
| --- | --- | --- |
${rows.join('\n')}
`;
}
