import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { AddressSet } from './address-set.ts';
import { addressSet, packetBox, packetSet, transportSet } from './arbitraries.testkit.ts';
import { describeLaws, kindOf, law } from './laws.testkit.ts';
import { PacketSet } from './packet-set.ts';

describeLaws({ ...kindOf(PacketSet), name: 'packet sets', arbitrary: packetSet });

describe('laws of packets', () => {
  law('reversing twice gives the packet set back', packetSet, (set) => {
    expect(set.reversed().reversed().equals(set)).toBe(true);
    expect(set.reversed().sources().equals(set.destinations())).toBe(true);
  });
  law(
    'the union of boxes is the union of the packet sets of each',
    fc.array(packetBox, { maxLength: 5 }),
    (boxes) => {
      const each = boxes.map((box) => PacketSet.of(box.source, box.destination, box.transport));
      expect(
        PacketSet.ofBoxes(boxes).equals(each.reduce((a, b) => a.union(b), PacketSet.empty)),
      ).toBe(true);
    },
  );
  law(
    'packets to everywhere are the union of the boxes with every destination',
    fc.array(
      fc.record({ sources: fc.array(addressSet, { maxLength: 3 }), transport: transportSet }),
      { maxLength: 5 },
    ),
    (parts) => {
      const boxes = parts.flatMap(({ sources, transport }) =>
        sources.map((source) => ({ source, destination: AddressSet.all, transport })),
      );
      const set = PacketSet.toEverywhere(parts);
      expect(set.equals(PacketSet.ofBoxes(boxes))).toBe(true);
      expect(set.hash).toBe(PacketSet.ofBoxes(boxes).hash);
    },
  );
  law(
    'packets from some sources are the packet set restricted to them',
    fc.tuple(packetSet, addressSet),
    ([set, sources]) => {
      const some = set.fromSources(sources);
      expect(some.equals(set.restrict({ source: sources }))).toBe(true);
      expect(`${some}`).toBe(`${set.restrict({ source: sources })}`);
      expect(set.fromSources(set.sources())).toBe(set);
    },
  );
  law('a packet set has the families of its sources', packetSet, (set) => {
    expect(set.hasFamily('ipv4')).toBe(!set.sources().ipv4.isEmpty);
    expect(set.hasFamily('ipv6')).toBe(!set.sources().ipv6.isEmpty);
  });
  law('the rows of a packet set are disjoint boxes that make up the set', packetSet, (set) => {
    const rows = set.rows().map((row) => PacketSet.of(row.source, row.destination, row.transport));
    expect(PacketSet.unionOf(rows).equals(set)).toBe(true);
    expect(rows.reduce((sum, row) => sum + row.size(), 0n)).toBe(set.size());
  });
  law('the projections of a packet set are the smallest box around it', packetSet, (set) => {
    const box = PacketSet.of(set.sources(), set.destinations(), set.transports());
    expect(set.isSubsetOf(box)).toBe(true);
    expect(set.restrict({ source: set.sources() }).equals(set)).toBe(true);
    expect(
      set.restrict({ destination: set.destinations(), transport: set.transports() }).equals(set),
    ).toBe(true);
  });
});
