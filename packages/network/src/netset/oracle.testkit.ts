/**
 * Brute force over a universe of a few points. Shares no code with the sets that it judges: a set is a bit mask, an
 * operation is a bitwise one, and a canonical property is found by trying everything.
 */

/** A set of at most 16 points: bit i is point i. */
export type Mask = number;

/** The points of a mask. */
export function pointsOf(mask: Mask, width: number): number[] {
  const points: number[] = [];
  for (let point = 0; point < width; point++) if ((mask >> point) & 1) points.push(point);
  return points;
}

/** How many points. */
export function sizeOf(mask: Mask, width: number): number {
  return pointsOf(mask, width).length;
}

/** The lowest point; nothing of the empty set. */
export function lowestOf(mask: Mask, width: number): number | undefined {
  return pointsOf(mask, width)[0];
}

/** Length of the shortest list of aligned power-of-two blocks that covers exactly the mask; `width` is a power of two. */
export function shortestCover(mask: Mask, width: number): number {
  const full = 2 ** width - 1;
  if (mask === 0) return 0;
  if (mask === full) return 1;
  const half = width / 2;
  const low = 2 ** half - 1;
  return shortestCover(mask & low, half) + shortestCover((mask >> half) & low, half);
}

/** Maximal runs of neighbouring points, inclusive. */
export function runsOf(mask: Mask, width: number): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const point of pointsOf(mask, width)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === point - 1) last[1] = point;
    else runs.push([point, point]);
  }
  return runs;
}

/** A generator of whole numbers below `limit`, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
}
