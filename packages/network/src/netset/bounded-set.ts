import {
  type Bounds32,
  Builder32,
  combine32,
  complement32,
  contains32,
  count32,
  equal32,
  hash32,
  meets32,
  range32,
} from './bounds32.ts';
import type { InternTable } from './intern.ts';
import { NetsetParseError } from './netset-parse-error.ts';
import type { Interval } from './number-text.ts';
import { DIFFERENCE, INTERSECTION, type Operation, UNION } from './operation.ts';

/** What tells one kind of small set from another. */
export interface Domain<S extends BoundedSet<S>> {
  /** Largest number of the universe. */
  readonly maximum: number;
  /** Wraps bounds. */
  readonly make: (bounds: Bounds32) => S;
  readonly interned: InternTable<S>;
}

/**
 * What ports, ICMP messages and protocols share: a set of whole numbers from 0 to a small maximum. Immutable and
 * canonical; every operation is linear in the number of intervals.
 */
export abstract class BoundedSet<S extends BoundedSet<S>> {
  /** Canonical bounds, for the subclass to read its own kind of number from. */
  protected readonly bounds: Bounds32;
  readonly #domain: Domain<S>;
  #hash: number | undefined;

  protected constructor(bounds: Bounds32, domain: Domain<S>) {
    this.bounds = bounds;
    this.#domain = domain;
  }

  /** This set, in the type of the subclass. */
  protected abstract self(): S;

  /** Does it hold nothing? */
  get isEmpty(): boolean {
    return this.bounds.length === 0;
  }

  /** Does it hold its whole universe? */
  get isAll(): boolean {
    return this.bounds.length === 1 && this.bounds[0] === 0;
  }

  /** How many members. Exact. */
  size(): bigint {
    return BigInt(count32(this.bounds, this.#domain.maximum + 1));
  }

  /** Members of this set or of the other. */
  union(other: S): S {
    if (this.isEmpty || other.isAll) return other;
    if (other.isEmpty || this.isAll) return this.self();
    return this.#combine(other, UNION);
  }

  /** Members of both sets. */
  intersect(other: S): S {
    if (this.isEmpty || other.isAll) return this.self();
    if (other.isEmpty || this.isAll) return other;
    return this.#combine(other, INTERSECTION);
  }

  /** Members of this set that the other lacks. */
  subtract(other: S): S {
    if (this.isEmpty || other.isEmpty) return this.self();
    return this.#combine(other, DIFFERENCE);
  }

  /** Everything of the universe that this set lacks. */
  complement(): S {
    return this.#domain.make(complement32(this.bounds));
  }

  /** This set and all the others, by one normalising pass. */
  unionAll(others: readonly S[]): S {
    if (others.length === 1) return this.union(others[0] as S);
    const builder = new Builder32();
    builder.addAll(this.bounds);
    for (const other of others) builder.addAll(other.bounds);
    return this.#domain.make(builder.build());
  }

  /** Is every member of this set in the other? */
  isSubsetOf(other: S): boolean {
    return !meets32(this.bounds, other.bounds, DIFFERENCE);
  }

  /** Do the sets share a member? */
  overlaps(other: S): boolean {
    return meets32(this.bounds, other.bounds, INTERSECTION);
  }

  /** Same members? */
  equals(other: S): boolean {
    return this === (other as BoundedSet<S>) || equal32(this.bounds, other.bounds);
  }

  /** Does every member lie below every member of the other? Neither may be empty. */
  isBelow(other: S): boolean {
    const { length } = this.bounds;
    // The last bound closes the set where their number is even; else the set reaches the end of the universe.
    return length % 2 === 0 && (this.bounds[length - 1] as number) <= (other.bounds[0] as number);
  }

  /** Orders sets by their lowest member. Neither may be empty. */
  compareLowest(other: S): number {
    return (this.bounds[0] as number) - (other.bounds[0] as number);
  }

  /** Equal sets have equal hashes. 32 bits, signed, computed once. */
  get hash(): number {
    this.#hash ??= hash32(this.bounds);
    return this.#hash;
  }

  /** The one object that stands for all sets equal to this one, held weakly. */
  intern(): S {
    return this.#domain.interned.intern(this.self());
  }

  /** The text of the set. */
  toJSON(): string {
    return this.toString();
  }

  /** Is the number a member? Logarithmic. */
  protected contains(value: number): boolean {
    return contains32(this.bounds, value);
  }

  /** The inclusive intervals, in order. */
  protected intervals(): Interval[] {
    const out: Interval[] = [];
    for (let i = 0; i < this.bounds.length; i += 2) {
      const end = this.bounds[i + 1] ?? this.#domain.maximum + 1;
      out.push([this.bounds[i] as number, end - 1]);
    }
    return out;
  }

  #combine(other: S, operation: Operation): S {
    return this.#domain.make(combine32(this.bounds, other.bounds, operation));
  }
}

/** Bounds of the numbers from `first` to `last`. Throws {@link NetsetParseError} where that is no range of the universe. */
export function checkedRange(first: number, last: number, maximum: number, noun: string): Bounds32 {
  for (const value of [first, last]) {
    if (!Number.isInteger(value) || value < 0 || value > maximum) {
      throw new NetsetParseError(
        String(value),
        0,
        `a ${noun} is a whole number from 0 to ${maximum}`,
      );
    }
  }
  if (first > last) {
    throw new NetsetParseError(`${first}-${last}`, 0, 'a range ends before it begins');
  }
  return range32(first, last, maximum);
}

/** Bounds of a union of ranges, by one normalising pass. */
export function unionOfIntervals(intervals: Iterable<Interval>, maximum: number): Bounds32 {
  const builder = new Builder32();
  for (const [first, last] of intervals) builder.add(first, last + 1, maximum + 1);
  return builder.build();
}
