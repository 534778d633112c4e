import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ACTIONS, type SimulatedAction } from './actions.ts';
import {
  errorBody,
  type Parsed,
  parameterNames,
  parseRequest,
  SPOKEN,
  successBody,
} from './protocol.ts';
import { eventsAsked } from './trail.ts';
import { type AwsWorld, accessKeyOf } from './world.ts';

/** One request that arrived. */
export interface SimulatedCall {
  /** `service:Action`. */
  readonly action: string;
  readonly account: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly atMs: number;
}

/** What goes wrong on request. */
export type FaultKind =
  | 'throttle'
  | 'deny'
  | 'fail'
  | 'truncate'
  | 'malform'
  | 'reset'
  | 'expire'
  | 'not-implemented'
  | 'repeat-token';

/** A fault, for the calls that it names. */
export interface Fault {
  readonly kind: FaultKind;
  readonly action?: string;
  readonly account?: string;
  readonly region?: string;
  /** How often; default always. */
  readonly times?: number;
  /** Leaves this many matching calls alone first. */
  readonly after?: number;
  /** The message of the error. */
  readonly message?: string;
}

/** Options of the server. */
export interface SimulationOptions {
  /** Items per page where that is less than the request asks for. */
  readonly pageSize?: number;
  /** Requests that every account and region may make; more are throttled, as EC2 does. */
  readonly rate?: { readonly burst: number; readonly perSecond: number };
  /** Keeps no calls and answers, only their number: for worlds with very many of them. */
  readonly countOnly?: boolean;
  /** How long every answer takes. */
  readonly latencyMs?: number;
}

/** A running simulated AWS. */
export interface SimulatedAws {
  readonly endpoint: string;
  readonly calls: readonly SimulatedCall[];
  /** Every successful answer as it went over the wire. */
  readonly answers: readonly { readonly action: string; readonly body: string }[];
  /** Requests that arrived, and those among them that the rate refused. */
  readonly counts: { readonly requests: number; readonly refused: number };
  /** What must not happen: unknown actions and parameters, unsigned requests, worlds that cannot be. */
  readonly violations: readonly string[];
  fault(fault: Fault): void;
  /** Forgets all faults. */
  heal(): void;
  /** The fixed key pair of an account. */
  credentialsOf(account: string): { accessKeyId: string; secretAccessKey: string };
  close(): Promise<void>;
}

