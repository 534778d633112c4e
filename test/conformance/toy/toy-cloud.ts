import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CloudCall, CloudFault, SimulatedCloud } from '../subject.ts';

const TOKEN = 'toy-credential-7f3a9c';
const PASSWORD = 'hunter2-of-the-database';

const NETWORKS = [
  { id: 'net-1', name: 'front', range: '10.0.0.0/24' },
  { id: 'net-2', name: 'back', range: '10.0.1.0/24' },
  { id: 'net-3', name: 'spare', range: '10.0.2.0/24' },
];
const SERVERS = [
  { id: 'srv-1', name: 'web', network: 'net-1', address: '10.0.0.5' },
  { id: 'srv-2', name: 'app', network: 'net-2', address: '10.0.1.5' },
];
const DATABASES = [
  { id: 'db-1', name: 'main', connection: { host: 'db-1.toy.example', password: PASSWORD } },
];
const RULES = [{ id: 'rule-1', cidr: '203.0.113.0/24' }];
const REGIONS = [{ id: 'north-1' }];

/** The toy's API over a world of three networks, two servers and a database. */
export async function startToyCloud(): Promise<SimulatedCloud> {
  const calls: CloudCall[] = [];
  const faults = new Map<string, CloudFault>();
  const server = createServer((request, response) => {
    const { operation, answer } = route(request);
    calls.push({ operation });
    const fault = faults.get(operation) ?? faults.get('*');
    if (fault !== undefined) misbehave(fault, request, response);
    else if (request.headers.authorization !== `Bearer ${TOKEN}`) send(response, 401, {});
    else send(response, answer === undefined ? 404 : 200, answer ?? { message: 'no such path' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: { token: TOKEN, endpoint: `http://127.0.0.1:${port}/v1` },
    calls,
    secrets: [TOKEN, PASSWORD],
    fail: (operation, fault) => void faults.set(operation, fault),
    heal: () => faults.clear(),
    savedAnswers: () => [
      saved('regions.json', { regions: REGIONS }),
      saved('north-1/networks.json', { networks: NETWORKS, total: 3 }),
      saved('north-1/servers.json', { servers: SERVERS }),
      saved('databases.json', { databases: DATABASES }),
      saved('database-rules.db-1.json', { rules: RULES }),
    ],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function saved(name: string, document: unknown) {
  return { path: `toy/toy-team/${name}`, text: JSON.stringify(document) };
}

interface Routed {
  readonly operation: string;
  readonly answer?: unknown;
}

function route(request: IncomingMessage): Routed {
  const url = new URL(request.url ?? '/', 'http://toy.example');
  const page = Number(url.searchParams.get('page') ?? 1);
  switch (url.pathname) {
    case '/v1/regions':
      return { operation: 'regions', answer: { regions: REGIONS } };
    case '/v1/north-1/networks': {
      const networks = NETWORKS.slice((page - 1) * 2, page * 2);
      const next = page * 2 < NETWORKS.length ? page + 1 : null;
      return { operation: 'networks', answer: { networks, next, total: NETWORKS.length } };
    }
    case '/v1/north-1/servers': {
      const second = url.searchParams.get('token') === 'more';
      const answer = second
        ? { servers: SERVERS.slice(1) }
        : { servers: SERVERS.slice(0, 1), next_token: 'more' };
      return { operation: 'servers', answer };
    }
    case '/v1/databases':
      return { operation: 'databases', answer: { databases: DATABASES } };
    case '/v1/databases/db-1/rules':
      return { operation: 'database-rules', answer: { rules: RULES } };
    default:
      return { operation: url.pathname };
  }
}

/** Errors quote what they were sent, as careless services do. */
function misbehave(fault: CloudFault, request: IncomingMessage, response: ServerResponse): void {
  const message = `refused for ${request.headers.authorization}, password=${PASSWORD}`;
  switch (fault) {
    case 'unauthenticated':
      send(response, 401, { message });
      break;
    case 'forbidden':
      send(response, 403, { message });
      break;
    case 'throttled':
      send(response, 429, { message });
      break;
    case 'unavailable':
      send(response, 503, { message });
      break;
    case 'malformed':
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${message}</html>`);
      break;
    case 'truncated':
      response.writeHead(200).end(`{"list":[{"password":"${PASSWORD}`);
      break;
    case 'reset':
      response.destroy();
      break;
  }
}

function send(response: ServerResponse, status: number, document: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}
