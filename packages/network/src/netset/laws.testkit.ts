import { setImmediate } from 'node:timers/promises';
import fc, { type Arbitrary, type IProperty } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUNS, TIMEOUT_MS } from './campaign.testkit.ts';

/** Cases between two pauses: interned sets are held weakly, and a weak reference frees nothing before its job ends. */
const CASES_AT_ONCE = 10_000;

/** What every kind of set of this folder offers. */
export interface Algebra<S> {
  readonly isEmpty: boolean;
  readonly hash: number;
  size(): bigint;
  union(other: S): S;
  intersect(other: S): S;
  subtract(other: S): S;
  complement(): S;
  isSubsetOf(other: S): boolean;
  overlaps(other: S): boolean;
  equals(other: S): boolean;
  intern(): S;
  toString(): string;
  toJSON(): unknown;
}

/** One kind of set, and what its laws need to know of it. */
export interface Kind<S> {
  readonly name: string;
  readonly arbitrary: Arbitrary<S>;
  readonly empty: S;
  readonly all: S;
  readonly parse: (text: string) => S;
  readonly unionOf: (sets: Iterable<S>) => S;
  /** Does the set hold its own witness? `undefined` if it names none. */
  readonly holdsWitness: (set: S) => boolean | undefined;
}

/** The laws of a Boolean algebra with sizes, canonical text and witnesses, as property tests of one kind. */
export function describeLaws<S extends Algebra<S>>(kind: Kind<S>): void {
  const { arbitrary: some, empty, all } = kind;

  function lawOfOne(name: string, holds: (a: S) => void): void {
    law(name, some, holds);
  }

  function lawOfTwo(name: string, holds: (a: S, b: S) => void): void {
    holdsAlways(name, fc.property(some, some, holds));
  }

  function lawOfThree(name: string, holds: (a: S, b: S, c: S) => void): void {
    holdsAlways(name, fc.property(some, some, some, holds));
  }

  /**
   * Equal in every way in which sets can be compared. Text costs far more than the rest: beyond
   * the first thousand cases it is compared for one set in sixteen, chosen by its hash.
   */
  function same(left: S, right: S): void {
    const equal = left.equals(right) && right.equals(left) && left.hash === right.hash;
    const textMatters = RUNS <= 1000 || left.hash % 16 === 0;
    if (equal && (!textMatters || left.toString() === right.toString())) return;
    expect({ equal, text: left.toString() }).toEqual({ equal: true, text: right.toString() });
  }

  describe(`laws of ${kind.name}`, () => {
    lawOfTwo('union and intersection commute', (a, b) => {
      same(a.union(b), b.union(a));
      same(a.intersect(b), b.intersect(a));
    });
    lawOfThree('union and intersection associate', (a, b, c) => {
      same(a.union(b).union(c), a.union(b.union(c)));
      same(a.intersect(b).intersect(c), a.intersect(b.intersect(c)));
    });
    lawOfThree('union and intersection distribute over each other', (a, b, c) => {
      same(a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c)));
      same(a.union(b.intersect(c)), a.union(b).intersect(a.union(c)));
    });
    lawOfTwo('De Morgan: the complement swaps union and intersection', (a, b) => {
      same(a.union(b).complement(), a.complement().intersect(b.complement()));
      same(a.intersect(b).complement(), a.complement().union(b.complement()));
    });
    lawOfTwo('a set absorbs what it holds', (a, b) => {
      same(a.union(a.intersect(b)), a);
      same(a.intersect(a.union(b)), a);
    });
    lawOfTwo('a set is its difference and its intersection with another', (a, b) => {
      same(a.subtract(b).union(a.intersect(b)), a);
      expect(a.subtract(b).overlaps(b)).toBe(false);
    });
    lawOfTwo('a difference is the intersection with the complement', (a, b) => {
      same(a.subtract(b), a.intersect(b.complement()));
    });
    lawOfOne('the complement of the complement is the set', (a) => {
      same(a.complement().complement(), a);
      same(a.union(a.complement()), all);
      same(a.intersect(a.complement()), empty);
    });
    lawOfOne('empty and all are neutral or dominant, and a set is idempotent', (a) => {
      same(a.union(empty), a);
      same(empty.union(a), a);
      same(a.union(all), all);
      same(a.intersect(all), a);
      same(a.intersect(empty), empty);
      same(a.subtract(empty), a);
      same(empty.subtract(a), empty);
      same(a.subtract(all), empty);
      same(a.union(a), a);
      same(a.intersect(a), a);
      same(a.subtract(a), empty);
    });
    lawOfTwo('sizes add up', (a, b) => {
      expect(a.union(b).size() + a.intersect(b).size()).toBe(a.size() + b.size());
      expect(a.subtract(b).size()).toBe(a.size() - a.intersect(b).size());
      expect(a.complement().size()).toBe(all.size() - a.size());
      expect(a.isEmpty).toBe(a.size() === 0n);
    });
    lawOfTwo('subset and overlap say what difference and intersection show', (a, b) => {
      expect(a.isSubsetOf(b)).toBe(a.subtract(b).isEmpty);
      expect(a.overlaps(b)).toBe(!a.intersect(b).isEmpty);
      expect(a.intersect(b).isSubsetOf(a)).toBe(true);
      expect(a.isSubsetOf(a.union(b))).toBe(true);
      expect(a.isSubsetOf(a)).toBe(true);
      expect(a.overlaps(a)).toBe(!a.isEmpty);
    });
    lawOfTwo('sets are equal exactly if neither has more', (a, b) => {
      const equal = a.subtract(b).isEmpty && b.subtract(a).isEmpty;
      expect(a.equals(b)).toBe(equal);
      expect(a.toString() === b.toString()).toBe(equal);
      expect(a.intern() === b.intern()).toBe(equal);
    });
    lawOfTwo(
      'a set made in another way is the same set: text, JSON, hash and interned object',
      (a, b) => {
        const other = a.union(b).subtract(b.subtract(a));
        same(other, a);
        expect(other.intern()).toBe(a.intern());
        expect(JSON.stringify(other)).toBe(JSON.stringify(a));
      },
    );
    lawOfThree('the union of many is the union of each with the next', (a, b, c) => {
      same(kind.unionOf([a, b, c, a]), a.union(b).union(c));
      same(kind.unionOf([a]), a);
      same(kind.unionOf([]), empty);
    });
    lawOfOne('what is printed reads back as the same set', (a) => {
      same(kind.parse(a.toString()), a);
    });
    lawOfOne('the witness lies in the set, and only the empty set has none', (a) => {
      expect(kind.holdsWitness(a)).toBe(a.isEmpty ? undefined : true);
    });
  });
}

/** What the laws need of a class of sets, taken from its static side. */
export function kindOf<S extends { witness(): W | undefined; has(witness: W): boolean }, W>(kind: {
  readonly empty: S;
  readonly all: S;
  parse(text: string): S;
  unionOf(sets: Iterable<S>): S;
}) {
  return {
    empty: kind.empty,
    all: kind.all,
    parse: (text: string) => kind.parse(text),
    unionOf: (sets: Iterable<S>) => kind.unionOf(sets),
    holdsWitness: (set: S) => {
      const witness = set.witness();
      return witness === undefined ? undefined : set.has(witness);
    },
  };
}

/** One law of one value, as a property test. */
export function law<T>(name: string, some: Arbitrary<T>, check: (value: T) => void): void {
  holdsAlways(name, fc.property(some, check));
}

function holdsAlways<T>(name: string, property: IProperty<T>): void {
  it(name, { timeout: TIMEOUT_MS }, async () => {
    for (let left = RUNS; left > 0; left -= CASES_AT_ONCE) {
      fc.assert(property, { numRuns: Math.min(left, CASES_AT_ONCE) });
      await setImmediate();
    }
  });
}
