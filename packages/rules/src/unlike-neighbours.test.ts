import {
  allow,
  enforcedAs,
  type Graph,
  type Interface,
  pool,
  type Selector,
} from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { evaluateExample } from './example.testkit.ts';
import { defaultDenyEgress } from './rules/default-deny-egress.ts';
import { ground } from './rules/ground.ts';

const POLICY = `
zones:
  payments: { labels: { zone: payments } }
sensitiveZones: [payments]
`;

const FREE: Selector = {
  kind: 'labels',
  match: [{ key: 'egress', operator: 'in', values: ['free'] }],
};

/** Two servers with public addresses in one subnet, of which the first that is asked is like `first`. */
function neighbours(
  make: (world: ReturnType<typeof ground>['world']) => {
    readonly first: { labels?: Record<string, string>; layers: Interface['layers'] };
    readonly second: { labels?: Record<string, string>; layers: Interface['layers'] };
  },
): () => Graph {
  return () => {
    const { world, publicSubnet: subnet } = ground();
    const { first, second } = make(world);
    for (const [name, host, { labels, layers }] of [
      ['a-first', 10, first],
      ['b-second', 11, second],
    ] as const) {
      world.server(name, {
        subnet,
        inside: `10.0.1.${host}`,
        outside: `198.18.0.${host}`,
        layers,
        labels: { zone: 'payments', ...labels },
      });
    }
    return world.graph();
  };
}

function verdicts(graph: () => Graph): readonly string[] {
  const { findings } = evaluateExample(defaultDenyEgress, {
    expect: 'violates',
    title: 'unlike neighbours',
    policy: POLICY,
    graph,
  });
  return findings.map(({ state, message }) => `${state}: ${message}`);
}

describe('egress of neighbours behind the same filters', () => {
  it('is free for the one alone that the targets of the allowing rule name', () => {
    const graph = neighbours((world) => {
      const egress = [allow('any', '0.0.0.0/0', { targets: FREE })];
      const layers = [pool([world.filter('network', { egress })])];
      return { first: { layers }, second: { layers, labels: { egress: 'free' } } };
    });

    expect(verdicts(graph)).toEqual(['open: b-second may reach every address on the internet']);
  });

  it('is not known to be closed where the closing filter is still pending', () => {
    const graph = neighbours((world) => {
      const closed = world.filter('closed', { egress: [allow('tcp/443', '203.0.112.7')] });
      return {
        first: { layers: [pool([closed])] },
        second: { layers: [pool([enforcedAs('pending', closed)])] },
      };
    });

    expect(verdicts(graph)).toEqual([
      'undetermined: b-second perhaps may reach every address on the internet',
    ]);
  });

  it('is free where nothing that is attached is in force and nothing attached means open', () => {
    const graph = neighbours((world) => {
      const closed = world.filter('closed', { egress: [allow('tcp/443', '203.0.112.7')] });
      return {
        first: { layers: [pool([enforcedAs('failed', closed)], { whenNone: 'deny' })] },
        second: { layers: [pool([enforcedAs('failed', closed)], { whenNone: 'allow' })] },
      };
    });

    expect(verdicts(graph)).toEqual(['open: b-second may reach every address on the internet']);
  });
});
