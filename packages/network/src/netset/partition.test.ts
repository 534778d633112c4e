import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet } from './address-set.ts';
import { addressSet } from './arbitraries.testkit.ts';

describe('a partition', () => {
  it('tells addresses apart by the sets that hold them', () => {
    const sets = ['10.0.0.0/30', '10.0.0.2-10.0.0.5,2001:db8::1', '::/0'].map(AddressSet.parse);

    const parts = AddressSet.partition(sets).map(({ set, members }) => `${set} in ${members}`);

    expect(parts).toEqual([
      '10.0.0.0/31 in 0',
      '10.0.0.2/31 in 0,1',
      '10.0.0.4/31 in 1',
      `${AddressSet.allIpv6.subtract(AddressSet.parse('2001:db8::1'))} in 2`,
      '2001:db8::1/128 in 1,2',
    ]);
  });

  it('is disjoint, complete, and true to every set', () => {
    fc.assert(
      fc.property(fc.array(addressSet, { maxLength: 8 }), (sets) => {
        const parts = AddressSet.partition(sets);

        const sizes = parts.reduce((sum, { set }) => sum + set.size(), 0n);
        expect(sizes).toBe(AddressSet.unionOf(sets).size());
        for (const [index, set] of sets.entries()) {
          const holding = parts.filter(({ members }) => members.includes(index));
          expect(AddressSet.unionOf(holding.map((part) => part.set)).equals(set)).toBe(true);
        }
      }),
    );
  });
});
