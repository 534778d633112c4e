import type { Alert, ExplainedDrift } from '../scan/ports.ts';
import { cutForSlack, escapeSlack, type SlackMessage, sectionOf } from './slack-message.ts';

/** How a finding stands after a drift item, in the words of the message that begins its thread. */
const STANDING: Readonly<Partial<Record<ExplainedDrift['kind'], string>>> = {
  'finding-opened': 'Open',
  'finding-reopened': 'Open again',
  'finding-widened': 'Open, and wider than before',
  'finding-undetermined': 'Undetermined: it could not be seen any more',
  'sight-regained': 'Open',
  'finding-resolved': 'Resolved',
};

/** Whether an item is about one finding, and so belongs into its thread. */
export function isAboutFinding({ kind, severity }: ExplainedDrift): boolean {
  return kind.startsWith('finding-') || (kind === 'sight-regained' && severity !== undefined);
}

/** The message that begins the thread of a finding, and shows how it stands now. */
export function findingMessage(item: ExplainedDrift, alert: Alert): SlackMessage {
  const standing = STANDING[item.kind] ?? item.kind;
  const severity = item.severity === undefined ? '' : ` (${item.severity})`;
  const title = `${standing}${severity}: ${item.name}`;
  return {
    text: escapeSlack(cutForSlack(title, 300)),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: sectionOf(item, standing) } },
      {
        type: 'context',
        elements: [
          {
            type: 'mrkdwn',
            text: escapeSlack(`${item.subject.slice(0, 500)} · scan ${alert.scanId} · ${alert.at}`),
          },
        ],
      },
    ],
  };
}
