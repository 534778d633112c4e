import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet } from './address-set.ts';
import { addressSet } from './arbitraries.testkit.ts';

const groupsOf = (members: number) => members.toString(2);

describe('a cut', () => {
  it('tells addresses apart by the value of the groups that hold them, whatever overlaps within a group', () => {
    const groups = [
      ['10.0.0.0/30', '10.0.0.1-10.0.0.5'],
      ['10.0.0.4-10.0.0.7,2001:db8::1', '::/0'],
    ];
    const sets = groups.map((group) => group.map(AddressSet.parse));

    const parts = AddressSet.cut(sets, groupsOf).map(({ set, value }) => `${set} in ${value}`);

    expect(parts).toEqual([
      '10.0.0.0/30 in 1',
      '10.0.0.4/31 in 11',
      '10.0.0.6/31 in 10',
      '::/0 in 10',
    ]);
  });

  it('joins what touches and has one value', () => {
    const sets = [[AddressSet.parse('10.0.0.0/31')], [AddressSet.parse('10.0.0.2/31')]];

    expect(AddressSet.cut(sets, () => 'held').map(({ set }) => `${set}`)).toEqual(['10.0.0.0/30']);
  });

  it('asks once for the value of the same groups, so that what they hold stays together', () => {
    for (const text of ['10.0.0.0/32,10.0.0.2/32', '::/128,::2/128']) {
      const parts = AddressSet.cut([[AddressSet.parse(text)]], (members) => ({ members }));

      expect(parts.map(({ set, value }) => `${set} in ${value.members}`)).toEqual([`${text} in 1`]);
    }
  });

  it('is disjoint, complete, and true to every group', () => {
    const someGroups = fc.array(fc.array(addressSet, { maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(someGroups, (groups) => {
        const parts = AddressSet.cut(groups, (members) => members);

        const sizes = parts.reduce((sum, { set }) => sum + set.size(), 0n);
        expect(sizes).toBe(AddressSet.unionOf(groups.flat()).size());
        for (const [index, sets] of groups.entries()) {
          const holding = parts.filter(({ value }) => ((value >> index) & 1) === 1);
          const whole = AddressSet.unionOf(holding.map(({ set }) => set));
          expect(whole.equals(AddressSet.unionOf(sets))).toBe(true);
        }
      }),
    );
  });

  it('keeps thirty groups apart', () => {
    const sets = Array.from({ length: 30 }, (_, index) => [AddressSet.parse(`10.0.0.${index}`)]);

    const parts = AddressSet.cut(sets, (members) => members);

    expect(parts.map(({ set, value }) => `${set} ${Math.log2(value)}`)).toEqual(
      sets.map(([set], index) => `${set} ${index}`),
    );
  });
});
