import { expect, test } from 'vitest';
import { address, allow, build, local, toGateway } from '../graph/build.ts';
import { link } from '../graph/link.ts';
import type { Selector } from '../graph/selector.ts';
import { Reachability } from './reachability.ts';

const chosen: Selector = {
  kind: 'labels',
  match: [{ key: 'egress', operator: 'exists', values: [] }],
};

/** Two servers that differ in their addresses and in a label; `onlyChosen` ties the way back to the label. */
function twins(options: { readonly onlyChosen?: boolean } = {}) {
  const world = build('acme');
  const vpc = world.network('vpc', { ranges: '10.0.0.0/16' });
  const gateway = world.internetGateway('igw', { networks: [vpc] });
  const out = toGateway(
    '0.0.0.0/0',
    gateway,
    options.onlyChosen === true ? { sources: chosen } : {},
  );
  const table = world.routeTable('main', { routes: [local('10.0.0.0/16'), out] });
  const subnet = world.subnet('a', { network: vpc, ranges: '10.0.1.0/24', routeTable: table });
  const web = world.filter('web', { ingress: [allow('tcp/443', '8.8.8.8')] });
  const server = (name: string, host: number, labels: Record<string, string>) =>
    world.server(name, {
      subnet,
      inside: `10.0.1.${host}`,
      outside: `198.51.100.${host}`,
      filters: [web],
      labels,
    });
  const one = server('one', 1, { egress: 'yes' });
  const two = server('two', 2, {});
  return { reachability: new Reachability(link(world.graph())), one: one.id, two: two.id };
}

test('servers in one situation are judged once, each by its own address', () => {
  const { reachability, one, two } = twins();

  const answers = [one, two].map((id) => reachability.exposure(id)?.answer.conversable.allowed);

  expect(answers.map(String)).toEqual([
    '8.8.8.8/32 -> 198.51.100.1/32 : tcp 443',
    '8.8.8.8/32 -> 198.51.100.2/32 : tcp 443',
  ]);
  expect(reachability.situationCount).toBe(1);
});

test('servers whose way back hangs on a label are not in one situation', () => {
  const { reachability, one, two } = twins({ onlyChosen: true });

  const answers = [one, two].map((id) => reachability.exposure(id)?.answer);

  expect(answers.map((answer) => answer?.delivered.allowed.isEmpty)).toEqual([false, false]);
  expect(answers.map((answer) => answer?.conversable.allowed.isEmpty)).toEqual([false, true]);
});

/** Servers behind one filter that admits the same peers over both families; the last has no IPv6 address. */
function dualStack() {
  const world = build('acme');
  const vpc = world.network('vpc', { ranges: '10.0.0.0/16,2600:1f18::/56' });
  const gateway = world.internetGateway('igw', { networks: [vpc] });
  const table = world.routeTable('main', {
    routes: [
      local('10.0.0.0/16'),
      toGateway('0.0.0.0/0', gateway, {}),
      toGateway('::/0', gateway, {}),
    ],
  });
  const subnet = world.subnet('a', { network: vpc, ranges: '10.0.1.0/24', routeTable: table });
  const web = world.filter('web', { ingress: [allow('tcp/443', ['8.8.8.8', '2600::1'])] });
  const server = (name: string, host: number, isDual: boolean) => {
    const ipv4 = address(`10.0.1.${host}`, { outside: `198.51.100.${host}` });
    const addresses = isDual ? [ipv4, address(`2600:1f18::${host}`)] : [ipv4];
    return world.server(name, { subnet, addresses, filters: [web] }).id;
  };
  const ids = [server('one', 1, true), server('two', 2, true), server('three', 3, false)];
  const reachability = new Reachability(link(world.graph()));
  return ids.map((id) => reachability.exposure(id)?.ways[0]?.answer);
}

test('a server of two families is told by what holds for both, and by its own addresses', () => {
  const [one] = dualStack();

  expect(one?.spread?.destinations.toString()).toBe('198.51.100.1/32,2600:1f18::1/128');
  expect(one?.spread?.answer.delivered.allowed.toString()).toBe(
    '8.8.8.8/32 -> 0.0.0.0/0 : tcp 443\n2600::1/128 -> ::/0 : tcp 443',
  );
  expect(one?.delivered.allowed.toString()).toBe(
    '8.8.8.8/32 -> 198.51.100.1/32 : tcp 443\n2600::1/128 -> 2600:1f18::1/128 : tcp 443',
  );
  expect(one?.conversable.allowed.equals(one.delivered.allowed)).toBe(true);
});

test('servers in one situation share what holds for all of them, unless they differ in families', () => {
  const [one, two, three] = dualStack();

  expect(one?.spread?.answer).toBe(two?.spread?.answer);
  expect(three?.spread?.answer.delivered.allowed.toString()).toBe(
    '8.8.8.8/32 -> 0.0.0.0/0 : tcp 443',
  );
});

test('two addresses of one family on different planes are told without a class', () => {
  const world = build('acme');
  const network = world.publicSpace('space');
  const web = world.filter('web', { ingress: [allow('tcp/443', '8.8.8.8')] });
  const addresses = [
    address('198.51.100.1'),
    address('10.0.0.1', { outside: '198.51.100.2', plane: 'private' }),
  ];
  const { id } = world.server('one', { network, addresses, filters: [web] });
  const answer = new Reachability(link(world.graph())).exposure(id)?.answer;

  expect(answer?.spread).toBeUndefined();
  expect(answer?.delivered.allowed.toString()).toBe(
    '8.8.8.8/32 -> 198.51.100.1/32,198.51.100.2/32 : tcp 443',
  );
});
