import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running fake Slack that records every message and drops none, repeats included. */
export interface FakeSlack {
  /** The incoming webhook. */
  readonly url: string;
  /** The bodies it took, in order. */
  readonly messages: readonly string[];
  /** What Slack would have refused as malformed; must be empty at the end. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

/** An answer other than "ok". */
export interface SlackAnswer {
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** Serves an incoming webhook on 127.0.0.1. `misbehave` is asked at every request. */
export async function serveSlack(
  misbehave: () => SlackAnswer | undefined = () => undefined,
): Promise<FakeSlack> {
  const messages: string[] = [];
  const refused: string[] = [];
  const receive = (body: string, response: ServerResponse): void => {
    const planned = misbehave();
    if (planned !== undefined) {
      if (planned.retryAfterSeconds !== undefined) {
        response.setHeader('retry-after', String(planned.retryAfterSeconds));
      }
      response.writeHead(planned.status).end();
      return;
    }
    const complaint = complaintAbout(body);
    if (complaint !== undefined) {
      refused.push(complaint);
      response.writeHead(400).end(complaint);
      return;
    }
    messages.push(body);
    response.writeHead(200).end('ok');
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => receive(body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/T0/B0/secret-of-the-webhook`,
    messages,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks/section-block and header-block. */
function complaintAbout(body: string): string | undefined {
  const message = JSON.parse(body) as {
    text?: string;
    blocks?: readonly { type: string; text?: { text: string } }[];
  };
  if (message.text === undefined || message.text === '') return 'no_text';
  if ((message.blocks ?? []).length > 50) return 'invalid_blocks: more than 50';
  for (const { type, text } of message.blocks ?? []) {
    const most = type === 'header' ? 150 : 3000;
    if (text !== undefined && text.text.length > most) return `invalid_blocks: ${type} too long`;
    if (text !== undefined && /<[!@#]/.test(text.text)) return 'a name mentions a channel';
  }
  return undefined;
}
