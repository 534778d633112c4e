import { describe, expect, it } from 'vitest';
import type { Address } from './address.ts';
import { AddressSet } from './address-set.ts';

// More intervals than the buffer holds in which small results are built.
const COUNT = 5000;

const families: readonly { readonly name: string; readonly at: (n: number) => Address }[] = [
  { name: 'IPv4', at: (n) => ({ family: 'ipv4', value: n }) },
  { name: 'IPv6', at: (n) => ({ family: 'ipv6', value: BigInt(n) }) },
];

describe.each(families)('$name sets of 5,000 intervals', ({ at }) => {
  /** The addresses at `offset` and each fourth after it. */
  const every4th = (offset: number): AddressSet =>
    AddressSet.unionOf(
      Array.from({ length: COUNT }, (_, i) => AddressSet.ofAddress(at(offset + 4 * i))),
    );
  const last = at(4 * COUNT - 2);

  it('unite to all of both', () => {
    const union = every4th(0).union(every4th(2));

    expect(union.size()).toBe(10_000n);
    expect(union.has(last)).toBe(true);
    expect(union.cidrs()).toHaveLength(10_000);
  });

  it('lose nothing to a set that they do not meet, and everything to themselves', () => {
    const set = every4th(2);

    expect(set.subtract(every4th(0)).equals(set)).toBe(true);
    expect(set.subtract(every4th(2)).isEmpty).toBe(true);
    expect(set.intersect(every4th(0)).isEmpty).toBe(true);
    expect(set.intersect(every4th(2)).equals(set)).toBe(true);
  });

  it('are the complement of their complement', () => {
    const set = every4th(2);

    expect(set.complement().complement().equals(set)).toBe(true);
    expect(set.complement().has(last)).toBe(false);
    expect(set.complement().size()).toBe(AddressSet.all.size() - 5000n);
  });
});
