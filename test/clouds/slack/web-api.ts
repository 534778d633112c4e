import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as Slack keeps it. */
export interface KeptMessage {
  readonly ts: string;
  readonly threadTs?: string;
  /** As it is shown now. */
  text: string;
  blocks: readonly unknown[];
  readonly isBroadcast: boolean;
  readonly metadata?: unknown;
  /** How often it was edited. */
  edits: number;
}

/** A running fake of Slack's Web API with one channel and one bot token. */
export interface FakeSlackApi {
  /** For `endpoint`. */
  readonly url: string;
  readonly token: string;
  readonly channel: string;
  /** Every message that was taken, in order; repeats are kept as well. */
  readonly messages: readonly KeptMessage[];
  /** Every call by method, in order. */
  readonly calls: readonly string[];
  /** What Slack would have refused as malformed; must be empty at the end. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** What the fake does instead of answering as usual. */
export type SlackFault =
  | { readonly kind: 'limited'; readonly seconds: number }
  | { readonly kind: 'refused'; readonly error: string }
  /** Does what it was asked to, and hangs up without an answer. */
  | { readonly kind: 'answer-lost' }
  /** Hangs up, and does nothing. */
  | { readonly kind: 'unheard' };

const TOKEN = 'xoxb-1-planted-token-of-the-bot';
const CHANNEL = 'C0123ABCD';

/**
 * Serves `chat.postMessage`, `chat.update`, `conversations.history` and `conversations.replies` on 127.0.0.1, as
 * https://docs.slack.dev/reference/methods describes them. History shows first messages and broadcast replies only, newest
 * first; nothing is recognised as a repeat. `misbehave` is asked at every call.
 */
export async function serveSlackApi(
  misbehave: (method: string, call: number) => SlackFault | undefined = () => undefined,
  now: () => number = () => Date.now(),
): Promise<FakeSlackApi> {
  const fake = new Fake(misbehave, now);
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => fake.handle(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api`,
    token: TOKEN,
    channel: CHANNEL,
    messages: fake.messages,
    calls: fake.calls,
    complaints: fake.complaints,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Given = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

class Fake {
  readonly messages: KeptMessage[] = [];
  readonly calls: string[] = [];
  readonly complaints: string[] = [];
  readonly #misbehave: (method: string, call: number) => SlackFault | undefined;
  readonly #now: () => number;

  constructor(
    misbehave: (method: string, call: number) => SlackFault | undefined,
    now: () => number,
  ) {
    this.#misbehave = misbehave;
    this.#now = now;
  }

  handle(request: IncomingMessage, body: string, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://slack');
    const method = url.pathname.replace('/api/', '');
    this.calls.push(method);
    const fault = this.#misbehave(method, this.calls.length);
    if (fault?.kind === 'limited') {
      response.writeHead(429, { 'retry-after': String(fault.seconds) }).end();
      return;
    }
    if (fault?.kind === 'unheard') {
      response.destroy();
      return;
    }
    const answer =
      fault?.kind === 'refused'
        ? { ok: false, error: fault.error }
        : this.#answer(method, request, url, body);
    if (fault?.kind === 'answer-lost') {
      response.destroy();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  #answer(method: string, request: IncomingMessage, url: URL, body: string): Answer {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return refused('invalid_auth');
    const isJson = request.headers['content-type']?.startsWith('application/json') === true;
    const isReading = method.startsWith('conversations.');
    if (isReading && body !== '') this.complaints.push(`${method} takes no JSON`);
    if (!isReading && (!isJson || request.method !== 'POST'))
      this.complaints.push(`${method}: no JSON`);
    const given: Given = isReading ? Object.fromEntries(url.searchParams) : JSON.parse(body);
    if (given['channel'] !== CHANNEL) return refused('channel_not_found');
    switch (method) {
      case 'chat.postMessage':
        return this.#post(given);
      case 'chat.update':
        return this.#update(given);
      case 'conversations.history':
        return this.#page(given, (one) => one.threadTs === undefined || one.isBroadcast);
      case 'conversations.replies':
        return this.#page(given, (one) => one.ts === given['ts'] || one.threadTs === given['ts']);
      default:
        this.complaints.push(`unknown method ${method}`);
        return refused('unknown_method');
    }
  }

  #post(given: Given): Answer {
    this.#check(given);
    const threadTs = given['thread_ts'];
    if (threadTs !== undefined && !this.messages.some(({ ts }) => ts === threadTs)) {
      return refused('thread_not_found');
    }
    const ts = `${(this.#now() / 1000).toFixed(0)}.${String(this.messages.length + 1).padStart(6, '0')}`;
    this.messages.push({
      ts,
      ...(threadTs === undefined ? {} : { threadTs: String(threadTs) }),
      text: String(given['text']),
      blocks: given['blocks'] as readonly unknown[],
      isBroadcast: given['reply_broadcast'] === true,
      metadata: given['metadata'],
      edits: 0,
    });
    return { ok: true, channel: CHANNEL, ts };
  }

  #update(given: Given): Answer {
    this.#check(given);
    const message = this.messages.find(({ ts }) => ts === given['ts']);
    if (message === undefined) return refused('message_not_found');
    message.text = String(given['text']);
    message.blocks = given['blocks'] as readonly unknown[];
    message.edits += 1;
    return { ok: true, channel: CHANNEL, ts: message.ts };
  }

  #page(given: Given, isShown: (message: KeptMessage) => boolean): Answer {
    const oldest = Number(given['oldest'] ?? 0);
    const all = this.messages.filter((one) => isShown(one) && Number(one.ts) > oldest).toReversed();
    const start = Number(given['cursor'] ?? 0);
    const end = start + Number(given['limit'] ?? 100);
    const hasMetadata = given['include_all_metadata'] === 'true';
    const messages = all.slice(start, end).map(({ ts, text, metadata }) => ({
      ts,
      text,
      ...(hasMetadata && metadata !== undefined ? { metadata } : {}),
    }));
    const next = end < all.length ? String(end) : '';
    return { ok: true, messages, response_metadata: { next_cursor: next } };
  }

  /** Limits of https://docs.slack.dev/reference/block-kit/blocks, and names that would mention somebody. */
  #check({ text, blocks }: Given): void {
    const all = JSON.stringify(blocks);
    if (typeof text !== 'string' || text === '') this.complaints.push('no_text');
    if (!Array.isArray(blocks) || blocks.length > 50) this.complaints.push('invalid_blocks');
    if (/<[!@#]/.test(`${String(text)}${all}`)) this.complaints.push('a name mentions somebody');
    for (const block of Array.isArray(blocks) ? blocks : []) {
      const length = String(block?.text?.text ?? '').length;
      if (length > (block.type === 'header' ? 150 : 3000))
        this.complaints.push(`${block.type} too long`);
    }
  }
}

function refused(error: string): Answer {
  return { ok: false, error };
}
