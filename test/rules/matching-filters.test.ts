import { AddressClassifier, link, ownAddressIndex, recordsOf } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { Reachability } from '@netposture/network/reachability';
import { describe, expect, it } from 'vitest';
import {
  attachedFilters,
  filtersOnTheWay,
} from '../../packages/rules/src/facts/admitting-filters.ts';
import { ExposedFacts } from '../../packages/rules/src/facts/exposed-facts.ts';
import { matchingFilters } from '../../packages/rules/src/facts/matching-filters.ts';
import { randomGraph } from '../oracle/random-graph.testkit.ts';

describe('the filters that admit a packet', () => {
  it('read off the rules, they are those that the explanation of its way names', () => {
    let compared = 0;
    for (let seed = 0; seed < 150; seed++) {
      const graph = randomGraph(seed);
      const linked = link(graph);
      const reachability = new Reachability(linked);
      const ownAddresses = ownAddressIndex({ graphs: [{ graph, seenAt: '2026-11-21T06:00:00Z' }] });
      const exposed = new ExposedFacts(linked, reachability, {
        classifier: new AddressClassifier(ownAddresses, []),
        attached: AddressSet.empty,
        trusted: AddressSet.empty,
        threshold: 256,
      });
      for (const { id } of recordsOf(graph, 'workload')) {
        for (const way of exposed.ways(id)) {
          const card = linked.record('interface', way.through);
          if (card === undefined) continue;
          for (const { judged } of [
            ...exposed.parts(way.allowed),
            ...exposed.parts(way.undetermined),
          ]) {
            const packet = judged.packets.witness();
            if (packet === undefined) continue;
            const attached = attachedFilters(card).flatMap(
              (filter) => linked.record('filter', filter) ?? [],
            );
            const read = matchingFilters(linked, card, attached, packet);
            if (read === undefined) continue;
            expect(read, `seed ${seed}, ${card.id}`).toEqual(
              filtersOnTheWay({ reachability }, card, packet),
            );
            compared++;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
