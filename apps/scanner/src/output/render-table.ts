import { gapText, packetsText, placeText, summaryText } from './report-text.ts';
import type { ExposureJson, FindingJson, ScanReport } from './scan-report.ts';
import { terminalText } from './terminal-text.ts';

/** ANSI colours of severities and states; bold where it is worst. */
const COLORS: Readonly<Record<string, string>> = {
  critical: '\u001b[1;31m',
  high: '\u001b[31m',
  medium: '\u001b[33m',
  low: '\u001b[36m',
  info: '\u001b[2m',
};
const PLAIN = '\u001b[0m';

/** More lines of one finding than this are left to `--format json`. */
const SHOWN_REASONS = 12;

/** More gaps than this are counted instead of listed. */
const SHOWN_GAPS = 20;

/** The report for a person at a terminal. Text that comes from providers cannot move the cursor or hide lines. */
export function renderTable(report: ScanReport, hasColor: boolean, isFindingsOnly = false): string {
  const paint = (word: string, color: string): string =>
    hasColor && COLORS[color] !== undefined ? `${COLORS[color]}${word}${PLAIN}` : word;
  return [
    ...findingsSection(report.findings, paint),
    ...(isFindingsOnly ? [] : exposuresSection(report.exposures)),
    ...gapsSection(report),
    summaryText(report),
    '',
  ].join('\n');
}

type Paint = (word: string, color: string) => string;

function findingsSection(findings: readonly FindingJson[], paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.flatMap((finding) => {
    const { severity, state, rule, subject, message } = finding;
    const standing = [
      ...(state === 'open' ? [] : [state]),
      ...(finding.inBaseline === true ? ['in the baseline'] : []),
    ];
    const mark = [severity, ...standing].join(', ');
    return [
      `${paint(mark.toUpperCase(), severity)} ${rule}: ${terminalText(subject.name)}`,
      `  ${terminalText(message)}`,
      ...[...finding.trace, ...finding.reasons]
        .slice(0, SHOWN_REASONS)
        .map((reason) => `    ${terminalText(reason)}`),
      ...(finding.remediation === ''
        ? []
        : [`  fix: ${terminalText(firstLine(finding.remediation))}`]),
      `  id: ${terminalText(finding.id)}`,
      '',
    ];
  });
  return ['FINDINGS', '', ...lines];
}

function exposuresSection(exposures: readonly ExposureJson[]): readonly string[] {
  if (exposures.length === 0) return [];
  const lines = exposures.flatMap((exposure) => {
    const { target, delivered, afterFailover, notModelled } = exposure;
    const head = `${target.kind} ${target.name} (${placeText(target)})`;
    if (notModelled !== null) return [`? ${head}: not modelled: ${notModelled}`];
    return [
      ...(delivered.allowed.length > 0 ? [`+ ${head}: ${packetsText(delivered.allowed)}`] : []),
      ...(delivered.undetermined.length > 0
        ? [`? ${head}: perhaps ${packetsText(delivered.undetermined)}`]
        : []),
      ...(afterFailover !== null && afterFailover.delivered.allowed.length > 0
        ? [`! ${head}: after a failover ${packetsText(afterFailover.delivered.allowed)}`]
        : []),
    ];
  });
  return [
    'REACHABLE FROM THE INTERNET (+ surely, ? perhaps, ! after a failover)',
    '',
    ...lines.map(terminalText),
    '',
  ];
}

function gapsSection(report: ScanReport): readonly string[] {
  const gaps = report.coverage.filter(({ isGap }) => isGap);
  if (gaps.length === 0) return [];
  const more = gaps.length - SHOWN_GAPS;
  return [
    'NOT SEEN (what depends on it is undetermined)',
    '',
    ...gaps.slice(0, SHOWN_GAPS).map((gap) => `x ${terminalText(gapText(gap))}`),
    ...(more > 0 ? [`  and ${more} more; --format json lists all`] : []),
    '',
  ];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
