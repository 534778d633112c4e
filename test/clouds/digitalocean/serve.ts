import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commitFault, type Fault, type PlantedFault } from '../fault.ts';
import { ENDPOINTS, type Endpoint, visible } from './endpoints.ts';
import { RateWindow, type RateWindowOptions } from './rate-window.ts';
import { spacesAnswer, spacesOperation } from './spaces.ts';
import type { DigitalOceanWorld, TeamDeclaration } from './world.ts';

/** A running simulation of DigitalOcean's API. */
export interface SimulatedDigitalOcean {
  /** For `DIGITALOCEAN_API_URL`. */
  readonly url: string;
  /** Every request as `GET /droplets?page=2`, in order. */
  readonly requests: readonly string[];
  /** The name of the adapter's call for every request, in order; the path where it is none. */
  readonly operations: readonly string[];
  /** What no test should provoke: unknown paths, methods, parameters. Must be empty at the end. */
  readonly unexpected: readonly string[];
  /** The token of every request, in order. */
  readonly credentials: readonly string[];
  /** How many requests were refused for coming too fast. */
  readonly refusedForRate: () => number;
  readonly close: () => Promise<void>;
}

export interface SimulationOptions {
  readonly faults?: readonly PlantedFault[];
  /** Asked at every request, by the name of the call; comes before `faults`. */
  readonly misbehave?: (operation: string) => Fault | undefined;
  /** Default: no limit, and no rate headers. */
  readonly rate?: RateWindowOptions;
  /** Told of every request that will never be answered. */
  readonly onSilence?: () => void;
  /** Waits before each answer; the simulated network. */
  readonly delay?: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const MAXIMUM_PER_PAGE = 200;
const DEFAULT_PER_PAGE = 20;

/** Serves a world on 127.0.0.1. */
export async function serveDigitalOcean(
  world: DigitalOceanWorld,
  options: SimulationOptions = {},
): Promise<SimulatedDigitalOcean> {
  const simulation = new Simulation(world, options);
  const server = createServer((request, response) => void simulation.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: simulation.requests,
    operations: simulation.operations,
    unexpected: simulation.unexpected,
    credentials: simulation.credentials,
    refusedForRate: () => simulation.refusedForRate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The endpoint at a path, and the object that it is asked about. */
export function endpointAt(path: string): { endpoint: Endpoint; id: string } | undefined {
  for (const endpoint of ENDPOINTS) {
    const pattern = new RegExp(`^${endpoint.path.replace('{id}', '([^/]+)')}$`);
    const found = pattern.exec(path);
    if (found !== null) return { endpoint, id: decodeURIComponent(found[1] ?? '') };
  }
  return undefined;
}

class Simulation {
  readonly requests: string[] = [];
  readonly operations: string[] = [];
  readonly unexpected: string[] = [];
  readonly credentials: string[] = [];
  refusedForRate = 0;
  readonly #world: DigitalOceanWorld;
  readonly #options: SimulationOptions;
  readonly #windows = new Map<TeamDeclaration, RateWindow>();
  readonly #met = new Map<PlantedFault, number>();

  constructor(world: DigitalOceanWorld, options: SimulationOptions) {
    this.#world = world;
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulation');
    const path = url.pathname.replace(/^\/v2(?=\/)/, '');
    this.requests.push(`${request.method} ${path}${url.search}`);
    const isSpaces = url.pathname.startsWith('/spaces');
    const isOther = request.method !== 'GET' || (path === url.pathname && !isSpaces);
    if (isOther) this.unexpected.push(`${request.method} ${url.pathname}`);
    const operation = isSpaces
      ? spacesOperation(path, url.searchParams)
      : (endpointAt(path)?.endpoint.operation ?? path);
    this.operations.push(operation);
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    if (!isSpaces) this.credentials.push(token);
    await this.#options.delay?.();
    const planted = this.#options.misbehave?.(operation) ?? this.#faultAt(path, url);
    if (planted !== undefined) {
      const errorBody = (_: number, id: string, message: string) => ({ id, message });
      commitFault(planted, response, { errorBody, onSilence: this.#options.onSilence });
      return;
    }
    if (isSpaces) {
      const authorization = request.headers.authorization ?? '';
      const answer = spacesAnswer(this.#world.teams, path, url.searchParams, authorization);
      response.writeHead(answer.status, { 'content-type': 'application/xml' }).end(answer.body);
      return;
    }
    send(response, this.#answer(path, url, token, response));
  }

  #answer(path: string, url: URL, token: string, response: ServerResponse): Answer {
    const team = this.#world.teams.find((one) => one.token === token);
    if (team === undefined) return refusal(401, 'unauthorized', 'Unable to authenticate you.');
    const waitSeconds = this.#waitFor(team, response);
    if (waitSeconds > 0) {
      const answer = refusal(429, 'too_many_requests', 'API rate limit exceeded.');
      return { ...answer, headers: { 'retry-after': String(waitSeconds) } };
    }
    const found = endpointAt(path);
    if (found === undefined) {
      this.unexpected.push(path);
      return refusal(404, 'not_found', 'The resource you requested could not be found.');
    }
    const { endpoint, id } = found;
    if (team.lacks?.includes(endpoint.scope)) {
      return refusal(403, 'forbidden', 'You do not have permission to perform this action.');
    }
    const objects = endpoint.objects(team, id)?.map((object) => visible(object, team));
    if (objects === undefined) {
      return refusal(404, 'not_found', 'The resource you requested could not be found.');
    }
    return this.#page(endpoint, objects, url);
  }

  #page(endpoint: Endpoint, objects: readonly unknown[], url: URL): Answer {
    const { key, paging, isSingle } = endpoint;
    const allowed = paging === 'none' ? [] : ['page', 'per_page'];
    for (const name of url.searchParams.keys()) {
      if (!allowed.includes(name)) this.unexpected.push(`parameter ${name} of ${url.pathname}`);
    }
    if (paging === 'none') {
      return { status: 200, body: { [key]: isSingle === true ? objects[0] : objects } };
    }
    const page = Number(url.searchParams.get('page') ?? '1');
    const perPage = Number(url.searchParams.get('per_page') ?? DEFAULT_PER_PAGE);
    if (!(perPage >= 1 && perPage <= MAXIMUM_PER_PAGE && page >= 1)) {
      this.unexpected.push(`${url.pathname}${url.search}`);
      return refusal(422, 'unprocessable_entity', 'per_page must be between 1 and 200.');
    }
    const items = objects.slice((page - 1) * perPage, page * perPage);
    const total = objects.length;
    if (paging === 'total-beside') return { status: 200, body: { [key]: items, total } };
    const last = Math.max(1, Math.ceil(total / perPage));
    const at = (number: number) =>
      `https://api.digitalocean.com${url.pathname}?page=${number}&per_page=${perPage}`;
    const pages = {
      ...(page > 1 ? { first: at(1), prev: at(page - 1) } : {}),
      ...(page < last ? { next: at(page + 1), last: at(last) } : {}),
    };
    const links = last > 1 ? { pages } : {};
    return { status: 200, body: { [key]: items, links, meta: { total } } };
  }

  #waitFor(team: TeamDeclaration, response: ServerResponse): number {
    const { rate } = this.#options;
    if (rate === undefined) return 0;
    const window = this.#windows.get(team) ?? new RateWindow(rate);
    this.#windows.set(team, window);
    const waitSeconds = window.take();
    for (const [name, value] of Object.entries(window.headers())) response.setHeader(name, value);
    if (waitSeconds > 0) this.refusedForRate += 1;
    return waitSeconds;
  }

  #faultAt(path: string, url: URL): Fault | undefined {
    const page = Number(url.searchParams.get('page') ?? '1');
    const planted = this.#options.faults?.find(
      (one) =>
        (typeof one.at === 'string' ? one.at === path : one.at.test(path)) &&
        (one.page === undefined || one.page === page) &&
        (this.#met.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY),
    );
    if (planted !== undefined) this.#met.set(planted, (this.#met.get(planted) ?? 0) + 1);
    return planted?.fault;
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));
}

/** A refusal as DigitalOcean writes it. */
function refusal(status: number, id: string, message: string): Answer {
  return { status, body: { id, message } };
}
