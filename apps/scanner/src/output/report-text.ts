import { addressesInWords } from './addresses-in-words.ts';
import { type CoverageJson, type FindingJson, type ScanReport, SEVERITIES } from './scan-report.ts';

type Rows = readonly {
  readonly source: readonly string[];
  readonly destination: readonly string[];
  readonly transport: string;
}[];

/** A set of packets in one line for a person: the first rows in short, the number of the others. */
export function packetsText(rows: Rows): string {
  const shown = rows.slice(0, 2).map(({ source, destination, transport }) => {
    return `${addressesInWords(source)} -> ${addressesInWords(destination)}: ${transport}`;
  });
  const more = rows.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more rows` : ''}`;
}

/** Where a thing stands, in one word: `aws/111111111111/eu-central-1`. */
export function placeText(place: {
  readonly provider: string;
  readonly account: string;
  readonly location: string;
}): string {
  return `${place.provider}/${place.account}/${place.location}`;
}

/** What could not be seen, as a sentence with its place. */
export function gapText({ scope, outcome, message, missingPermission }: CoverageJson): string {
  const subject = scope.subject === undefined ? '' : ` ${scope.subject}`;
  const cure = missingPermission === undefined ? '' : ` (missing permission: ${missingPermission})`;
  // Gaps of files are of no provider, and their message begins with the file's name.
  if (scope.provider === 'files') return `${outcome}: ${message ?? scope.subject ?? ''}`;
  return `${outcome}: ${placeText(scope)} ${scope.operation}${subject}${message === undefined ? '' : `: ${message}`}${cure}`;
}

/** The report in one sentence. */
export function summaryText(report: ScanReport): string {
  const gaps = report.coverage.filter(({ isGap }) => isGap).length;
  const assumed = report.coverage.filter(({ outcome }) => outcome === 'assumed-absent').length;
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: counted(report.findings).filter((finding) => finding.severity === severity).length,
  })).filter(({ count }) => count > 0);
  const found =
    counts.length === 0
      ? 'no open findings'
      : `${counts.map(({ severity, count }) => `${count} ${severity}`).join(', ')}`;
  const undetermined = report.findings.filter(({ state }) => state === 'undetermined').length;
  const held = report.findings.filter(({ inBaseline }) => inBaseline === true).length;
  return [
    `Findings: ${found}${held > 0 ? ` (${held} in the baseline)` : ''}${undetermined > 0 ? `, ${undetermined} undetermined` : ''}.`,
    `Reachable from outside, or perhaps: ${report.exposures.length} of ${report.targets}.`,
    `Not seen: ${gaps}.${assumed > 0 ? ` Assumed absent, since no file was given: ${assumed}.` : ''}`,
  ].join(' ');
}

function counted(findings: readonly FindingJson[]): readonly FindingJson[] {
  return findings.filter(({ state }) => state === 'open');
}
