import { expect, test } from 'vitest';
import { allow, build, local, toGateway } from '../graph/build.ts';
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
