import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commitFault, type Fault, type PlantedFault } from '../fault.ts';
import { actionList, cloudLists, subaccountList } from './cloud-objects.ts';
import { RateWindow, type RateWindowOptions } from './rate-window.ts';
import { robotAnswer } from './robot-objects.ts';
import type { HetznerWorld, Project, RobotAccount } from './world.ts';

/** A running simulation of Hetzner's three APIs. */
export interface SimulatedHetzner {
  /** For `HCLOUD_ENDPOINT`. */
  readonly cloudUrl: string;
  /** For `HETZNER_ENDPOINT`: Storage Boxes. */
  readonly hetznerUrl: string;
  readonly robotUrl: string;
  /** Every request as `GET /servers?page=2`, in order; Robot's as `GET robot /server`. */
  readonly requests: readonly string[];
  /** The name of the adapter's call for every request, in order; the path where it is none. */
  readonly operations: readonly string[];
  /** What no test should provoke: unknown paths, methods, parameters. Must be empty at the end. */
  readonly unexpected: readonly string[];
  /** How many requests were refused for coming too fast. */
  readonly refusedForRate: () => number;
  /** The tokens and user names that came, so that a test can see whose they were. */
  readonly credentials: readonly string[];
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
  /** Answers `next_page: 4` on every page, as some of Hetzner's examples do. */
  readonly namesPageFourForEver?: boolean;
  /** Leaves `total_entries` and `last_page` null, as the API may. */
  readonly hidesTotals?: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const LIST_PARAMETERS = new Set(['page', 'per_page', 'sort']);
const MAXIMUM_PER_PAGE = 50;

/** Serves a world on 127.0.0.1. */
export async function serveHetzner(
  world: HetznerWorld,
  options: SimulationOptions = {},
): Promise<SimulatedHetzner> {
  const simulation = new Simulation(world, options);
  const server = createServer((request, response) => simulation.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    cloudUrl: `${origin}/cloud/v1`,
    hetznerUrl: `${origin}/hetzner/v1`,
    robotUrl: `${origin}/robot`,
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

class Simulation {
  readonly requests: string[] = [];
  readonly operations: string[] = [];
  readonly unexpected: string[] = [];
  readonly credentials: string[] = [];
  refusedForRate = 0;
  readonly #world: HetznerWorld;
  readonly #options: SimulationOptions;
  readonly #lists = new Map<Project, ReturnType<typeof cloudLists>>();
  readonly #windows = new Map<Project, RateWindow>();
  readonly #met = new Map<PlantedFault, number>();
  #refusedLogins = 0;

  constructor(world: HetznerWorld, options: SimulationOptions) {
    this.#world = world;
    this.#options = options;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://simulation');
    const [, api = '', ...rest] = url.pathname.split('/');
    const path = `/${(api === 'robot' ? rest : rest.slice(1)).join('/')}`;
    const name = api === 'robot' ? `robot ${path}` : `${path}${url.search}`;
    this.requests.push(`${request.method} ${name}`);
    if (request.method !== 'GET') this.unexpected.push(`${request.method} ${name}`);

    const operation = operationAt(api, path);
    this.operations.push(operation);
    const planted = this.#options.misbehave?.(operation) ?? this.#faultAt(path, url);
    if (planted !== undefined) {
      const error = api === 'robot' ? robotError : cloudError;
      commitFault(planted, response, {
        errorBody: (status, code, message) => error(status, code, message).body,
        onSilence: this.#options.onSilence,
      });
      return;
    }
    const authorization = request.headers.authorization ?? '';
    const answer =
      api === 'robot'
        ? this.#answerRobot(path, url, authorization)
        : this.#answerCloud(api, path, url, authorization, response);
    send(response, answer);
  }

  #answerCloud(
    api: string,
    path: string,
    url: URL,
    authorization: string,
    response: ServerResponse,
  ): Answer {
    const token = authorization.replace(/^Bearer /, '');
    this.credentials.push(token);
    const project = this.#world.projects?.find((one) => one.token === token);
    if (project === undefined) return cloudError(401, 'unauthorized', 'the token is invalid');
    if (this.#isTooFast(project, response)) {
      return cloudError(429, 'rate_limit_exceeded', 'limit of requests per hour reached');
    }
    const subaccounts = /^\/storage_boxes\/(\d+)\/subaccounts$/.exec(path);
    if (api === 'hetzner' && subaccounts !== null) {
      this.#allowParameters(url, new Set());
      const list = subaccountList(project, Number(subaccounts[1]));
      return list === undefined
        ? cloudError(404, 'not_found', 'storage box not found')
        : { status: 200, body: { subaccounts: list } };
    }
    const actions = /^\/(\w+)\/actions$/.exec(path);
    if (api === 'cloud' && actions !== null) {
      const list = [...actionList(project, actions[1] ?? '')].reverse();
      return this.#page('actions', list, url, 'id:desc');
    }
    const key = path.slice(1);
    const list = this.#listsOf(project)[key];
    const isBox = key === 'storage_boxes';
    if (list === undefined || isBox !== (api === 'hetzner')) {
      this.unexpected.push(url.pathname);
      // GET /datacenters is gone: https://docs.hetzner.cloud/changelog (2026).
      return key === 'datacenters'
        ? cloudError(410, 'deprecated_api_endpoint', 'the endpoint was removed')
        : cloudError(404, 'not_found', 'no such endpoint');
    }
    return this.#page(key, list, url, 'id:asc');
  }

  #page(key: string, list: readonly unknown[], url: URL, sort: string): Answer {
    this.#allowParameters(url, LIST_PARAMETERS);
    const page = Number(url.searchParams.get('page') ?? '1');
    const perPage = Number(url.searchParams.get('per_page') ?? '25');
    if (perPage > MAXIMUM_PER_PAGE || page < 1 || (url.searchParams.get('sort') ?? sort) !== sort) {
      this.unexpected.push(`${url.pathname}${url.search}`);
      return cloudError(400, 'invalid_input', 'invalid input in paging parameters');
    }
    const last = Math.max(1, Math.ceil(list.length / perPage));
    const { namesPageFourForEver, hidesTotals } = this.#options;
    const next = page < last ? page + 1 : null;
    return {
      status: 200,
      body: {
        [key]: list.slice((page - 1) * perPage, page * perPage),
        meta: {
          pagination: {
            page,
            per_page: perPage,
            previous_page: page > 1 ? page - 1 : null,
            next_page: namesPageFourForEver ? 4 : next,
            last_page: hidesTotals ? null : last,
            total_entries: hidesTotals ? null : list.length,
          },
        },
      },
    };
  }

  #answerRobot(path: string, url: URL, authorization: string): Answer {
    const login = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8');
    const [user = '', ...password] = login.split(':');
    this.credentials.push(user);
    // "3 failed logins" lock the address out for ten minutes, the right password included.
    const account = this.#world.robots?.find((one) => isLogin(one, user, password.join(':')));
    if (account === undefined || this.#refusedLogins >= 3) {
      this.#refusedLogins += 1;
      if (this.#refusedLogins > 1) this.unexpected.push(`a login after a refused one: ${path}`);
      return robotError(401, 'UNAUTHORIZED', 'Unauthorized');
    }
    this.#allowParameters(url, new Set());
    if (!/^\/(server|ip|subnet|failover|(vswitch|firewall)(\/\d+)?)$/.test(path)) {
      this.unexpected.push(`robot ${path}`);
    }
    const answer = robotAnswer(account, path);
    const resource = path.split('/')[1]?.toUpperCase() ?? '';
    return answer === undefined
      ? robotError(
          404,
          resource === 'FAILOVER' ? 'NOT_FOUND' : `${resource}_NOT_FOUND`,
          'Not found',
        )
      : { status: 200, body: answer };
  }

  #isTooFast(project: Project, response: ServerResponse): boolean {
    const { rate } = this.#options;
    if (rate === undefined) return false;
    const window = this.#windows.get(project) ?? new RateWindow(rate);
    this.#windows.set(project, window);
    const admitted = window.take();
    for (const [name, value] of Object.entries(window.headers())) response.setHeader(name, value);
    if (!admitted) this.refusedForRate += 1;
    return !admitted;
  }

