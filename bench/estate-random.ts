/** Numbers from 0 to below 1 that look random and are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of several, drawn by a number from 0 to below 1. */
export function drawn<T>(from: readonly T[], random: number): T {
  const found = from[Math.floor(random * from.length)];
  if (found === undefined) throw new Error('there is nothing to draw from');
  return found;
}
