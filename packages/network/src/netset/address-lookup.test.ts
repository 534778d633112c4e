import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, formatAddress } from './address.ts';
import { AddressLookup } from './address-lookup.ts';
import { AddressSet } from './address-set.ts';
import { addressSet } from './arbitraries.testkit.ts';
import { RUNS, SAMPLED, TIMEOUT_MS } from './campaign.testkit.ts';
import { lowestOf, type Mask, runsOf, sizeOf } from './oracle.testkit.ts';

const MANY = '10.0.0.4-10.0.0.7,10.0.0.10-10.0.0.19,10.0.0.30,255.255.255.254-255.255.255.255';
const MANY6 = '2001:db8::4-2001:db8::7,2001:db8::a,ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127';

describe('what few addresses share with many', () => {
  it.each([
    ['none', MANY, 'none'],
    ['10.0.0.0/8', 'none', 'none'],
    ['10.0.0.0-10.0.0.3', MANY, 'none'],
    ['10.0.0.8-10.0.0.9', MANY, 'none'],
    ['10.0.0.0-10.0.0.4', MANY, '10.0.0.4/32'],
    ['10.0.0.7-10.0.0.8', MANY, '10.0.0.7/32'],
    ['10.0.0.5-10.0.0.6', MANY, '10.0.0.5/32,10.0.0.6/32'],
    ['10.0.0.6-10.0.0.11', MANY, '10.0.0.6/31,10.0.0.10/31'],
    ['10.0.0.0/27', MANY, '10.0.0.4/30,10.0.0.10/31,10.0.0.12/30,10.0.0.16/30,10.0.0.30/32'],
    ['10.0.0.6,10.0.0.12-10.0.0.13,10.0.0.31', MANY, '10.0.0.6/32,10.0.0.12/31'],
    ['10.0.0.30-255.255.255.255', MANY, '10.0.0.30/32,255.255.255.254/31'],
    ['255.255.255.255', MANY, '255.255.255.255/32'],
    ['2001:db8::/125', MANY6, '2001:db8::4/126'],
    ['2001:db8::8-2001:db8::9', MANY6, 'none'],
    ['2001:db8::6-2001:db8::a,10.0.0.5', MANY6, '2001:db8::6/127,2001:db8::a/128'],
    ['10.0.0.5,2001:db8::9-2001:db8::a', `${MANY},${MANY6}`, '10.0.0.5/32,2001:db8::a/128'],
    ['ffff::/16', MANY6, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127'],
  ])('is of %s with %s: %s', (few, many, expected) => {
    expect(lookupOf(many).intersect(AddressSet.parse(few)).toString()).toBe(expected);
  });

  it('is the few themselves where the many hold all of them', () => {
    const few = AddressSet.parse('10.0.0.5,255.255.255.255,2001:db8::a');

    expect(lookupOf(`${MANY},${MANY6}`).intersect(few)).toBe(few);
  });

  it('is not the few where the many hold all of one family alone', () => {
    const few = AddressSet.parse('10.0.0.5,2001:db8::9');

    expect(lookupOf(`${MANY},${MANY6}`).intersect(few).toString()).toBe('10.0.0.5/32');
  });

  it('is the empty set where there is nothing', () => {
    expect(lookupOf(MANY).intersect(AddressSet.parse('::1'))).toBe(AddressSet.empty);
  });
});

describe('the lowest shared address', () => {
  it.each([
    ['none', 'none'],
    ['10.0.0.0-10.0.0.3,10.0.0.8', 'none'],
    ['10.0.0.0/8', '10.0.0.4'],
    ['10.0.0.6/31', '10.0.0.6'],
    ['10.0.0.8-10.0.0.9,10.0.0.12', '10.0.0.12'],
    ['10.0.0.8-10.0.0.10', '10.0.0.10'],
    ['10.0.0.31-255.255.255.253', 'none'],
    ['10.0.0.31-255.255.255.255', '255.255.255.254'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:db8::/32,10.0.0.30', '10.0.0.30'],
    ['2001:db8::/32,10.0.0.31', '2001:db8::4'],
    ['2001:db8::b-ffff::', 'none'],
    ['2001:db8::b/128,ffff::/16', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe'],
  ])('of %s is %s', (few, expected) => {
    const lookup = lookupOf(`${MANY},${MANY6}`);
    const found = lookup.witness(AddressSet.parse(few));

    expect(found === undefined ? 'none' : formatAddress(found)).toBe(expected);
    expect(lookup.overlaps(AddressSet.parse(few))).toBe(expected !== 'none');
  });

  it('is none where the few lie above all that the many hold', () => {
    expect(lookupOf('10.0.0.1').witness(AddressSet.parse('10.0.0.2-255.255.255.255'))).toBe(
      undefined,
    );
  });
});

describe('many hold all of few', () => {
  it.each([
    ['none', true],
    ['10.0.0.4-10.0.0.7', true],
    ['10.0.0.3-10.0.0.7', false],
    ['10.0.0.4-10.0.0.8', false],
    ['10.0.0.4-10.0.0.10', false],
    ['10.0.0.5,10.0.0.11-10.0.0.12,10.0.0.30', true],
    ['10.0.0.5,10.0.0.20', false],
    ['10.0.0.5,10.0.0.31', false],
    ['255.255.255.254-255.255.255.255', true],
    ['255.255.255.253-255.255.255.255', false],
    ['10.0.0.30-255.255.255.255', false],
    ['2001:db8::5,10.0.0.5', true],
    ['2001:db8::5,10.0.0.8', false],
    ['2001:db8::8,10.0.0.5', false],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', true],
  ])('of %s: %s', (few, expected) => {
    expect(lookupOf(`${MANY},${MANY6}`).holds(AddressSet.parse(few))).toBe(expected);
  });

  it('not where they end before the end of the universe', () => {
    expect(lookupOf('10.0.0.0-10.0.0.9').holds(AddressSet.parse('10.0.0.0-255.255.255.255'))).toBe(
      false,
    );
  });
});

describe('the number of shared addresses', () => {
  it.each([
    ['none', 0n, 0n],
    ['10.0.0.8-10.0.0.9', 0n, 0n],
    ['10.0.0.6-10.0.0.11', 4n, 0n],
    ['10.0.0.5,10.0.0.7-10.0.0.10', 3n, 0n],
    ['0.0.0.0/0', 17n, 0n],
    ['255.255.255.255', 1n, 0n],
    ['::/0', 0n, 7n],
    ['2001:db8::6-2001:db8::a,0.0.0.0/0', 17n, 3n],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 0n, 1n],
  ])('of %s is %s over IPv4 and %s over IPv6', (few, ipv4, ipv6) => {
    const lookup = lookupOf(`${MANY},${MANY6}`);
    const set = AddressSet.parse(few);

    expect([lookup.sizeOf(set, 'ipv4'), lookup.sizeOf(set, 'ipv6')]).toEqual([ipv4, ipv6]);
  });
});

/** Where sixteen neighbouring addresses are taken from: the ends of both families, where intervals stay open. */
const places: readonly { readonly name: string; readonly at: (point: number) => Address }[] = [
  { name: 'the first IPv4 addresses', at: (p) => ({ family: 'ipv4', value: p }) },
  { name: 'the last IPv4 addresses', at: (p) => ({ family: 'ipv4', value: 2 ** 32 - 8 + p }) },
  { name: 'the first IPv6 addresses', at: (p) => ({ family: 'ipv6', value: BigInt(p) }) },
  {
    name: 'the last IPv6 addresses',
    at: (p) => ({ family: 'ipv6', value: 2n ** 128n - 8n + BigInt(p) }),
  },
];

describe.each(places)('look-ups among $name agree with brute force', ({ at }) => {
  it('on all pairs of eight-bit sets', { timeout: TIMEOUT_MS }, () => {
    const sets = Array.from({ length: 256 }, (_, mask) => setOf(mask, at));
    const wrong: string[] = [];
    for (let many = 0; many < 256; many += SAMPLED ? 7 : 1) {
      const lookup = new AddressLookup(sets[many] as AddressSet);
      for (let few = 0; few < 256; few++) {
        const set = sets[few] as AddressSet;
        const both = few & many;
        const lowest = lowestOf(both, 8);
        const isRight =
          lookup.intersect(set).equals(sets[both] as AddressSet) &&
          lookup.holds(set) === (both === few) &&
          lookup.witness(set)?.value === (lowest === undefined ? undefined : at(lowest).value) &&
          lookup.sizeOf(set, at(0).family) === BigInt(sizeOf(both, 8));
        if (!isRight) wrong.push(`${few} ${many}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('laws of look-ups', () => {
  it('they say what the operations of the sets say', { timeout: TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(addressSet, addressSet, (few, many) => {
        const lookup = new AddressLookup(many);
        const both = few.intersect(many);

        expect(lookup.intersect(few).equals(both)).toBe(true);
        expect(lookup.witness(few)).toEqual(both.witness());
        expect(lookup.holds(few)).toBe(few.isSubsetOf(many));
        expect(lookup.overlaps(few)).toBe(few.overlaps(many));
        expect(lookup.sizeOf(few, 'ipv4')).toBe(both.sizeOf('ipv4'));
        expect(lookup.sizeOf(few, 'ipv6')).toBe(both.sizeOf('ipv6'));
        for (const family of ['ipv4', 'ipv6'] as const) {
          const size = both.sizeOf(family);
          for (const count of [0n, size / 2n, size - 1n, size, size + 1n, 2n * size, 1n << 96n]) {
            const fresh = new AddressLookup(many);

            expect(fresh.holdsAtLeast(count, few, family)).toBe(size >= count);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

function lookupOf(many: string): AddressLookup {
  return new AddressLookup(AddressSet.parse(many));
}

function setOf(mask: Mask, at: (point: number) => Address): AddressSet {
  return AddressSet.unionOf(
    runsOf(mask, 8).map(([first, last]) => AddressSet.range(at(first), at(last))),
  );
}
