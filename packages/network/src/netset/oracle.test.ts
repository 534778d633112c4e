import { describe, expect, it } from 'vitest';
import type { Address } from './address.ts';
import { AddressSet } from './address-set.ts';
import { SAMPLED, TIMEOUT_MS } from './campaign.testkit.ts';
import { IcmpSet } from './icmp-set.ts';
import { lowestOf, type Mask, pointsOf, runsOf, shortestCover, sizeOf } from './oracle.testkit.ts';
import { PortSet } from './port-set.ts';
import { ProtocolSet } from './protocol-set.ts';

const IPV4_TOP = 2 ** 32 - 16;
const IPV6_TOP = 2n ** 128n - 16n;

/** Where sixteen neighbouring addresses are taken from: the ends of both families, where intervals stay open. */
const places: readonly { readonly name: string; readonly at: (point: number) => Address }[] = [
  { name: 'the first IPv4 addresses', at: (p) => ({ family: 'ipv4', value: p }) },
  { name: 'the last IPv4 addresses', at: (p) => ({ family: 'ipv4', value: IPV4_TOP + p }) },
  { name: 'the first IPv6 addresses', at: (p) => ({ family: 'ipv6', value: BigInt(p) }) },
  { name: 'the last IPv6 addresses', at: (p) => ({ family: 'ipv6', value: IPV6_TOP + BigInt(p) }) },
];

/** Masks to compare: all of them, or every 97th where each mutant pays for them. */
function* masksOf(width: number): Generator<Mask> {
  const step = SAMPLED && width > 4 ? 97 : 1;
  for (let mask = 0; mask < 2 ** width; mask += step) yield mask;
}

describe.each(places)('sets of $name agree with brute force', ({ at }) => {
  const universe = AddressSet.range(at(0), at(15));
  const ofMask = (mask: Mask): AddressSet =>
    AddressSet.unionOf(
      runsOf(mask, 16).map(([first, last]) => AddressSet.range(at(first), at(last))),
    );
  const maskOf = (set: AddressSet, width: number): Mask => {
    let mask = 0;
    for (let p = 0; p < width; p++) if (set.has(at(p))) mask |= 1 << p;
    return mask;
  };

  it('on every unary operation of all 65,536 sets', { timeout: TIMEOUT_MS }, () => {
    const wrong: Mask[] = [];
    for (const mask of masksOf(16)) {
      const set = ofMask(mask);
      const lowest = lowestOf(mask, 16);
      const witness = set.witness();
      const right =
        maskOf(set, 16) === mask &&
        maskOf(set.complement(), 16) === 65535 - mask &&
        set.complement().size() === AddressSet.all.size() - set.size() &&
        set.size() === BigInt(sizeOf(mask, 16)) &&
        set.isEmpty === (mask === 0) &&
        witness?.value === (lowest === undefined ? undefined : at(lowest).value) &&
        set.cidrs().length === shortestCover(mask, 16) &&
        maskOf(AddressSet.from(set.cidrs()), 16) === mask &&
        AddressSet.unionOf(pointsOf(mask, 16).map((p) => AddressSet.ofAddress(at(p)))).equals(
          set,
        ) &&
        set.isSubsetOf(universe);
      if (!right) wrong.push(mask);
    }
    expect(wrong).toEqual([]);
  });

  it('on every binary operation of all pairs of 3-bit sets', { timeout: TIMEOUT_MS }, () => {
    const sets = Array.from({ length: 256 }, (_, mask) => ofMask(mask));
    expect(wrongPairs(sets, (set) => maskOf(set, 8))).toEqual([]);
  });
});

interface Comparable<S> {
  union(other: S): S;
  intersect(other: S): S;
  subtract(other: S): S;
  isSubsetOf(other: S): boolean;
  overlaps(other: S): boolean;
  equals(other: S): boolean;
}

