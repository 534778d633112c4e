import type { Rule } from '@netposture/rules';
import { packetsText } from './report-text.ts';
import type { FindingJson } from './scan-report.ts';
import { terminalText } from './terminal-text.ts';

/** One finding with its proof and its cure, for a person at a terminal. */
export function renderFinding(finding: FindingJson, rule: Rule | undefined): string {
  const { severity, state, title, subject, message, packets, undetermined, members } = finding;
  const lines = [
    `${severity.toUpperCase()} (${state}) ${title}`,
    '',
    message,
    '',
    ...part('Subject', [`${subject.name}`, ...subject.ids]),
    ...part('Packets', packets.length > 0 ? [packetsText(packets)] : []),
    ...part('Perhaps', undetermined.length > 0 ? [packetsText(undetermined)] : []),
    ...part('The way of one packet', finding.trace),
    ...part('Because', finding.reasons),
    ...part('Concerns', members),
    ...part('Why it matters', rule === undefined ? [] : [rule.rationale]),
    ...part('What the rule does not see', rule === undefined ? [] : [rule.doesNotSee]),
    ...part(
      'What to do',
      finding.remediation.split('\n').filter((line) => line !== ''),
    ),
    ...part('Evidence for', rule?.controls.map(({ control, why }) => `${control}: ${why}`) ?? []),
    ...part('Id', [finding.id]),
  ];
  return `${lines.map(terminalText).join('\n')}\n`;
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ''];
}
