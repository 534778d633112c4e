import { mix, SEED } from './hash.ts';

/** What a set must offer to be a side of a product: a Boolean algebra with value semantics. */
export interface PointSet<S> {
  readonly isEmpty: boolean;
  readonly hash: number;
  size(): bigint;
  union(other: S): S;
  unionAll(others: readonly S[]): S;
  intersect(other: S): S;
  subtract(other: S): S;
  isSubsetOf(other: S): boolean;
  overlaps(other: S): boolean;
  equals(other: S): boolean;
}

/** A set that can be the first side of a product: rows are ordered by it. */
export interface KeySet<S> extends PointSet<S> {
  /** Negative if the lowest point of this set lies below that of the other; neither is empty. */
  compareLowest(other: S): number;
  /** Does every point of this set lie below every point of the other? Neither is empty. */
  isBelow(other: S): boolean;
}

/** A value and the keys at which it stands. */
export interface Row<K, V> {
  readonly key: K;
  readonly value: V;
}

/**
 * A set of pairs, held as a function from keys to non-empty sets of values. Canonical: keys are non-empty and
 * disjoint, equal values share one row, rows are ordered by their lowest key. So each set of pairs has exactly one
 * list of rows. A `Product` is itself a set, so a product of three is a product of one and a product of two.
 *
 * Cost: an operation walks both lists of rows in step, linear as long as the keys are intervals. Keys that interleave
 * are compared pair by pair.
 */
