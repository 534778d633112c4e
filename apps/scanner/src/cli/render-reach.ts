import type { ReachQuery, ReachResult } from '@netposture/network/reachability';
import { packetsText } from '../output/report-text.ts';
import { terminalText } from '../output/terminal-text.ts';

/** The answer for a person at a terminal: verdict, then the telling way hop by hop, then what was assumed. */
export function renderReach(query: ReachQuery, result: ReachResult): string {
  const marks = { allowed: '+', denied: 'x', undetermined: '?', mixed: '~' } as const;
  const lines = [
    `${query.from} -> ${query.to}: ${result.verdict} (${result.disposition})${replyText(result)}`,
    ...result.hops.map((hop, position) => `  ${position + 1}. ${marks[hop.verdict]} ${hop.text}`),
    ...sets(result),
    ...result.assumptions.map((key) => `  assumed absent, since no file was given: ${key}`),
  ];
  return `${lines.map(terminalText).join('\n')}\n`;
}

/** Said only where a reply does not fare as the first packet does. */
function replyText({ delivered, conversable }: ReachResult): string {
  return delivered === conversable
    ? ''
    : `; the first packet is ${delivered}, a reply makes it ${conversable}`;
}

function sets(result: ReachResult): readonly string[] {
  const lines: string[] = [];
  if (!result.allowedSet.isEmpty)
    lines.push(`  allowed: ${packetsText(result.allowedSet.toJSON())}`);
  if (!result.undeterminedSet.isEmpty)
    lines.push(`  undetermined: ${packetsText(result.undeterminedSet.toJSON())}`);
  return lines;
}
