import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet } from '../../netset/index.ts';
import { addressRanges } from './address-ranges.ts';
import { IntervalIndex } from './interval-index.ts';

const range = fc
  .tuple(fc.constantFrom('10.0.0.', 'fd00::'), fc.integer({ min: 10, max: 50 }), fc.nat(40))
  .map(([head, first, more]) => `${head}${first}-${head}${first + more}`);
const set = fc.array(range, { maxLength: 4 }).map((texts) => AddressSet.from(texts));

describe('the ranges of a set', () => {
  it('are the set', () => {
    fc.assert(
      fc.property(set, (addresses) => {
        const ranges = addressRanges(addresses);
        const sets = ranges.map(({ first, last }) => AddressSet.range(first, last));

        expect(AddressSet.unionOf(sets).equals(addresses)).toBe(true);
        expect(sets.reduce((sum, one) => sum + one.size(), 0n)).toBe(addresses.size());
      }),
    );
  });

  it('are as few as can be', () => {
    const count = (text: string) => addressRanges(AddressSet.parse(text)).length;

    expect(count('none')).toBe(0);
    expect(count('0.0.0.0/0')).toBe(1);
    expect(count('::/0')).toBe(1);
    expect(count('10.0.0.1-10.0.0.6')).toBe(1);
    expect(count('10.0.0.1-10.0.0.6,10.0.0.9,fd00::1-fd00::6')).toBe(3);
    expect(count('0.0.0.0,255.255.255.255')).toBe(2);
  });
});

describe('an interval index', () => {
  it('finds what trying every entry finds', () => {
    fc.assert(
      fc.property(fc.array(set, { maxLength: 12 }), set, (sets, asked) => {
        const index = new IntervalIndex(sets.map((addresses, name) => [addresses, name] as const));
        const expected = sets.flatMap((addresses, name) =>
          addresses.overlaps(asked) ? [name] : [],
        );

        expect(index.at(asked).sort((a, b) => a - b)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
