import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical-text.ts';
import {
  build,
  type Graph,
  graphOf,
  type Interface,
  type LinkedGraph,
  link,
  type Peer,
  recordsOf,
  relink,
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
function answersOf(linked: LinkedGraph): string {
  const { graph } = linked;
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
    lines.push(`${network} ${canonicalText(linked.gatewaysOf(network))}`);
    for (const one of linked.interfacesInNetwork(network)) {
      lines.push(canonicalText([one, linked.ownerOf(one), linked.balancerWaysTo(one.id)]));
    }
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

        expect(answersOf(link(graphOf(shuffled)))).toBe(answersOf(link(graph)));
      }),
      { numRuns: 200 },
    );
  });

  it('selects by index what trying every interface selects', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const linked = link(graph);
        for (const selector of peersOf(graph).flatMap(selectorsOf)) {
          // A copy is unknown to every index, so that the selector itself is asked.
          const tried = (answer: string): readonly Interface[] =>
            linked.interfaces.filter((one) => linked.matches(selector, { ...one }) === answer);

          const { yes, maybe, incomplete } = linked.select(selector);
          expect(yes).toEqual(tried('yes'));
          // An incomplete selector perhaps names everybody, which `incomplete` says once instead of listing them.
          if (incomplete === undefined) expect(maybe).toEqual(tried('maybe'));
          else expect(tried('maybe')).toEqual(expect.arrayContaining([...maybe]));
          for (const one of linked.interfaces) {
            expect(linked.matches(selector, one)).toBe(linked.matches(selector, { ...one }));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives the answers of link when it links again after a change', () => {
    fc.assert(
      fc.property(
        randomGraph,
        randomGraph,
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        (a, b, numbers) => {
          const linked = link(a);
          answersOf(linked);
          const ids = [...new Set([...a.records.keys(), ...b.records.keys()])];
          const changed = numbers.flatMap((number) => ids[number % ids.length] ?? []);
          const records = new Map(a.records);
          for (const id of changed) {
            const record = b.records.get(id);
            if (record === undefined) records.delete(id);
            else records.set(id, record);
          }
          const edited = graphOf(records.values());

          expect(answersOf(relink(linked, edited, changed))).toBe(answersOf(link(edited)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('shares its indexes when only rules changed', () => {
    const world = build('acme');
    const filter = world.filter('web');
    const linked = link(world.graph());
    world.change(filter, { isDefault: true });

    const again = relink(linked, world.graph(), [filter.id]);

    expect(again.interfaces).toBe(linked.interfaces);
    expect(again.record('filter', filter.id)?.isDefault).toBe(true);
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
