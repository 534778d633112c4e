import { type Address, type Family, formatAddress } from './address.ts';
import { limbsOfRange } from './address-range.ts';
import {
  type Bounds32,
  Builder32,
  combine32,
  complement32,
  contains32,
  count32,
  EVERY32,
  equal32,
  meets32,
  NONE32,
  range32,
} from './bounds32.ts';
import {
  type Bounds128,
  Builder128,
  combine128,
  complement128,
  contains128,
  count128,
  EVERY128,
  meets128,
  NONE128,
} from './bounds128.ts';
import { CidrList } from './cidr.ts';
import { cut32, cut128, type ValueAt } from './cut.ts';
import { mixAll, SEED } from './hash.ts';
import { InternTable } from './intern.ts';
import { compare128, toBigint, toLimbs } from './limbs.ts';
import { NetsetParseError } from './netset-parse-error.ts';
import { DIFFERENCE, INTERSECTION, type Operation, UNION } from './operation.ts';
import { membersOf, partition32 } from './partition32.ts';
import { partition128 } from './partition128.ts';
import { RangeReader } from './range-reader.ts';

const LIMIT = 2 ** 32;
const LAST = LIMIT - 1;

/** The bounds of both families, as the kernels hold them. Never written to. */
export interface FamilyBounds {
  readonly ipv4: Uint32Array;
  readonly ipv6: Uint32Array;
}

/** The bounds of a set, for the other files of this folder. */
export let boundsOf: (set: AddressSet) => FamilyBounds;
/** The set of these bounds, which must be canonical, for the other files of this folder. */
export let setOfBounds: (ipv4: Uint32Array, ipv6: Uint32Array) => AddressSet;

/**
 * A set of IPv4 and IPv6 addresses. Immutable and canonical: equal sets have equal bounds, hash, text and JSON,
 * however they were made. The families never meet. Operations are linear in the number of intervals.
 */
export class AddressSet {
  static readonly #interned = new InternTable<AddressSet>();
  /** No address. */
  static readonly empty: AddressSet = new AddressSet(NONE32, NONE128);
  /** Every address of both families. */
  static readonly all: AddressSet = new AddressSet(EVERY32, EVERY128);
  /** 0.0.0.0/0. */
  static readonly allIpv4: AddressSet = new AddressSet(EVERY32, NONE128);
  /** ::/0. */
  static readonly allIpv6: AddressSet = new AddressSet(NONE32, EVERY128);

  readonly #ipv4: Bounds32;
  readonly #ipv6: Bounds128;
  #hash: number | undefined;
  #ipv4Part: AddressSet | undefined;
  #ipv6Part: AddressSet | undefined;

  private constructor(ipv4: Bounds32, ipv6: Bounds128) {
    this.#ipv4 = ipv4;
    this.#ipv6 = ipv6;
  }

  /**
   * Reads a CIDR (`10.0.0.0/8`), an inclusive range (`10.0.0.1-10.0.0.9`), one address, a comma-separated list of
   * these, or `none`. Host bits are cleared, as the firewalls do that we read: `10.1.2.3/8` is `10.0.0.0/8`.
   * Refused: octets with leading zeros, zone ids (`fe80::1%eth0`), and IPv4-mapped addresses in dotted notation
   * (`::ffff:10.0.0.1`), which mean IPv4 to some readers and IPv6 to others; in hexadecimal they are the IPv6
   * addresses that they spell. Throws {@link NetsetParseError}.
   */
  static parse(text: string): AddressSet {
    if (text === 'none') return AddressSet.empty;
    const reader = new RangeReader();
    reader.addText(text);
    return AddressSet.#make(reader.ipv4(), reader.ipv6());
  }

  /** Union of many texts, each as in {@link AddressSet.parse}, by one normalising pass. */
  static from(texts: Iterable<string>): AddressSet {
    const reader = new RangeReader();
    for (const text of texts) if (text !== 'none') reader.addText(text);
    return AddressSet.#make(reader.ipv4(), reader.ipv6());
  }

  /** The set of one address. */
  static ofAddress(address: Address): AddressSet {
    return AddressSet.range(address, address);
  }

  /** The addresses from `first` to `last` inclusive. Throws {@link NetsetParseError} if they are of two families or reversed. */
  static range(first: Address, last: Address): AddressSet {
    if (first.family !== last.family || first.value > last.value) {
      const text = `${formatAddress(first)}-${formatAddress(last)}`;
      throw new NetsetParseError(text, 0, 'a range stays in one family and ends after it begins');
    }
    if (first.family === 'ipv4') {
      return AddressSet.#make(range32(first.value, Number(last.value), LAST), NONE128);
    }
    const builder = new Builder128();
    builder.add(limbsOfRange(first.value, BigInt(last.value)));
    return AddressSet.#make(NONE32, builder.build());
  }

