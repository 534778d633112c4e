/**
 * Gives equal sets one object for as long as one evaluation lasts. Held strongly: a million weak references cost the
 * collector more than the sets cost memory.
 */
export class Interns<S extends { readonly hash: number; equals(other: S): boolean }> {
  readonly #byHash = new Map<number, S[]>();

  /** The first set that was given of all equal to this one. */
  of(set: S): S {
    const bucket = this.#byHash.get(set.hash);
    if (bucket === undefined) {
      this.#byHash.set(set.hash, [set]);
      return set;
    }
    for (const known of bucket) if (known === set || known.equals(set)) return known;
    bucket.push(set);
    return set;
  }
}
