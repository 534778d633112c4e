/**
 * Few intervals against many: each interval of the few is searched for among the bounds of the many, so that the many are
 * not walked through. Bounds are those of `bounds32.ts` and `bounds128.ts`; a number of bounds counts bounds, not words.
 */
import { compare128, copy128 } from './limbs.ts';

/** What tells the bounds of the two families apart. */
export interface BoundsKind {
  /** Words of a bound. */
  readonly words: 1 | 4;
  /** Compares the bound at word `i` of `a` with that at word `j` of `b`: negative, 0, positive. */
  readonly compare: (a: Uint32Array, i: number, b: Uint32Array, j: number) => number;
  readonly copy: (from: Uint32Array, i: number, to: Uint32Array, n: number) => void;
}

/** Bounds of one word: IPv4. */
export const KIND32: BoundsKind = {
  words: 1,
  compare: (a, i, b, j) => (a[i] as number) - (b[j] as number),
  copy: (from, i, to, n) => {
    to[n] = from[i] as number;
  },
};

/** Bounds of four words: IPv6. */
export const KIND128: BoundsKind = { words: 4, compare: compare128, copy: copy128 };

/**
 * For each interval of the few, how many bounds of the many lie at or below its first point, and how many lie below its
 * end: odd where the many hold the first point, or the last.
 */
export function cutsOf(few: Uint32Array, many: Uint32Array, kind: BoundsKind): number[] {
  const { words } = kind;
  const all = many.length / words;
  const cuts: number[] = [];
  let known = 0;
  for (let i = 0; i < few.length; i += 2 * words) {
    const from = countUpTo(few, i, many, known, kind, true);
    known = i + words < few.length ? countUpTo(few, i + words, many, from, kind, false) : all;
    cuts.push(from, known);
  }
  return cuts;
}

/** How many bounds of the many lie below that of the few at word `i`, or at it where `withEqual`; `low` is known to. */
function countUpTo(
  few: Uint32Array,
  i: number,
  many: Uint32Array,
  low: number,
  { words, compare }: BoundsKind,
  withEqual: boolean,
): number {
  const limit = withEqual ? 1 : 0;
  let below = low;
  let above = many.length / words;
  while (below < above) {
    const middle = (below + above) >>> 1;
    if (compare(many, middle * words, few, i) < limit) below = middle + 1;
    else above = middle;
  }
  return below;
}

/** Do the many hold every point of the few? Stops at the first interval that they do not. */
export function holdsBounds(few: Uint32Array, many: Uint32Array, kind: BoundsKind): boolean {
  const { words } = kind;
  const all = many.length / words;
  let known = 0;
  for (let i = 0; i < few.length; i += 2 * words) {
    known = countUpTo(few, i, many, known, kind, true);
    if ((known & 1) === 0) return false;
    // The interval of the many that is under way must not close before that of the few.
    if (known === all) return true;
    if (i + words === few.length || kind.compare(many, known * words, few, i + words) < 0)
      return false;
  }
  return true;
}

/** The intersection; few itself where the many hold all of it. Costs the search and what is returned. */
export function sharedBounds(few: Uint32Array, many: Uint32Array, kind: BoundsKind): Uint32Array {
  const { words, copy } = kind;
  const cuts = cutsOf(few, many, kind);
  const hasEnd = (i: number): boolean => (i + 1) * words < few.length;
  let count = 0;
  let isWhole = true;
  for (let i = 0; i < cuts.length; i += 2) {
    const from = cuts[i] as number;
    const to = cuts[i + 1] as number;
    count += (from & 1) + (to - from) + (hasEnd(i) ? to & 1 : 0);
    isWhole &&= from === to && (from & 1) === 1;
  }
  if (isWhole) return few;
  const out = new Uint32Array(count * words);
  let n = 0;
  for (let i = 0; i < cuts.length; i += 2) {
    const from = cuts[i] as number;
    const to = cuts[i + 1] as number;
    if ((from & 1) === 1) {
      copy(few, i * words, out, n);
      n += words;
    }
    if (from < to) {
      out.set(many.subarray(from * words, to * words), n);
      n += (to - from) * words;
    }
    if ((to & 1) === 1 && hasEnd(i)) {
      copy(few, (i + 1) * words, out, n);
      n += words;
    }
  }
  return out;
}

/** Where the lowest shared point is written: the bounds and the word. Nothing where no point is shared. */
export function lowestShared(
  few: Uint32Array,
  many: Uint32Array,
  kind: BoundsKind,
): { readonly bounds: Uint32Array; readonly at: number } | undefined {
  const { words } = kind;
  let known = 0;
  for (let i = 0; i < few.length; i += 2 * words) {
    const from = countUpTo(few, i, many, known, kind, true);
    if ((from & 1) === 1) return { bounds: few, at: i };
    known = from;
    if (from * words === many.length) return undefined;
    const isBelowEnd =
      i + words === few.length || kind.compare(many, from * words, few, i + words) < 0;
    if (isBelowEnd) return { bounds: many, at: from * words };
  }
  return undefined;
}