export class Product<K extends KeySet<K>, V extends PointSet<V>>
  implements PointSet<Product<K, V>>
{
  /** The canonical rows. */
  readonly rows: readonly Row<K, V>[];
  #hash: number | undefined;

  private constructor(rows: readonly Row<K, V>[]) {
    this.rows = rows;
  }

  /** The set of no pair. */
  static empty<K extends KeySet<K>, V extends PointSet<V>>(): Product<K, V> {
    return new Product<K, V>([]);
  }

  /** Every key with every value. */
  static of<K extends KeySet<K>, V extends PointSet<V>>(key: K, value: V): Product<K, V> {
    return new Product<K, V>(key.isEmpty || value.isEmpty ? [] : [{ key, value }]);
  }

  /** The set of these rows, whose keys are disjoint; rows of empty keys or values are left out. */
  static ofDisjoint<K extends KeySet<K>, V extends PointSet<V>>(
    rows: readonly Row<K, V>[],
  ): Product<K, V> {
    return Product.#canonical(rows.filter(({ key, value }) => !key.isEmpty && !value.isEmpty));
  }

  /** Union of many products: merged in pairs, so that each row is handled a logarithmic number of times. */
  static unionOf<K extends KeySet<K>, V extends PointSet<V>>(
    products: readonly Product<K, V>[],
  ): Product<K, V> {
    let layer = products;
    while (layer.length > 1) {
      const next: Product<K, V>[] = [];
      for (let i = 0; i < layer.length; i += 2) {
        const left = layer[i] as Product<K, V>;
        const right = layer[i + 1];
        next.push(right === undefined ? left : left.union(right));
      }
      layer = next;
    }
    return layer[0] ?? Product.empty<K, V>();
  }

  get isEmpty(): boolean {
    return this.rows.length === 0;
  }

  /** Equal sets have equal hashes. */
  get hash(): number {
    this.#hash ??= this.rows.reduce(
      (hash, row) => mix(mix(hash, row.key.hash), row.value.hash),
      SEED,
    );
    return this.#hash;
  }

  /** How many pairs. Exact. */
  size(): bigint {
    return this.rows.reduce((sum, row) => sum + row.key.size() * row.value.size(), 0n);
  }

  union(other: Product<K, V>): Product<K, V> {
    if (this === other || other.isEmpty) return this;
    if (this.isEmpty) return other;
    const rows: Row<K, V>[] = [];
    const theirRests = other.rows.map((row) => row.key);
    this.#overlay(other, rows, (a, b) => a.union(b), true, theirRests);
    other.rows.forEach(({ value }, j) => {
      pushRow(rows, theirRests[j] as K, value);
    });
    return Product.#canonical(rows);
  }

  unionAll(others: readonly Product<K, V>[]): Product<K, V> {
    return Product.unionOf([this, ...others]);
  }

  intersect(other: Product<K, V>): Product<K, V> {
    if (this === other || this.isEmpty) return this;
    if (other.isEmpty) return other;
    const rows: Row<K, V>[] = [];
    this.#overlay(other, rows, (a, b) => a.intersect(b), false);
    return this.#isMadeOf(rows) ? this : Product.#canonical(rows);
  }

  subtract(other: Product<K, V>): Product<K, V> {
    if (this.isEmpty || other.isEmpty) return this;
    const rows: Row<K, V>[] = [];
    this.#overlay(other, rows, (a, b) => a.subtract(b), true);
    return Product.#canonical(rows);
  }

  isSubsetOf(other: Product<K, V>): boolean {
    return this === other || this.subtract(other).isEmpty;
  }

  overlaps(other: Product<K, V>): boolean {
    for (const { key, value } of this.rows)
      for (const theirs of other.rows)
        if (key.overlaps(theirs.key) && value.overlaps(theirs.value)) return true;
    return false;
  }

  equals(other: Product<K, V>): boolean {
    if (this === other) return true;
    if (this.hash !== other.hash || this.rows.length !== other.rows.length) return false;
    return this.rows.every((row, i) => {
      const theirs = other.rows[i] as Row<K, V>;
      return row.key.equals(theirs.key) && row.value.equals(theirs.value);
    });
  }

  /**
   * The same keys with other values; rows of empty ones are left out. The map must give different values for different
   * ones, unless they become empty. Undefined as soon as the map gives nothing.
   */
  mapValues(map: (value: V) => V | undefined): Product<K, V> | undefined {
    const rows: Row<K, V>[] = [];
    for (const { key, value } of this.rows) {
      const mapped = map(value);
      if (mapped === undefined) return undefined;
      if (!mapped.isEmpty) rows.push({ key, value: mapped });
    }
    return new Product<K, V>(rows);
  }

  /** The pairs whose key lies in the set: a look at each row, and the values stay as they are. */
  restrictKeys(keys: K): Product<K, V> {
    const rows: Row<K, V>[] = [];
    let isWhole = true;
    for (const row of this.rows) {
      if (row.key.isSubsetOf(keys)) {
        rows.push(row);
        continue;
      }
      isWhole = false;
      pushRow(rows, row.key.intersect(keys), row.value);
    }
    return isWhole ? this : new Product<K, V>(rows.sort((a, b) => a.key.compareLowest(b.key)));
  }

  /** The union of the keys: the projection on the first side. Nothing of the empty set. */
  keys(): K | undefined {
    return unionOf(this.rows.map((row) => row.key));
  }

  /** The union of the values: the projection on the second side. Nothing of the empty set. */
  values(): V | undefined {
    return unionOf(this.rows.map((row) => row.value));
  }

  /**
   * Adds a row for each meeting of keys, and, if asked, one for what of each own key nothing of the other meets.
   * `theirRests`, where given, begins as the keys of the other and ends as what is left of each.
   */
  #overlay(
    other: Product<K, V>,
    rows: Row<K, V>[],
    join: (a: V, b: V) => V,
    keepRest: boolean,
    theirRests?: K[],
  ): void {
    const theirRows = other.rows;
    let start = 0;
    for (const mine of this.rows) {
      // Rows are ordered by their lowest point: what lies wholly below this row lies below all that follow.
      while (start < theirRows.length && (theirRows[start] as Row<K, V>).key.isBelow(mine.key))
        start++;
      let rest = mine.key;
      let isWhollyMet = false;
      for (let j = start; j < theirRows.length && !isWhollyMet; j++) {
        const theirs = theirRows[j] as Row<K, V>;
        if (rest.isBelow(theirs.key)) break;
        if (!rest.overlaps(theirs.key)) continue;
        isWhollyMet = rest.isSubsetOf(theirs.key);
        pushRow(
          rows,
          isWhollyMet ? rest : rest.intersect(theirs.key),
          join(mine.value, theirs.value),
        );
        if (!isWhollyMet) rest = rest.subtract(theirs.key);
        if (theirRests !== undefined) theirRests[j] = (theirRests[j] as K).subtract(mine.key);
      }
      if (keepRest && !isWhollyMet) pushRow(rows, rest, mine.value);
    }
  }

  /** Are these its own rows? */
  #isMadeOf(rows: readonly Row<K, V>[]): boolean {
    return (
      rows.length === this.rows.length &&
      rows.every(({ key, value }, i) => {
        const mine = this.rows[i] as Row<K, V>;
        return key === mine.key && value === mine.value;
      })
    );
  }

  /** Merges the rows of equal values and orders them; the keys are disjoint already. */
  static #canonical<K extends KeySet<K>, V extends PointSet<V>>(
    rows: readonly Row<K, V>[],
  ): Product<K, V> {
    if (rows.length < 2) return new Product<K, V>(rows);
    const merged = grouped(rows, (row) => row.value).map((group) => {
      const first = group[0] as Row<K, V>;
      if (group.length === 1) return first;
      return { key: first.key.unionAll(group.slice(1).map((row) => row.key)), value: first.value };
    });
    return new Product<K, V>(merged.sort((a, b) => a.key.compareLowest(b.key)));
  }
}

function pushRow<K extends KeySet<K>, V extends PointSet<V>>(
  rows: Row<K, V>[],
  key: K,
  value: V,
): void {
  if (!key.isEmpty && !value.isEmpty) rows.push({ key, value });
}

function unionOf<S extends PointSet<S>>(sets: readonly S[]): S | undefined {
  const [first, ...others] = sets;
  return first === undefined || others.length === 0 ? first : first.unionAll(others);
}

/** Groups items by a set that they carry, compared by value; groups and items keep their order. Linear. */
export function grouped<T, S extends { readonly hash: number; equals(other: S): boolean }>(
  items: Iterable<T>,
  setOf: (item: T) => S,
): T[][] {
  const groups: { readonly set: S; readonly items: T[] }[] = [];
  const byHash = new Map<number, (typeof groups)[number][]>();
  for (const item of items) {
    const set = setOf(item);
    const bucket = byHash.get(set.hash);
    const known = bucket?.find((group) => group.set === set || group.set.equals(set));
    if (known !== undefined) {
      known.items.push(item);
      continue;
    }
    const group = { set, items: [item] };
    groups.push(group);
    if (bucket === undefined) byHash.set(set.hash, [group]);
    else bucket.push(group);
  }
  return groups.map((group) => group.items);
}
