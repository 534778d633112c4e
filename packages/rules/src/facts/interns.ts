/**
 * Gives equal sets one object for as long as one evaluation lasts. Held strongly: a million weak references
 * cost the collector more than the sets cost memory.
 */
export class Interns<S extends { readonly hash: number; equals(other: S): boolean }> {
  readonly #byHash = new Map<number, S | S[]>();

  /** The first set that was given of all equal to this one. */
  of(set: S): S {
    const known = this.#byHash.get(set.hash);
    if (known === undefined) {
      this.#byHash.set(set.hash, set);
      return set;
    }
    if (!Array.isArray(known)) {
      if (known === set || known.equals(set)) return known;
      this.#byHash.set(set.hash, [known, set]);
      return set;
    }
    for (const one of known) if (one === set || one.equals(set)) return one;
    known.push(set);
    return set;
  }
}
