import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Alert, ExplainedDrift } from '../scan/ports.ts';
import type { AlertThreads } from '../store/alert-threads.ts';
import type { Delivery, Destination } from './destination.ts';
import { findingMessage, isAboutFinding } from './finding-message.ts';
import { type SlackApi, SlackFailure } from './slack-api.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';

/** What a channel of Slack needs, by bot token. */
export interface SlackBotPorts {
  readonly api: SlackApi;
  /** The id of the channel (`C…`); the bot must be in it. */
  readonly channel: string;
  readonly threads: AlertThreads;
  readonly clock: Clock;
}

/** More new threads than this in one alert are told in one message: Slack takes about one message a second in a channel. */
const MOST_THREADS = 20;
/** One attempt ends before another process takes the alert for abandoned; what was posted is found again. */
const LONGEST_ATTEMPT_MS = 40_000;
/** Slack's clock and ours may differ by less than this. */
const SLACK_CLOCK_MS = 600_000;
const PAGE = 200;
const MOST_PAGES = 10;
const EVENT = 'netposture_alert';

const Posted = z.object({ ok: z.literal(true), ts: z.string() });
const Updated = z.object({ ok: z.literal(true) });
const History = z.object({
  ok: z.literal(true),
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z
          .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
          .optional(),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * A channel of Slack, by bot token: a thread for each finding, whose first message is updated when the finding changes, and
 * one message for everything else. Every message carries the id of what it tells as metadata, and is looked for in the
 * channel before it is sent, so that an attempt that ended halfway, or whose answer was lost, is continued and not repeated.
 * The bot needs the scopes `chat:write` and `channels:history` (`groups:history` in a private channel).
 */
export function slackBot(name: string, ports: SlackBotPorts): Destination {
  return {
    name,
    tellsResolved: true,
    deliver: async ({ id, alert, mayBeRepeat }) => {
      const attempt = new Attempt(name, ports, id, alert);
      try {
        await attempt.deliver(mayBeRepeat);
        return { kind: 'delivered' };
      } catch (error) {
        if (error instanceof SlackFailure) return error.delivery;
        const kind = error instanceof Error ? error.name : 'error';
        return { kind: 'retry', message: `Telling Slack failed (${kind}).` } satisfies Delivery;
      }
    },
  };
}

/** One attempt to tell one alert. */
class Attempt {
  readonly #name: string;
  readonly #ports: SlackBotPorts;
  readonly #id: string;
  readonly #alert: Alert;
  readonly #end: number;

  constructor(name: string, ports: SlackBotPorts, id: string, alert: Alert) {
    this.#name = name;
    this.#ports = ports;
    this.#id = id;
    this.#alert = alert;
    this.#end = ports.clock.now() + LONGEST_ATTEMPT_MS;
  }

  async deliver(mayBeRepeat: boolean): Promise<void> {
    const inChannel = await this.#posted('conversations.history', {});
    const threaded: ExplainedDrift[] = [];
    const others: ExplainedDrift[] = [];
    let findings = 0;
    for (const item of this.#alert.items) {
      if (isAboutFinding(item)) findings += 1;
      if (await this.#hasThread(item, findings)) threaded.push(item);
      else if (item.isAlert) others.push(item);
    }
    for (const item of threaded) await this.#tellFinding(item, inChannel);
    if (this.#alert.kind === 'drift' && others.length === 0) return;
    const rest = { ...this.#alert, items: others };
    await this.#post(slackMessage(this.#id, rest, mayBeRepeat), 'summary', inChannel);
  }

  /** Decided by what does not change between two attempts, so that none tells in a thread what another told elsewhere. */
  async #hasThread(item: ExplainedDrift, position: number): Promise<boolean> {
    if (!isAboutFinding(item)) return false;
    if (position <= MOST_THREADS && item.kind !== 'finding-resolved') return true;
    return (await this.#threadOf(item)) !== undefined;
  }

  async #tellFinding(item: ExplainedDrift, inChannel: ReadonlyMap<string, string>): Promise<void> {
    const message = findingMessage(item, this.#alert);
    const thread = await this.#threadOf(item);
    if (thread === undefined) {
      const ts = await this.#post(message, item.id, inChannel);
      await this.#ports.threads.keep(this.#name, item.subject, {
        channel: this.#ports.channel,
        ts,
      });
      return;
    }
    const inThread = await this.#posted('conversations.replies', { ts: thread });
    // A first message that was posted by an attempt that died before it was kept is no reply.
    if (inThread.get(item.id) === thread) return;
    await this.#post(message, item.id, inThread, {
      thread_ts: thread,
      ...(item.isAlert ? { reply_broadcast: true } : {}),
    });
    await this.#updateFirst(thread, message);
  }

  async #threadOf({ subject }: ExplainedDrift): Promise<string | undefined> {
    const known = await this.#ports.threads.find(this.#name, subject);
    return known?.channel === this.#ports.channel ? known.ts : undefined;
  }

  /** Posts a message unless it is there already; answers its timestamp. */
  async #post(
    message: SlackMessage,
    part: string,
    posted: ReadonlyMap<string, string>,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    const there = posted.get(part);
    if (there !== undefined) return there;
    this.#checkTime();
    const metadata = { event_type: EVENT, event_payload: { alert: this.#id, part } };
    const given = {
      channel: this.#ports.channel,
      ...message,
      metadata,
      unfurl_links: false,
      ...more,
    };
    return (await this.#ports.api.call('chat.postMessage', given, Posted)).ts;
  }

  /** Shows in the first message of a thread how the finding stands now. Repeating it changes nothing. */
  async #updateFirst(ts: string, message: SlackMessage): Promise<void> {
    try {
      await this.#ports.api.call(
        'chat.update',
        { channel: this.#ports.channel, ts, ...message },
        Updated,
      );
    } catch (error) {
      // Somebody deleted the message, or it is too old to be edited here: the reply tells the same.
      const isGone =
        error instanceof SlackFailure &&
        ['message_not_found', 'edit_window_closed', 'cant_update_message'].includes(error.reason);
      if (!isGone) throw error;
    }
  }

  /** What of this alert is there already: timestamps by part. */
  async #posted(
    method: string,
    place: Readonly<Record<string, string>>,
  ): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const oldest = (Date.parse(this.#alert.at) - SLACK_CLOCK_MS) / 1000;
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      this.#checkTime();
      const given = {
        channel: this.#ports.channel,
        ...place,
        oldest: oldest.toFixed(6),
        limit: PAGE,
        include_all_metadata: true,
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { messages, response_metadata } = await this.#ports.api.call(method, given, History);
      for (const { ts, metadata } of messages) {
        if (metadata?.event_type !== EVENT || metadata.event_payload['alert'] !== this.#id)
          continue;
        found.set(String(metadata.event_payload['part']), ts);
      }
      cursor = response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
    return found;
  }

  #checkTime(): void {
    if (this.#ports.clock.now() < this.#end) return;
    throw new SlackFailure({ kind: 'retry', message: 'Slack is slow; the rest is told later.' });
  }
}
