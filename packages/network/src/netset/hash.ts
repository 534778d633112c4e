/** The hash of nothing: where every {@link mix} begins. */
export const SEED = 0x9747b28c;

/** Folds one 32-bit word into a hash; the order of words matters. One round of MurmurHash3. */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Folds every word of an array into a hash. */
export function mixAll(hash: number, words: Uint32Array): number {
  let h = hash;
  for (let i = 0; i < words.length; i++) h = mix(h, words[i] as number);
  return mix(h, words.length);
}
