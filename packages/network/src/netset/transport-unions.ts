import type { TransportSet } from './transport-set.ts';

/** A bound, so that a long-lived process does not grow: the unions that repeat are few. */
const MOST_REMEMBERED = 20_000;

const unions = new Map<TransportSet, Map<TransportSet, TransportSet>>();
let remembered = 0;

/** The union of two sets as one object for all pairs of these objects: few transports occur, in few combinations. */
export function rememberedUnion(a: TransportSet, b: TransportSet): TransportSet {
  if (a === b) return a;
  let ofFirst = unions.get(a);
  const known = ofFirst?.get(b);
  if (known !== undefined) return known;
  if (remembered >= MOST_REMEMBERED) {
    unions.clear();
    remembered = 0;
    ofFirst = undefined;
  }
  if (ofFirst === undefined) {
    ofFirst = new Map();
    unions.set(a, ofFirst);
  }
  const union = a.union(b).intern();
  ofFirst.set(b, union);
  remembered++;
  return union;
}
