import { allow } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { evaluateExample } from './example.testkit.ts';
import { defaultDenyEgress } from './rules/default-deny-egress.ts';
import { ground } from './rules/ground.ts';

const POLICY = `
zones:
  payments: { labels: { zone: payments } }
sensitiveZones: [payments]
`;

/** A server that may send to a destination, beside 300 own servers whose public addresses have gaps between them. */
function amongMany(destination: string) {
  return () => {
    const { world, publicSubnet: subnet } = ground();
    world.server('app-1', {
      subnet,
      inside: '10.0.1.10',
      outside: '198.18.0.10',
      filters: [world.filter('app', { egress: [allow('tcp/443', destination)] })],
      labels: { zone: 'payments' },
    });
    const network = world.publicSpace('space');
    const filters = [world.filter('closed', {})];
    for (let index = 0; index < 300; index++) {
      const inside = `52.0.${index >> 6}.${(index & 63) * 4}`;
      world.server(`web-${index}`, { network, inside, filters });
    }
    return world.graph();
  };
}

function stateOf(destination: string) {
  const example = { expect: 'violates', title: 'many', policy: POLICY } as const;
  const { findings } = evaluateExample(defaultDenyEgress, {
    ...example,
    graph: amongMany(destination),
  });
  return findings.map(({ state, packets }) => ({
    state,
    ranges: packets.destinations().cidrs().length < 300,
  }));
}

describe('egress of a sensitive zone among many own addresses', () => {
  it('is open where it goes to every stranger, told without a hole for each own address', () => {
    expect(stateOf('0.0.0.0/0')).toEqual([{ state: 'open', ranges: true }]);
  });

  it('is not open where half of the strangers are left out', () => {
    expect(stateOf('0.0.0.0/1')).toEqual([]);
  });
});

/** Two servers of one subnet behind one filter that lets everything out, of which the first asked has no public address. */
function unlikeNeighbours() {
  const { world, publicSubnet: subnet } = ground();
  const filters = [world.filter('app', { egress: [allow('tcp/443', '0.0.0.0/0')] })];
  const labels = { zone: 'payments' };
  world.server('a-hidden', { subnet, inside: '10.0.1.10', filters, labels });
  world.server('b-public', {
    subnet,
    inside: '10.0.1.11',
    outside: '198.18.0.11',
    filters,
    labels,
  });
  return world.graph();
}

it('a server without a public address says nothing about its neighbour that has one', () => {
  const { findings } = evaluateExample(defaultDenyEgress, {
    expect: 'violates',
    title: 'unlike neighbours',
    policy: POLICY,
    graph: unlikeNeighbours,
  });

  expect(findings.map(({ state, message }) => ({ state, message }))).toEqual([
    { state: 'open', message: 'b-public may reach every address on the internet' },
  ]);
});