  #listsOf(project: Project): ReturnType<typeof cloudLists> {
    const lists = this.#lists.get(project) ?? cloudLists(project);
    this.#lists.set(project, lists);
    return lists;
  }

  #allowParameters(url: URL, allowed: ReadonlySet<string>): void {
    for (const name of url.searchParams.keys()) {
      if (!allowed.has(name)) this.unexpected.push(`parameter ${name} of ${url.pathname}`);
    }
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

/** The adapter's name for a call. */
function operationAt(api: string, path: string): string {
  const [, resource = '', id] = path.split('/');
  if (api === 'robot') {
    const isDetail = resource === 'vswitch' && id !== undefined;
    return `robot-${resource}${isDetail ? '-detail' : ''}`;
  }
  if (path.endsWith('/subaccounts')) return 'storage_box_subaccounts';
  return id === 'actions' ? `${resource}-actions` : resource;
}

function isLogin(account: RobotAccount, user: string, password: string): boolean {
  return account.user === user && account.password === password;
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A refusal as Hetzner Cloud writes it. */
function cloudError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message, details: null } } };
}

/** A refusal as Robot writes it. */
function robotError(status: number, code: string, message: string): Answer {
  const limits = code === 'RATE_LIMIT_EXCEEDED' ? { max_request: 200, interval: 30 } : {};
  return { status, body: { error: { status, code, message, ...limits } } };
}
