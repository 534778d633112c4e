import { z } from 'zod';
import type { Delivery } from './destination.ts';

/** Where Slack answers unless told otherwise. */
export const SLACK_ENDPOINT = 'https://slack.com/api';

const TIMEOUT_MS = 10_000;

/** Slack refuses these for ever: the message itself is wrong. Everything else somebody can put right in the meantime. */
const HOPELESS: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
]);

/** A call of Slack that gave no answer worth reading. */
export class SlackFailure extends Error {
  /** What becomes of the alert. */
  readonly delivery: Exclude<Delivery, { readonly kind: 'delivered' }>;
  /** Slack's own word, such as `not_in_channel`; empty where it said nothing. */
  readonly reason: string;

  constructor(delivery: SlackFailure['delivery'], reason = '') {
    super(delivery.message);
    this.name = 'SlackFailure';
    this.delivery = delivery;
    this.reason = reason;
  }
}

/** The Web API of Slack with one bot token. https://docs.slack.dev/apis/web-api */
export interface SlackApi {
  /** Throws {@link SlackFailure}. Reading methods take their arguments in the address, writing ones as JSON. */
  call<T>(
    method: string,
    given: Readonly<Record<string, unknown>>,
    answer: z.ZodType<T>,
  ): Promise<T>;
}

const READING = /^conversations\./;
const Refusal = z.object({ ok: z.literal(false), error: z.string().default('unknown') });

/** Speaks to Slack. Redirects are refused: the token would go to a stranger. */
export function slackApi(token: string, endpoint: string = SLACK_ENDPOINT): SlackApi {
  return {
    call: async (method, given, answer) => {
      const isReading = READING.test(method);
      const query = isReading ? `?${new URLSearchParams(textsOf(given))}` : '';
      const response = await fetch(`${endpoint}/${method}${query}`, {
        method: isReading ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          ...(isReading ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        },
        ...(isReading ? {} : { body: JSON.stringify(given) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((error: unknown) => {
        const kind = error instanceof Error ? error.name : 'error';
        throw new SlackFailure({ kind: 'retry', message: `Slack could not be reached (${kind}).` });
      });
      return readAnswer(method, response, answer);
    },
  };
}

async function readAnswer<T>(method: string, response: Response, answer: z.ZodType<T>): Promise<T> {
  if (!response.ok) {
    await response.body?.cancel();
    const message = `Slack answered ${response.status} to ${method}.`;
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const after = Number.isFinite(seconds) && seconds >= 0 ? { afterMs: seconds * 1000 } : {};
    throw new SlackFailure({ kind: 'retry', message, ...after });
  }
  const body: unknown = await response.json().catch(() => undefined);
  const refusal = Refusal.safeParse(body);
  if (refusal.success) {
    const reason = refusal.data.error.replaceAll(/[^\w-]/g, '').slice(0, 60);
    const kind = HOPELESS.has(reason) ? 'refused' : 'retry';
    throw new SlackFailure({ kind, message: `Slack refused ${method}: ${reason}.` }, reason);
  }
  const parsed = answer.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new SlackFailure({ kind: 'retry', message: `Slack gave no readable answer to ${method}.` });
}

function textsOf(given: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}
