import { protocolName } from '@netposture/network/reachability';
import type { Alert, ExplainedDrift } from '../scan/ports.ts';

/** A message of Slack's Block Kit. https://docs.slack.dev/reference/block-kit/blocks */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

type SlackBlock =
  | {
      readonly type: 'header';
      readonly text: { readonly type: 'plain_text'; readonly text: string };
    }
  | { readonly type: 'section'; readonly text: { readonly type: 'mrkdwn'; readonly text: string } }
  | {
      readonly type: 'context';
      readonly elements: readonly { readonly type: 'mrkdwn'; readonly text: string }[];
    };

/** Slack takes 50 blocks; header and footer are two of them, and nobody reads 48 sections at once. */
const MOST_ITEMS = 20;
/** Slack refuses a section of more than 3,000 characters. */
const LONGEST_SECTION = 2900;

/** An alert in Slack's words. Everything that comes from outside is escaped, so that a name cannot mention a channel. */
export function slackMessage(id: string, alert: Alert, mayBeRepeat: boolean): SlackMessage {
  const title = titleOf(alert);
  const shown = alert.items.slice(0, MOST_ITEMS);
  const hidden = alert.items.length - shown.length;
  const { targets, exposed, gaps, openFindings, inBaseline, oldestData } = alert.summary;
  const held = inBaseline === undefined ? '' : ` (${inBaseline} in the baseline)`;
  const footer = [
    `${targets} targets, ${exposed} exposed, ${openFindings} open findings${held}, ${gaps} gaps in sight`,
    ...(oldestData === undefined ? [] : [`oldest data ${oldestData}`]),
    ...(hidden === 0 ? [] : [`${hidden} more`]),
    `alert ${id}`,
    ...(mayBeRepeat ? ['this may be a repeat: an earlier attempt ended without an answer'] : []),
  ].join(' · ');
  return {
    text: title,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title } },
      ...shown.map(
        (item) => ({ type: 'section', text: { type: 'mrkdwn', text: sectionOf(item) } }) as const,
      ),
      { type: 'context', elements: [{ type: 'mrkdwn', text: escapeSlack(footer) }] },
    ],
  };
}

/** Text that Slack shows as it is: its three control characters are escaped, and what would format is set apart. */
export function escapeSlack(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // A word joiner keeps * _ ~ ` from pairing up into formatting.
      .replaceAll(/[*_~`]/g, (mark) => `\u2060${mark}\u2060`)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is to go.
      .replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ')
  );
}

function titleOf({ kind, items, summary }: Alert): string {
  if (kind === 'first-scan')
    return `First scan: ${summary.exposed} of ${summary.targets} targets are exposed${beyondBaseline(items.length)}`;
  return items.length === 1
    ? 'Network posture: 1 change'
    : `Network posture: ${items.length} changes`;
}

function beyondBaseline(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ', 1 thing beyond the baseline' : `, ${count} things beyond the baseline`;
}

/** One drift item as the text of a section. `heading` is our own word for what happened; default: the kind. */
export function sectionOf(item: ExplainedDrift, heading: string = item.kind): string {
  const { witness, why, fix, by } = item;
  const lines = [
    `*${heading}*${item.severity === undefined ? '' : ` (${escapeSlack(item.severity)})`}: ${cut(item.text, 800)}`,
    ...(witness === undefined ? [] : [`*Witness:* ${cut(witnessText(witness), 200)}`]),
    ...(why === undefined ? [] : [`*Why:* ${cut(why.join(' → '), 900)}`]),
    ...(fix === undefined ? [] : [`*Fix:* ${cut(fix, 400)}`]),
    ...(by === undefined ? [] : [`*Who:* ${cut(by, 200)}`]),
  ];
  return lines.join('\n').slice(0, LONGEST_SECTION);
}

function witnessText(witness: NonNullable<ExplainedDrift['witness']>): string {
  const { source, destination, protocol, destinationPort } = witness;
  const port = destinationPort === undefined ? '' : ` port ${destinationPort}`;
  return `${source} to ${destination}, ${protocolName(Number(protocol))}${port}`;
}

/** The beginning of a text, with a sign that more was there. */
export function cutForSlack(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function cut(text: string, most: number): string {
  return escapeSlack(cutForSlack(text, most));
}