/** Starts a simulated AWS over a declared world, on the loopback interface. */
export async function simulateAws(
  world: AwsWorld,
  options: SimulationOptions = {},
): Promise<SimulatedAws> {
  const simulation = new Simulation(world, options);
  const server = createServer((request, response) => {
    simulation.answer(request, response).catch((error: unknown) => {
      simulation.violations.push(error instanceof Error ? error.message : String(error));
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: simulation.calls,
    answers: simulation.answers,
    counts: simulation.counts,
    violations: simulation.violations,
    fault: (fault) => simulation.faults.push({ fault, seen: 0 }),
    heal: () => {
      simulation.faults.length = 0;
    },
    credentialsOf: (account) => ({
      accessKeyId: accessKeyOf(account),
      secretAccessKey: `secret-of-${account}`,
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const WITHOUT_REGION = new Set(['sts', 'organizations', 's3', 'globalaccelerator']);

/** CloudTrail's own limit: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const LOOKUP_RATE = { burst: 2, perSecond: 2 };

interface Caller {
  readonly account: string;
  readonly region: string;
  readonly signing: string;
}

class Simulation {
  readonly calls: SimulatedCall[] = [];
  readonly answers: { readonly action: string; readonly body: string }[] = [];
  readonly violations: string[] = [];
  readonly counts = { requests: 0, refused: 0 };
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly faults: { readonly fault: Fault; seen: number }[] = [];
  readonly #world: AwsWorld;
  readonly #options: SimulationOptions;
  readonly #tokens = new Map<string, { readonly action: string; readonly from: number }>();
  readonly #sessions = new Map<string, string>();

  constructor(world: AwsWorld, options: SimulationOptions) {
    this.#world = world;
    this.#options = options;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const caller = this.#callerOf(request);
    if (caller === undefined) {
      this.violations.push(
        `unsigned or unknown caller: ${request.headers.authorization ?? 'none'}`,
      );
      response.writeHead(403).end();
      return;
    }
    const asked = await parseRequest(request, body, caller.signing, Object.keys(ACTIONS));
    if (asked === undefined) {
      this.violations.push(
        `unreadable request: ${request.method} ${request.url} ${body.slice(0, 200)}`,
      );
      response.writeHead(400).end();
      return;
    }
    const { latencyMs, countOnly } = this.#options;
    this.counts.requests += 1;
    const key = `${asked.service}:${asked.action}`;
    if (countOnly !== true) {
      this.calls.push({
        action: key,
        account: caller.account,
        region: caller.region,
        parameters: asked.parameters,
        atMs: Date.now(),
      });
    }
    if (latencyMs !== undefined) await wait(latencyMs);
    if (!this.#admits(caller)) {
      this.counts.refused += 1;
      this.#fail(asked, caller, { kind: 'throttle' }, response);
      return;
    }
    const fault = this.#faultFor(key, caller);
    if (fault !== undefined && fault.kind !== 'repeat-token') {
      this.#fail(asked, caller, fault, response);
      return;
    }
    this.#succeed(asked, caller, key, fault !== undefined, response);
  }

  /** A token bucket per account and region, in real time. Services of the whole partition have limits of their own. */
  #admits({ account, region, signing }: Caller): boolean {
    if (this.#options.rate === undefined || WITHOUT_REGION.has(signing)) return true;
    const isLookup = signing === 'cloudtrail';
    const rate = isLookup ? LOOKUP_RATE : this.#options.rate;
    const now = performance.now();
    const key = `${account}/${region}${isLookup ? '/lookup' : ''}`;
    const bucket = this.#buckets.get(key) ?? { tokens: rate.burst, at: now };
    bucket.tokens = Math.min(
      rate.burst,
      bucket.tokens + ((now - bucket.at) * rate.perSecond) / 1000,
    );
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #callerOf(request: IncomingMessage): Caller | undefined {
    const pattern =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=[^,]+, ?Signature=[0-9a-f]{64}$/;
    const match = pattern.exec(request.headers.authorization ?? '');
    if (match === null) return undefined;
    const [, key = '', region = '', signing = ''] = match;
    const session = String(request.headers['x-amz-security-token'] ?? '');
    for (const account of Object.keys(this.#world.accounts)) {
      if (key === accessKeyOf(account) && session === '') return { account, region, signing };
    }
    const account = this.#sessions.get(`${key} ${session}`);
    return account === undefined ? undefined : { account, region, signing };
  }

  #faultFor(key: string, caller: Caller): Fault | undefined {
    for (const entry of this.faults) {
      const { action, account, region, times, after = 0 } = entry.fault;
      if (action !== undefined && action !== key) continue;
      if (account !== undefined && account !== caller.account) continue;
      if (region !== undefined && region !== caller.region) continue;
      entry.seen += 1;
      if (entry.seen <= after) continue;
      if (times !== undefined && entry.seen > after + times) continue;
      return entry.fault;
    }
    return undefined;
  }

  #fail(asked: Parsed, caller: Caller, fault: Fault, response: ServerResponse): void {
    const refuse = (status: number, code: string, message: string) => {
      const { body, type } = errorBody(asked.service, code, fault.message ?? message);
      response.writeHead(status, { 'content-type': type, 'x-amzn-errortype': code }).end(body);
    };
    const isEc2 = asked.service === 'ec2';
    switch (fault.kind) {
      case 'throttle':
        refuse(
          isEc2 ? 503 : 400,
          isEc2 ? 'RequestLimitExceeded' : 'ThrottlingException',
          'Rate exceeded',
        );
        return;
      case 'deny':
        refuse(
          403,
          isEc2 ? 'UnauthorizedOperation' : 'AccessDeniedException',
          `User: arn:aws:sts::${caller.account}:assumed-role/x is not authorized to perform: ${asked.service}:${asked.action}`,
        );
        return;
      case 'fail':
        refuse(500, 'InternalError', 'An internal error has occurred');
        return;
      case 'expire':
        refuse(
          isEc2 ? 400 : 403,
          isEc2 ? 'RequestExpired' : 'ExpiredToken',
          'The security token included in the request is expired',
        );
        return;
      case 'not-implemented':
        refuse(
          400,
          isEc2 || SPOKEN[asked.service].protocol === 'query'
            ? 'InvalidAction'
            : 'UnknownOperationException',
          'The action is not valid for this endpoint.',
        );
        return;
      case 'malform':
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html><body><h1>Sign in to the network</h1></body></html>');
        return;
      case 'truncate': {
        const whole = successBody(
          asked,
          this.#page(asked, caller, `${asked.service}:${asked.action}`, false),
        );
        response.writeHead(200, { 'content-type': 'text/xml' });
        response.end(whole.slice(0, Math.floor(whole.length / 2)));
        return;
      }
      case 'reset':
        response.socket?.destroy();
        return;
      case 'repeat-token':
        return;
    }
  }

  #succeed(
    asked: Parsed,
    caller: Caller,
    key: string,
    repeat: boolean,
    response: ServerResponse,
  ): void {
    const action = key === 'sts:AssumeRole' ? {} : ACTIONS[key];
    if (action === undefined) throw new Error(`unexpected action ${key}`);
    const names = parameterNames(asked);
    for (const name of Object.keys(asked.parameters)) {
      if (!names.has(name)) throw new Error(`${key} has no parameter ${name}`);
    }
    if (key === 'sts:AssumeRole') {
      this.#assumeRole(asked, response);
      return;
    }
    const body = successBody(asked, this.#page(asked, caller, key, repeat));
    if (this.#options.countOnly !== true) this.answers.push({ action: key, body });
    const json = SPOKEN[asked.service].protocol.endsWith('json');
    response
      .writeHead(200, { 'content-type': json ? 'application/x-amz-json-1.1' : 'text/xml' })
      .end(body);
  }

  #page(asked: Parsed, caller: Caller, key: string, repeat: boolean): object {
    const action = ACTIONS[key] ?? {};
    const items = this.#items(asked, caller, key, action);
    if (action.list === undefined) return items[0] ?? {};
    if (action.shape === 'object') return items[0] === undefined ? {} : { [action.list]: items[0] };
    const { token, limit } = action;
    if (token === undefined) return { [action.list]: items };
    const sent = asked.parameters[token[0]];
    const from = typeof sent === 'string' ? this.#tokens.get(sent) : { action: key, from: 0 };
    if (from?.action !== key)
      throw new Error(`${key} was sent a token that it never gave: ${sent}`);
    const wanted = limit === undefined ? undefined : asked.parameters[limit[0]];
    if (wanted !== undefined && Number(wanted) > (limit?.[1] ?? 0)) {
      throw new Error(`${key} takes pages of at most ${limit?.[1]}, not ${wanted}`);
    }
    const size = Math.min(
      Number(wanted ?? action.defaultPage ?? items.length),
      this.#options.pageSize ?? Number.POSITIVE_INFINITY,
    );
    const end = from.from + size;
    const page = { [action.list]: items.slice(from.from, end) };
    if (repeat) return { ...page, [token[1]]: this.#tokenFor(key, 0, 'again') };
    return end < items.length ? { ...page, [token[1]]: this.#tokenFor(key, end) } : page;
  }

  #tokenFor(action: string, from: number, salt = String(this.#tokens.size)): string {
    const token = Buffer.from(`${action}|${from}|${salt}`).toString('base64url');
    this.#tokens.set(token, { action, from });
    return token;
  }

  #items(asked: Parsed, caller: Caller, key: string, action: SimulatedAction): readonly unknown[] {
    const account = this.#world.accounts[caller.account];
    if (key === 'sts:GetCallerIdentity') {
      const arn = `arn:aws:iam::${caller.account}:user/scanner`;
      return [{ Account: caller.account, Arn: arn, UserId: 'AIDAUSER' }];
    }
    if (key === 'organizations:ListAccounts') {
      return Object.entries(this.#world.accounts).map(([Id, { name }]) => ({
        Id,
        Arn: `arn:aws:organizations::${caller.account}:account/o-1/${Id}`,
        Name: name ?? Id,
        Status: 'ACTIVE',
      }));
    }
    if (key === 'ec2:DescribeRegions') {
      return Object.keys(account?.regions ?? {}).map((RegionName) => ({
        RegionName,
        Endpoint: `ec2.${RegionName}.amazonaws.com`,
        OptInStatus: 'opt-in-not-required',
      }));
    }
    const held = account?.regions[caller.region]?.[key] ?? account?.global?.[key];
    const subject =
      action.subject === undefined ? undefined : String(asked.parameters[action.subject]);
    const listed = Array.isArray(held)
      ? held
      : subject === undefined || held === undefined
        ? []
        : (Reflect.get(held, subject) ?? []);
    const items: readonly unknown[] = listed.length === 0 ? (action.otherwise ?? listed) : listed;
    if (key === 'ec2:DescribeVpcBlockPublicAccessOptions') {
      const told = { AwsAccountId: caller.account, AwsRegion: caller.region };
      return items.map((item) => ({ ...told, ...Object(item) }));
    }
    if (key === 'cloudtrail:LookupEvents') return eventsAsked(items, asked.parameters);
    if (action.select === undefined) return items;
    const [parameter, member] = action.select;
    const wanted = asked.parameters[parameter];
    if (!Array.isArray(wanted)) throw new Error(`${key} needs ${parameter}`);
    return items.filter((item) => wanted.includes(Reflect.get(Object(item), member)));
  }

  #assumeRole(asked: Parsed, response: ServerResponse): void {
    const arn = String(asked.parameters['RoleArn']);
    const account = arn.split(':')[4] ?? '';
    const role = this.#world.accounts[account]?.role;
    const externalId = asked.parameters['ExternalId'];
    if (
      role === undefined ||
      !arn.endsWith(`role/${role.name}`) ||
      externalId !== role.externalId
    ) {
      const { body, type } = errorBody(
        'sts',
        'AccessDenied',
        `Not authorized to perform sts:AssumeRole on ${arn}`,
      );
      response.writeHead(403, { 'content-type': type }).end(body);
      return;
    }
    const key = `ASIA${account}ROLE`;
    const token = `IQoJsessiontokenof${account}`;
    this.#sessions.set(`${key} ${token}`, account);
    const body = successBody(asked, {
      Credentials: {
        AccessKeyId: key,
        SecretAccessKey: `role-secret-of-${account}`,
        SessionToken: token,
        Expiration: '2099-01-01T00:00:00Z',
      },
      AssumedRoleUser: { AssumedRoleId: 'AROA:netposture', Arn: `${arn}/netposture` },
    });
    this.answers.push({ action: 'sts:AssumeRole', body });
    response.writeHead(200, { 'content-type': 'text/xml' }).end(body);
  }
}
