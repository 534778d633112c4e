import type { ServerResponse } from 'node:http';

/** What a simulated cloud does wrong when asked. */
export type Fault =
  /** Answers with this status, in the API's own error format unless a body is given. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A 200 whose body is no JSON. */
  | { readonly kind: 'malformed' }
  /** A 200 that announces more than it sends, and hangs up. */
  | { readonly kind: 'truncated' }
  /** Hangs up without an answer. */
  | { readonly kind: 'reset' }
  /** Never answers. */
  | { readonly kind: 'silence' }
  /** A 200 with JSON that holds no list. */
  | { readonly kind: 'empty-object' }
  /** A redirect to this address. */
  | { readonly kind: 'redirect'; readonly to: string };

/** A fault, where it happens and how often. */
export interface PlantedFault {
  readonly fault: Fault;
  /** The request's path below its base (`/servers`); a pattern for several. */
  readonly at: string | RegExp;
  /** Only the page of this number. */
  readonly page?: number;
  /** How many requests meet it; default all. */
  readonly times?: number;
}

/** How one cloud speaks while it misbehaves. */
export interface FaultVoice {
  /** A refusal in the API's own words. */
  readonly errorBody: (status: number, code: string, message: string) => unknown;
  /** Told of every request that will never be answered. */
  readonly onSilence?: (() => void) | undefined;
}

/** Answers a request with a fault instead of what was asked for. */
export function commitFault(fault: Fault, response: ServerResponse, voice: FaultVoice): void {
  switch (fault.kind) {
    case 'status': {
      const { status, code = 'server_error', body, headers } = fault;
      for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
      const error = voice.errorBody(status, code, `planted ${status}`);
      response.setHeader('content-type', 'application/json');
      response.writeHead(status).end(body ?? JSON.stringify(error));
      return;
    }
    case 'malformed':
      response.writeHead(200).end('<html>Bad gateway</html>');
      return;
    case 'truncated':
      response.writeHead(200, { 'content-length': '1000' }).write('{"servers":[{"id":1');
      response.destroy();
      return;
    case 'reset':
      response.destroy();
      return;
    case 'silence':
      voice.onSilence?.();
      return;
    case 'empty-object':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return;
  }
}
