import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Graph,
  graphOf,
  type Interface,
  link,
  type Peer,
  recordsOf,
  type Selector,
} from './index.ts';
import { randomGraph } from './random-graph.testkit.ts';

function selectorsOf(peer: Peer): Selector[] {
  if (peer.kind === 'selector') return [peer.selector];
  return peer.kind === 'any-of' ? peer.peers.flatMap(selectorsOf) : [];
}

function peersOf(graph: Graph): Peer[] {
  return recordsOf(graph, 'filter').flatMap(({ rules }) => rules.map(({ peer }) => peer));
}

/** Everything that a graph answers about its peers and networks, in a fixed order. */
function answersOf(graph: Graph): string {
  const linked = link(graph);
  const networks = recordsOf(graph, 'network').map(({ id }) => id);
  const lines = recordsOf(graph, 'filter').flatMap(({ id, rules }) =>
    rules.flatMap((rule) =>
      networks.map((network) => {
        const { certain, possible } = linked.resolvePeer(rule.peer, network);
        return `${id} ${rule.id} ${network} ${certain} ${possible}`;
      }),
    ),
  );
  for (const network of networks) {
    lines.push(`${network} ${linked.gatewaysOf(network).map(({ id }) => id)}`);
    lines.push(`${network} ${linked.interfacesInNetwork(network).map(({ id }) => id)}`);
  }
  return lines.sort().join('\n');
}

describe('link', () => {
  it('does not depend on the order of the records', () => {
    fc.assert(
      fc.property(randomGraph, fc.array(fc.nat(), { minLength: 1 }), (graph, numbers) => {
        const keyed = [...graph.records.values()].map((record, position) => ({
          record,
          key: numbers[position % numbers.length] ?? 0,
        }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ record }) => record);

        expect(answersOf(graphOf(shuffled))).toBe(answersOf(graph));
      }),
      { numRuns: 200 },
    );
  });

  it('selects by index what trying every interface selects', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const linked = link(graph);
        for (const selector of peersOf(graph).flatMap(selectorsOf)) {
          const tried = (answer: string): readonly Interface[] =>
            linked.interfaces.filter((one) => linked.matches(selector, one) === answer);

          expect(linked.select(selector).yes).toEqual(tried('yes'));
          expect(linked.select(selector).maybe).toEqual(tried('maybe'));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never holds for certain what is not possible, and gives a reason exactly where the two differ', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const linked = link(graph);
        for (const peer of peersOf(graph)) {
          const { certain, possible, cause } = linked.resolvePeer(peer);

          expect(certain.isSubsetOf(possible)).toBe(true);
          expect(cause === undefined).toBe(certain.equals(possible));
        }
      }),
      { numRuns: 200 },
    );
  });
});