  /** Union of many sets by one normalising pass. */
  static unionOf(sets: Iterable<AddressSet>): AddressSet {
    const list = [...new Set(sets)];
    if (list.length <= 2) return (list[0] ?? AddressSet.empty).union(list[1] ?? AddressSet.empty);
    const ipv4 = new Builder32();
    const ipv6 = new Builder128();
    for (const set of list) {
      ipv4.addAll(set.#ipv4);
      ipv6.addAll(set.#ipv6);
    }
    return AddressSet.#make(ipv4.build(), ipv6.build());
  }

  /** Cuts the union of at most 52 sets into disjoint sets, each with the numbers of the given ones that hold it. */
  static partition(
    sets: readonly AddressSet[],
  ): { readonly set: AddressSet; readonly members: readonly number[] }[] {
    const parts: { set: AddressSet; members: number[] }[] = [];
    for (const [members, bounds] of partition32(sets.map((set) => set.#ipv4)))
      parts.push({
        set: AddressSet.#make(Uint32Array.from(bounds), NONE128),
        members: membersOf(members),
      });
    for (const [members, bounds] of partition128(sets.map((set) => set.#ipv6)))
      parts.push({
        set: AddressSet.#make(NONE32, Uint32Array.from(bounds)),
        members: membersOf(members),
      });
    return parts;
  }

  /**
   * Cuts the union of at most 30 groups of sets into disjoint sets by a value that its addresses have: `valueAt` gives it,
   * compared by identity and never `undefined`, for the groups (a sum of powers of two) that hold an address. IPv4 and IPv6 apart.
   * One sort and one pass.
   */
  static cut<T>(
    groups: readonly (readonly AddressSet[])[],
    valueAt: ValueAt<T>,
  ): { readonly set: AddressSet; readonly value: T }[] {
    const parts: { set: AddressSet; value: T }[] = [];
    const ipv4 = groups.map((sets) => sets.map((set) => set.#ipv4));
    for (const [value, bounds] of cut32(ipv4, valueAt))
      parts.push({ set: AddressSet.#make(bounds, NONE128), value });
    const ipv6 = groups.map((sets) => sets.map((set) => set.#ipv6));
    for (const [value, bounds] of cut128(ipv6, valueAt))
      parts.push({ set: AddressSet.#make(NONE32, bounds), value });
    return parts;
  }

  /** Does it hold no address? */
  get isEmpty(): boolean {
    return this.#ipv4.length === 0 && this.#ipv6.length === 0;
  }

  /** The IPv4 part, the same object each time. */
  get ipv4(): AddressSet {
    if (this.#ipv6.length === 0) return this;
    this.#ipv4Part ??= AddressSet.#make(this.#ipv4, NONE128);
    return this.#ipv4Part;
  }

  /** The IPv6 part, the same object each time. */
  get ipv6(): AddressSet {
    if (this.#ipv4.length === 0) return this;
    this.#ipv6Part ??= AddressSet.#make(NONE32, this.#ipv6);
    return this.#ipv6Part;
  }

  /** How many addresses, both families together. Exact. */
  size(): bigint {
    return this.sizeOf('ipv4') + this.sizeOf('ipv6');
  }

  /** How many addresses of one family. Exact. */
  sizeOf(family: Family): bigint {
    return family === 'ipv4' ? BigInt(count32(this.#ipv4, LIMIT)) : count128(this.#ipv6);
  }

  /** Addresses in this set or in the other. */
  union(other: AddressSet): AddressSet {
    return this.#combine(other, UNION);
  }

  /** This set and all the others, by one normalising pass. */
  unionAll(others: readonly AddressSet[]): AddressSet {
    return AddressSet.unionOf([this, ...others]);
  }

  /** Addresses in both sets. */
  intersect(other: AddressSet): AddressSet {
    return this.#combine(other, INTERSECTION);
  }

  /** Addresses in this set and not in the other. */
  subtract(other: AddressSet): AddressSet {
    return this.#combine(other, DIFFERENCE);
  }

  /** Addresses of both families that are not in this set. */
  complement(): AddressSet {
    return AddressSet.#make(complement32(this.#ipv4), complement128(this.#ipv6));
  }

  /** Is every address of this set in the other? */
  isSubsetOf(other: AddressSet): boolean {
    return this === other || !this.#meets(other, DIFFERENCE);
  }

  /** Do the sets share an address? */
  overlaps(other: AddressSet): boolean {
    return this.#meets(other, INTERSECTION);
  }

  /** Same addresses? Compares hashes before bounds. */
  equals(other: AddressSet): boolean {
    if (this === other) return true;
    return (
      this.hash === other.hash &&
      equal32(this.#ipv4, other.#ipv4) &&
      equal32(this.#ipv6, other.#ipv6)
    );
  }

  /** Is the address in the set? Logarithmic. */
  has(address: Address): boolean {
    return address.family === 'ipv4'
      ? contains32(this.#ipv4, address.value)
      : contains128(this.#ipv6, toLimbs(address.value));
  }

  /** The lowest address, IPv4 before IPv6; nothing of the empty set. */
  witness(): Address | undefined {
    const first = this.#ipv4[0];
    if (first !== undefined) return { family: 'ipv4', value: first };
    if (this.#ipv6.length === 0) return undefined;
    return { family: 'ipv6', value: toBigint(this.#ipv6, 0) };
  }

  /** Does every address lie below every address of the other (IPv4 below IPv6)? Neither may be empty. */
  isBelow(other: AddressSet): boolean {
    const theirs = other.#ipv4[0];
    if (this.#ipv6.length === 0) {
      const { length } = this.#ipv4;
      if (theirs === undefined) return true;
      return length % 2 === 0 && (this.#ipv4[length - 1] as number) <= theirs;
    }
    const { length } = this.#ipv6;
    if (theirs !== undefined || length % 8 !== 0) return false;
    return compare128(this.#ipv6, length - 4, other.#ipv6, 0) <= 0;
  }

  /** Orders sets by their lowest address, IPv4 below IPv6. Neither may be empty. */
  compareLowest(other: AddressSet): number {
    const mine = this.#ipv4[0];
    const theirs = other.#ipv4[0];
    if (mine !== undefined || theirs !== undefined) return (mine ?? LIMIT) - (theirs ?? LIMIT);
    return compare128(this.#ipv6, 0, other.#ipv6, 0);
  }

  /** The shortest list of CIDRs that covers exactly this set, IPv4 first, in order of address. */
  cidrs(): string[] {
    return this.fewCidrs(Number.POSITIVE_INFINITY).cidrs;
  }

  /** The first of {@link AddressSet.cidrs}, at most so many, and how many more there are. Only the first cost a text. */
  fewCidrs(most: number): { readonly cidrs: string[]; readonly more: number } {
    const list = new CidrList(most);
    list.addIpv4(this.#ipv4);
    list.addIpv6(this.#ipv6);
    return { cidrs: list.texts, more: list.more };
  }

  /** The CIDRs joined by commas, or `none`; {@link AddressSet.parse} reads it back. */
  toString(): string {
    return this.isEmpty ? 'none' : this.cidrs().join(',');
  }

  /** The CIDRs; {@link AddressSet.from} reads them back. */
  toJSON(): string[] {
    return this.cidrs();
  }

  /** Equal sets have equal hashes. 32 bits, signed, computed once. */
  get hash(): number {
    this.#hash ??= mixAll(mixAll(SEED, this.#ipv4), this.#ipv6);
    return this.#hash;
  }

  /** The one object that stands for all sets equal to this one, held weakly. */
  intern(): AddressSet {
    return AddressSet.#interned.intern(this);
  }

  #combine(other: AddressSet, operation: Operation): AddressSet {
    const ipv4 = combineFamily(this.#ipv4, other.#ipv4, operation, combine32);
    const ipv6 = combineFamily(this.#ipv6, other.#ipv6, operation, combine128);
    if (ipv4 === this.#ipv4 && ipv6 === this.#ipv6) return this;
    if (ipv4 === other.#ipv4 && ipv6 === other.#ipv6) return other;
    return AddressSet.#make(ipv4, ipv6);
  }

  #meets(other: AddressSet, operation: Operation): boolean {
    return (
      meets32(this.#ipv4, other.#ipv4, operation) || meets128(this.#ipv6, other.#ipv6, operation)
    );
  }

  static {
    boundsOf = (set) => ({ ipv4: set.#ipv4, ipv6: set.#ipv6 });
    setOfBounds = AddressSet.#make;
  }

  static #make(ipv4: Bounds32, ipv6: Bounds128): AddressSet {
    if (ipv4.length === 0 && ipv6.length === 0) return AddressSet.empty;
    return new AddressSet(ipv4, ipv6);
  }
}

/** Combines one family; where a side is empty, without work and keeping identity. */
function combineFamily(
  a: Uint32Array,
  b: Uint32Array,
  operation: Operation,
  combine: (a: Uint32Array, b: Uint32Array, operation: Operation) => Uint32Array,
): Uint32Array {
  if (b.length === 0) return operation === INTERSECTION ? b : a;
  if (a.length === 0) return operation === UNION ? b : a;
  return combine(a, b, operation);
}
