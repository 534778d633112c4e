import { gapText, packetsText, placeText, summaryText } from './report-text.ts';
import type { ScanReport } from './scan-report.ts';
import { terminalText } from './terminal-text.ts';

/** The report as Markdown, for a comment under a merge request or a page of a wiki. */
export function renderMarkdown(report: ScanReport, isFindingsOnly = false): string {
  const { findings, exposures, coverage } = report;
  const gaps = coverage.filter(({ isGap }) => isGap);
  return [
    '# Network posture',
    '',
    markdownText(summaryText(report)),
    '',
    ...section(
      'Findings',
      ['Severity', 'Rule', 'Subject', 'What'],
      [
        ...findings.map(({ severity, state, inBaseline, rule, subject, message }) => [
          state === 'open' && inBaseline !== true
            ? severity
            : `${severity} (${inBaseline === true ? 'in the baseline' : state})`,
          rule,
          subject.name,
          message,
        ]),
      ],
    ),
    ...section(
      'Reachable from the internet',
      ['What', 'Where', 'Surely', 'Perhaps'],
      [
        ...(isFindingsOnly ? [] : exposures).map(({ target, delivered, notModelled }) => [
          `${target.kind} ${target.name}`,
          placeText(target),
          packetsText(delivered.allowed),
          notModelled === null
            ? packetsText(delivered.undetermined)
            : `not modelled: ${notModelled}`,
        ]),
      ],
    ),
    ...section(
      'Not seen',
      ['What'],
      gaps.map((gap) => [gapText(gap)]),
    ),
  ].join('\n');
}

function section(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `## ${title}`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((cells) => line(cells.map(markdownText))),
    '',
  ];
}

/** Text from a provider made harmless for Markdown: no markup, no HTML, no new cell, no mention. */
function markdownText(text: string): string {
  return terminalText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]|~]/g, (character) => `\\${character}`)
    .replaceAll('@', '&#64;');
}
