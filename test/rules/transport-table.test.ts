import { TransportSet } from '@netposture/network/netset';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { transportSet } from '../../packages/network/src/netset/arbitraries.testkit.ts';
import { TransportTable } from '../../packages/rules/src/facts/transport-table.ts';

const transports = fc.array(fc.oneof(transportSet, fc.constant(TransportSet.all)), {
  maxLength: 4,
});

it('what transports are together, and what they share, is what the operations of the sets say', () => {
  fc.assert(
    fc.property(fc.array(transports, { maxLength: 6 }), transports, (lists, asked) => {
      const table = new TransportTable();
      for (const sets of [...lists, ...lists]) {
        const known = sets.map((set) => table.of(set));
        const union = table.unionOf(known);

        expect(union.set.equals(TransportSet.unionOf(sets))).toBe(true);
        expect(table.of(TransportSet.unionOf(sets))).toBe(union);
        for (const one of known)
          for (const other of asked)
            expect(table.shared(one, other).set.equals(one.set.intersect(other))).toBe(true);
      }
    }),
  );
});