/** The pairs of masks on which a binary operation differs from the bitwise one. `sets[mask]` is the set of the mask. */
function wrongPairs<S extends Comparable<S>>(
  sets: readonly S[],
  maskOf: (set: S) => Mask,
): string[] {
  const wrong: string[] = [];
  const step = SAMPLED ? 7 : 1;
  sets.forEach((a, x) => {
    for (let y = (x * 3) % step; y < sets.length; y += step) {
      const b = sets[y] as S;
      const right =
        maskOf(a.union(b)) === (x | y) &&
        maskOf(a.intersect(b)) === (x & y) &&
        maskOf(a.subtract(b)) === (x & ~y) &&
        a.isSubsetOf(b) === ((x & ~y) === 0) &&
        a.overlaps(b) === ((x & y) !== 0) &&
        a.equals(b) === (x === y) &&
        a.union(b).equals(sets[x | y] as S) &&
        a.intersect(b).equals(sets[x & y] as S) &&
        a.subtract(b).equals(sets[x & ~y] as S);
      if (!right) wrong.push(`${x} and ${y}`);
    }
  });
  return wrong;
}

/** Eight neighbouring numbers at the start and at the end of each universe of whole numbers. */
const smallKinds = [
  { name: 'the first ports', kind: PortSet, base: 0, top: 65535 },
  { name: 'the last ports', kind: PortSet, base: 65528, top: 65535 },
  { name: 'the first protocols', kind: ProtocolSet, base: 0, top: 255 },
  { name: 'the last protocols', kind: ProtocolSet, base: 248, top: 255 },
] as const;

describe.each(smallKinds)('sets of $name agree with brute force', ({ kind, base, top }) => {
  const ofMask = (mask: Mask) => kind.of(...pointsOf(mask, 8).map((p) => base + p));
  const maskOf = (set: PortSet | ProtocolSet): Mask => {
    let mask = 0;
    for (let p = 0; p < 8; p++) if (set.has(base + p)) mask |= 1 << p;
    return mask;
  };

  it('on every unary operation of all 3-bit sets', () => {
    const wrong: Mask[] = [];
    for (let mask = 0; mask < 256; mask++) {
      const set = ofMask(mask);
      const lowest = lowestOf(mask, 8);
      const ranges = runsOf(mask, 8).map(([first, last]) => [base + first, base + last]);
      const right =
        maskOf(set.complement()) === 255 - mask &&
        set.complement().size() === BigInt(top + 1 - sizeOf(mask, 8)) &&
        set.size() === BigInt(sizeOf(mask, 8)) &&
        set.witness() === (lowest === undefined ? undefined : base + lowest) &&
        JSON.stringify(set.ranges()) === JSON.stringify(ranges);
      if (!right) wrong.push(mask);
    }
    expect(wrong).toEqual([]);
  });

  it('on every binary operation of all pairs of 3-bit sets', { timeout: TIMEOUT_MS }, () => {
    const sets = Array.from({ length: 256 }, (_, mask) => ofMask(mask));
    expect(wrongPairs<PortSet | ProtocolSet>(sets as never, maskOf)).toEqual([]);
  });
});

describe('sets of ICMP messages agree with brute force', () => {
  // Four codes at the end of one type and four at the start of the next: intervals run across the border.
  const message = (p: number) => (p < 4 ? { type: 7, code: 252 + p } : { type: 8, code: p - 4 });
  const ofMask = (mask: Mask) =>
    IcmpSet.unionOf(pointsOf(mask, 8).map((p) => IcmpSet.of(message(p).type, message(p).code)));
  const maskOf = (set: IcmpSet): Mask => {
    let mask = 0;
    for (let p = 0; p < 8; p++) if (set.has(message(p))) mask |= 1 << p;
    return mask;
  };

  it('on every binary operation of all pairs of 3-bit sets', { timeout: TIMEOUT_MS }, () => {
    const sets = Array.from({ length: 256 }, (_, mask) => ofMask(mask));
    expect(wrongPairs(sets, maskOf)).toEqual([]);
  });

  it('on printing and reading of all 3-bit sets', () => {
    for (let mask = 0; mask < 256; mask++) {
      expect(maskOf(IcmpSet.parse(ofMask(mask).toString()))).toBe(mask);
    }
  });
});
