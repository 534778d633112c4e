import type { Address, Family } from './address.ts';
import { type AddressSet, boundsOf, setOfBounds } from './address-set.ts';
import {
  cutsOf,
  holdsBounds,
  KIND32,
  KIND128,
  lowestShared,
  sharedBounds,
} from './bounds-search.ts';
import { toBigint, toDouble } from './limbs.ts';

/**
 * A set of many addresses made ready for search. Whoever compares many sets of few intervals with it pays for each the few
 * times the logarithm of the many, where the operations of {@link AddressSet} walk through both.
 */
export class AddressLookup {
  /** The many. */
  readonly addresses: AddressSet;
  #counts: Counts | undefined;

  constructor(addresses: AddressSet) {
    this.addresses = addresses;
  }

  /** Do the many hold one of the few? */
  overlaps(few: AddressSet): boolean {
    const [mine, theirs] = [boundsOf(this.addresses), boundsOf(few)];
    return (
      lowestShared(theirs.ipv4, mine.ipv4, KIND32) !== undefined ||
      lowestShared(theirs.ipv6, mine.ipv6, KIND128) !== undefined
    );
  }

  /** Do the many hold all of the few? */
  holds(few: AddressSet): boolean {
    const [mine, theirs] = [boundsOf(this.addresses), boundsOf(few)];
    return (
      holdsBounds(theirs.ipv4, mine.ipv4, KIND32) && holdsBounds(theirs.ipv6, mine.ipv6, KIND128)
    );
  }

  /** As {@link AddressSet.intersect}; the few themselves where the many hold all of them. */
  intersect(few: AddressSet): AddressSet {
    const [mine, theirs] = [boundsOf(this.addresses), boundsOf(few)];
    const ipv4 = sharedBounds(theirs.ipv4, mine.ipv4, KIND32);
    const ipv6 = sharedBounds(theirs.ipv6, mine.ipv6, KIND128);
    return ipv4 === theirs.ipv4 && ipv6 === theirs.ipv6 ? few : setOfBounds(ipv4, ipv6);
  }

  /** The lowest address of the few that the many hold, IPv4 before IPv6. */
  witness(few: AddressSet): Address | undefined {
    const [mine, theirs] = [boundsOf(this.addresses), boundsOf(few)];
    const ipv4 = lowestShared(theirs.ipv4, mine.ipv4, KIND32);
    if (ipv4 !== undefined) return { family: 'ipv4', value: ipv4.bounds[ipv4.at] as number };
    const ipv6 = lowestShared(theirs.ipv6, mine.ipv6, KIND128);
    return ipv6 && { family: 'ipv6', value: toBigint(ipv6.bounds, ipv6.at) };
  }

  /** How many of the few of one family the many hold. Exact. The first time costs once the many. */
  sizeOf(few: AddressSet, family: Family): bigint {
    this.#counts ??= countsOf(this.addresses);
    const [many, bounds] = [boundsOf(this.addresses)[family], boundsOf(few)[family]];
    if (family === 'ipv4') return BigInt(sizeShared32(bounds, many, this.#counts.ipv4));
    return sizeShared128(bounds, many, this.#counts.ipv6);
  }

  /** Do the many hold so many of the few of one family, or more? As {@link AddressLookup.sizeOf} says, and cheaper where it is plain. */
  holdsAtLeast(count: bigint, few: AddressSet, family: Family): boolean {
    if (family === 'ipv4') return this.sizeOf(few, family) >= count;
    this.#counts ??= countsOf(this.addresses);
    const [many, bounds] = [boundsOf(this.addresses).ipv6, boundsOf(few).ipv6];
    const about = aboutShared128(bounds, many, this.#counts.aboutIpv6);
    const [wanted, doubt] = [Number(count), (bounds.length + 4) * ROUNDING];
    if (about > wanted + doubt) return true;
    return about >= wanted - doubt && this.sizeOf(few, family) >= count;
  }
}

/** More than what one bound of 128 bits can be wrong by in doubles, for each of its words. */
const ROUNDING = 2 ** 80;

/** How many addresses of a set lie below each of its bounds, and after those how many it holds. */
interface Counts {
  readonly ipv4: Float64Array;
  readonly ipv6: readonly bigint[];
  /** The same, rounded. */
  readonly aboutIpv6: Float64Array;
}

function countsOf(addresses: AddressSet): Counts {
  const { ipv4, ipv6 } = boundsOf(addresses);
  const below4 = new Float64Array(ipv4.length + 1);
  for (let i = 0; i < ipv4.length; i++) {
    const isHeld = (i & 1) === 0;
    const next = ipv4[i + 1] ?? 2 ** 32;
    below4[i + 1] = (below4[i] as number) + (isHeld ? next - (ipv4[i] as number) : 0);
  }
  const below6: bigint[] = [0n];
  for (let i = 0; i < ipv6.length; i += 4) {
    const isHeld = (i & 4) === 0;
    const next = i + 4 < ipv6.length ? toBigint(ipv6, i + 4) : 1n << 128n;
    below6.push((below6.at(-1) as bigint) + (isHeld ? next - toBigint(ipv6, i) : 0n));
  }
  return { ipv4: below4, ipv6: below6, aboutIpv6: Float64Array.from(below6, Number) };
}

function sizeShared32(few: Uint32Array, many: Uint32Array, below: Float64Array): number {
  const cuts = cutsOf(few, many, KIND32);
  let size = 0;
  for (const [i, cut] of cuts.entries()) {
    // Before an odd number of bounds an interval of the many is under way.
    const isHeld = (cut & 1) === 1 && i < few.length;
    const held = isHeld ? (few[i] as number) - (many[cut - 1] as number) : 0;
    const count = (below[isHeld ? cut - 1 : cut] as number) + held;
    size += (i & 1) === 0 ? -count : count;
  }
  return size;
}

function sizeShared128(few: Uint32Array, many: Uint32Array, below: readonly bigint[]): bigint {
  const cuts = cutsOf(few, many, KIND128);
  let size = 0n;
  for (const [i, cut] of cuts.entries()) {
    const isHeld = (cut & 1) === 1 && i * 4 < few.length;
    const held = isHeld ? toBigint(few, i * 4) - toBigint(many, (cut - 1) * 4) : 0n;
    const count = (below[isHeld ? cut - 1 : cut] as bigint) + held;
    size += (i & 1) === 0 ? -count : count;
  }
  return size;
}

/** As {@link sizeShared128}, rounded. */
function aboutShared128(few: Uint32Array, many: Uint32Array, below: Float64Array): number {
  const cuts = cutsOf(few, many, KIND128);
  let size = 0;
  for (const [i, cut] of cuts.entries()) {
    const isHeld = (cut & 1) === 1 && i * 4 < few.length;
    const held = isHeld ? toDouble(few, i * 4) - toDouble(many, (cut - 1) * 4) : 0;
    const count = (below[isHeld ? cut - 1 : cut] as number) + held;
    size += (i & 1) === 0 ? -count : count;
  }
  return size;
}
