import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, PlantedFault } from './fault.ts';
import { type Raw, textOf } from './json.ts';
import type { Answer, Method } from './method.ts';
import { METHODS } from './methods.ts';
import type { GcpWorld, ProjectWorld } from './world.ts';

/** One request that came in. */
export interface ReceivedCall {
  readonly method: string;
  readonly project: string | undefined;
  readonly atMs: number;
}

/** A successful answer and what it answers. */
export interface GivenAnswer {
  readonly method: string;
  readonly verb: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface ServeOptions {
  /** The access tokens that are accepted; default `ya29.simulated-token-1`. */
  readonly tokens?: readonly string[];
  /** No page is larger than this, whatever is asked for; default the documented maximum. */
  readonly pageSize?: number;
  /** Time that each answer takes; default none. */
  readonly latencyMs?: number;
  /** Told of every answer with status 200, for whoever compares it with the official description. */
  readonly onAnswer?: (answer: GivenAnswer) => void;
  /** Requests per second and project beyond which 403 `rateLimitExceeded` is answered; default no limit. */
  readonly perSecond?: number;
}

/** A running simulation of Google's APIs. */
export interface SimulatedGcp {
  readonly endpoint: string;
  readonly calls: readonly ReceivedCall[];
  /** What no test should provoke: unknown paths, verbs, parameters, page sizes. Must be empty at the end. */
  readonly unexpected: readonly string[];
  /** The credentials that came. */
  readonly credentials: ReadonlySet<string>;
  readonly refusedForRate: () => number;
  plant(fault: PlantedFault): void;
  heal(): void;
  close(): Promise<void>;
}

/** The access token that simulations accept unless told otherwise. */
export const TOKEN = 'ya29.simulated-token-1';

/** Serves a world on 127.0.0.1. */
export async function serveGcp(world: GcpWorld, options: ServeOptions = {}): Promise<SimulatedGcp> {
  const simulation = new Simulation(world, options);
  const server = createServer((request, response) => {
    simulation.handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls: simulation.calls,
    unexpected: simulation.unexpected,
    credentials: simulation.credentials,
    refusedForRate: () => simulation.refusedForRate,
    plant: (fault) => void simulation.faults.push(fault),
    heal: () => void simulation.faults.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class Simulation {
  readonly calls: ReceivedCall[] = [];
  readonly unexpected: string[] = [];
  readonly credentials = new Set<string>();
  readonly faults: PlantedFault[] = [];
  refusedForRate = 0;
  readonly #world: GcpWorld;
  readonly #options: ServeOptions;
  readonly #windows = new Map<string, number[]>();

  constructor(world: GcpWorld, options: ServeOptions) {
    this.#world = world;
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulated.example');
    const body = await bodyOf(request);
    const minted = this.#token(url, body);
    if (minted !== undefined) return send(response, 200, minted);
    const [service, path] = serviceOf(url.pathname);
    const known = METHODS.find(
      (one) => one.service === service && one.verb === request.method && one.path.test(path),
    );
    if (known === undefined) {
      this.unexpected.push(`${request.method} ${url.pathname}`);
      this.calls.push({
        method: `${request.method} ${url.pathname}`,
        project: undefined,
        atMs: Date.now(),
      });
      return send(response, 404, errorBody(404, `no such method: ${url.pathname}`, 'notFound'));
    }
    const params = known.path.exec(path)?.groups ?? {};
    const sent = known.asksInBody ? JSON.parse(body) : {};
    const query = known.asksInBody ? queryIn(url.searchParams, sent) : url.searchParams;
    const named = params['project'] ?? query.get('project') ?? undefined;
    const project = this.#world.projects.find((one) => one.id === named);
    this.calls.push({ method: known.id, project: project?.id, atMs: Date.now() });
    if (this.#options.latencyMs !== undefined) await wait(this.#options.latencyMs);
    const authorization = request.headers.authorization ?? '';
    this.credentials.add(authorization);
    const fault = this.#faultFor(known, named, query);
    if (fault !== undefined) return misbehave(fault, authorization, response);
    const tokens = this.#options.tokens ?? [TOKEN];
    if (!tokens.includes(authorization.replace('Bearer ', ''))) {
      return send(
        response,
        401,
        errorBody(
          401,
          'Request had invalid authentication credentials.',
          'authError',
          'UNAUTHENTICATED',
        ),
      );
    }
    if (this.#isTooFast(named ?? 'global')) {
      this.refusedForRate += 1;
      return send(
        response,
        403,
        errorBody(
          403,
          'Quota exceeded for quota metric.',
          'rateLimitExceeded',
          'PERMISSION_DENIED',
        ),
      );
    }
    if (project?.disabled.has(known.service)) {
      const message = `${known.service} API has not been used in project ${project.number} before or it is disabled.`;
      return send(
        response,
        403,
        errorBody(403, message, 'accessNotConfigured', 'PERMISSION_DENIED'),
      );
    }
    const { onAnswer } = this.#options;
    const tell = (body: unknown): void =>
      onAnswer?.({ method: known.id, verb: known.verb, path, query: url.searchParams, body });
    this.#answer(known, { params, query, body: sent, project, tell }, response);
  }

  #answer(
    known: Method,
    call: {
      readonly params: Readonly<Record<string, string>>;
      readonly query: URLSearchParams;
      readonly body: Raw;
      readonly project: ProjectWorld | undefined;
      readonly tell: (body: unknown) => void;
    },
    response: ServerResponse,
  ): void {
    const reply = (body: unknown): void => {
      call.tell(body);
      send(response, 200, body);
    };
    const answer = known.answer({ world: this.#world, ...call });
    const refusal = this.#refusalOf(known, answer, call.query);
    if (refusal !== undefined) {
      this.unexpected.push(`${known.id}: ${refusal}`);
      send(response, 400, errorBody(400, refusal, 'invalid'));
      return;
    }
    switch (answer.kind) {
      case 'object':
        reply(answer.body);
        return;
      case 'error':
        send(response, answer.status, errorBody(answer.status, answer.message, 'notFound'));
        return;
      case 'list': {
        const page = this.#page(answer.items, call.query, answer.maximum, answer.sizeParameter);
        reply({ ...answer.extra, [answer.key]: page.items, ...page.next });
        return;
      }
      case 'aggregated': {
        const page = this.#page(answer.items, call.query, 500, 'maxResults');
        reply({
          kind: `compute#${known.id.split('.')[1]?.replace(/s$/, '')}AggregatedList`,
          items: scopesOf(answer, page.items),
          ...page.next,
          ...(answer.unreachable.length === 0 || page.next.nextPageToken !== undefined
            ? {}
            : { unreachables: answer.unreachable }),
        });
      }
    }
  }

  #refusalOf(known: Method, answer: Answer, query: URLSearchParams): string | undefined {
    const paging =
      answer.kind === 'aggregated'
        ? ['maxResults', 'pageToken']
        : answer.kind === 'list' && answer.sizeParameter !== undefined
          ? [answer.sizeParameter, 'pageToken']
          : [];
    const allowed = new Set([...known.parameters, ...paging]);
    const odd = [...query.keys()].filter((name) => !allowed.has(name));
    if (odd.length > 0) return `unknown parameter ${odd.join(', ')}`;
    const missing = known.parameters.filter((name) => name !== 'projection' && !query.has(name));
    if (missing.length > 0) return `missing parameter ${missing.join(', ')}`;
    const size = Number(query.get('maxResults') ?? query.get('pageSize') ?? 1);
    const maximum =
      answer.kind === 'aggregated' ? 500 : answer.kind === 'list' ? answer.maximum : 1;
    return size < 1 || size > maximum ? `a page size of ${size}` : undefined;
  }

  #page(
    items: readonly Raw[],
    query: URLSearchParams,
    maximum: number,
    sizeParameter: string | undefined,
  ): { readonly items: readonly Raw[]; readonly next: { readonly nextPageToken?: string } } {
    const asked = Number(
      (sizeParameter === undefined ? undefined : query.get(sizeParameter)) ?? maximum,
    );
    const size =
      sizeParameter === undefined
        ? items.length || 1
        : Math.min(asked, maximum, this.#options.pageSize ?? maximum);
    const token = query.get('pageToken');
    const start =
      token === null ? 0 : Number(Buffer.from(token, 'base64url').toString().split('|')[1] ?? 0);
    const end = start + size;
    const next =
      end < items.length
        ? { nextPageToken: Buffer.from(`opaque|${end}`).toString('base64url') }
        : {};
    return { items: items.slice(start, end), next };
  }

  #faultFor(known: Method, project: string | undefined, query: URLSearchParams): Fault | undefined {
    const page = query.has('pageToken') ? 2 : 1;
    const planted = this.faults.find(
      (one) =>
        (one.method === '*' || one.method === known.id) &&
        (one.project === undefined || one.project === project) &&
        (one.page === undefined || one.page === page) &&
        (one.times === undefined || one.times > 0),
    );
    if (planted?.times !== undefined) planted.times -= 1;
    return planted?.fault;
  }

  /** A sliding window of one second, as strict as a quota can be. */
  #isTooFast(scope: string): boolean {
    const { perSecond } = this.#options;
    if (perSecond === undefined) return false;
    const now = Date.now();
    const recent = (this.#windows.get(scope) ?? []).filter((at) => at > now - 1000);
    this.#windows.set(scope, recent);
    if (recent.length >= perSecond) return true;
    recent.push(now);
    return false;
  }

  /** The token server, and the minting of tokens for impersonated accounts. */
  #token(url: URL, body: string): Raw | undefined {
    if (url.pathname === '/token') {
      const scope = new URLSearchParams(body).get('assertion')?.slice(0, 8) ?? '';
      return {
        access_token: this.#options.tokens?.[0] ?? TOKEN,
        expires_in: 3600,
        token_type: 'Bearer',
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        digest: createHmac('sha256', 'x').update(scope).digest('hex'),
      };
    }
    if (!url.pathname.endsWith(':generateAccessToken')) return undefined;
    return {
      accessToken: this.#options.tokens?.at(-1) ?? TOKEN,
      expireTime: new Date(Date.now() + 3_600_000).toISOString(),
    };
  }
}

/** The service and the path of a request: with an endpoint override all but Compute Engine have a name in front. */
function serviceOf(pathname: string): readonly [string, string] {
  if (pathname.startsWith('/compute/')) return ['compute', pathname];
  const [, service = '', ...rest] = pathname.split('/');
  return [service, decodeURI(`/${rest.join('/')}`)];
}

/** What a body says about the page and the project, as the address of other methods does. */
function queryIn(address: URLSearchParams, body: Raw): URLSearchParams {
  const query = new URLSearchParams(address);
  for (const name of ['pageSize', 'pageToken']) {
    if (body[name] !== undefined) query.set(name, String(body[name]));
  }
  const [named] = Array.isArray(body['resourceNames']) ? body['resourceNames'] : [];
  query.set('project', String(named).replace('projects/', ''));
  return query;
}

/** The scopes of an aggregated answer: those with items, and one that says that it has none. */
function scopesOf(answer: Extract<Answer, { kind: 'aggregated' }>, items: readonly Raw[]): Raw {
  const scopes = new Map<string, Raw[]>();
  for (const item of items) {
    const scope =
      /\/(global|zones\/[^/]+|regions\/[^/]+)\/[^/]+\/[^/]+$/.exec(textOf(item, 'selfLink'))?.[1] ??
      'global';
    scopes.set(scope, [...(scopes.get(scope) ?? []), item]);
  }
  return {
    ...Object.fromEntries([...scopes].map(([scope, held]) => [scope, { [answer.key]: held }])),
    'regions/antarctica-south1': {
      warning: {
        code: 'NO_RESULTS_ON_PAGE',
        message: 'There are no results for scope on this page.',
      },
    },
    ...Object.fromEntries(
      answer.unreachable.map((scope) => [
        scope,
        { warning: { code: 'UNREACHABLE', message: `${scope} did not answer.` } },
      ]),
    ),
  };
}

function errorBody(code: number, message: string, reason: string, status = 'FAILED'): Raw {
  return { error: { code, message, status, errors: [{ message, domain: 'global', reason }] } };
}

const STATUS_REASONS: Readonly<Record<number, readonly [string, string]>> = {
  401: ['authError', 'UNAUTHENTICATED'],
  403: ['forbidden', 'PERMISSION_DENIED'],
  429: ['rateLimitExceeded', 'RESOURCE_EXHAUSTED'],
  503: ['backendError', 'UNAVAILABLE'],
};

function misbehave(fault: Fault, authorization: string, response: ServerResponse): void {
  const message = `Required 'compute.things.list' permission; was sent ${authorization} with password=planted-in-error`;
  switch (fault.kind) {
    case 'status': {
      const [reason = 'other', status = 'FAILED'] = STATUS_REASONS[fault.status] ?? [];
      const body = errorBody(fault.status, message, fault.reason ?? reason, status);
      send(response, fault.status, body, fault.headers);
      return;
    }
    case 'malformed':
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${message}</html>`);
      return;
    case 'truncated':
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"items":[{"rootPassword":"planted');
      return;
    case 'reset':
      response.destroy();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
  response.end(JSON.stringify(body));
}
