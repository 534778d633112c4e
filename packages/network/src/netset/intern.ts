/** What can be interned: compared by value, hashed, never changed. */
export interface Internable<S> {
  readonly hash: number;
  equals(other: S): boolean;
}

/**
 * Maps equal sets to one identical object, so that `===`, `Map` and `WeakMap` compare sets by value.
 * Sets are held weakly: one that nobody else holds may be collected, and its entry goes with it.
 */
export class InternTable<S extends Internable<S> & object> {
  readonly #buckets = new Map<number, WeakRef<S>[]>();
  readonly #cleanup = new FinalizationRegistry<number>(this.sweep.bind(this));

  /** The set that stands for all sets equal to this one: the first that was given. */
  intern(set: S): S {
    const bucket = this.#buckets.get(set.hash);
    if (bucket === undefined) {
      this.#buckets.set(set.hash, [this.#hold(set)]);
      return set;
    }
    for (const reference of bucket) {
      const known = reference.deref();
      if (known?.equals(set)) return known;
    }
    bucket.push(this.#hold(set));
    return set;
  }

  /** Drops what was collected among the sets of one hash; true if nothing is left of it. */
  sweep(hash: number): boolean {
    const alive = (this.#buckets.get(hash) ?? []).filter((reference) => reference.deref());
    if (alive.length === 0) this.#buckets.delete(hash);
    else this.#buckets.set(hash, alive);
    return alive.length === 0;
  }

  #hold(set: S): WeakRef<S> {
    this.#cleanup.register(set, set.hash);
    return new WeakRef(set);
  }
}
