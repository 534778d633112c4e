import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { packetBox, packetSet } from './arbitraries.testkit.ts';
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
