/**
 * The kernel for sets of IPv6 addresses. Same shape as `bounds32.ts`, but a bound is four
 * consecutive 32-bit limbs, most significant first; 2^128 need never be stored.
 */
import { grown, workspace } from './bounds32.ts';
import { compare128, copy128, increment128, toBigint } from './limbs.ts';
import { dependsOnA, dependsOnB, type Operation } from './operation.ts';
import { sorted128 } from './sort128.ts';

/** Bounds of a set, four words each. Never written to after it was handed out. */
export type Bounds128 = Uint32Array;

/** No address. */
export const NONE128: Bounds128 = new Uint32Array(0);
/** Every address. */
export const EVERY128: Bounds128 = new Uint32Array(4);

/** Union, intersection or difference: one merge of both bound lists, linear. */
export function combine128(a: Bounds128, b: Bounds128, operation: Operation): Bounds128 {
  const lengthA = a.length;
  const lengthB = b.length;
  const out = workspace(lengthA + lengthB);
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < lengthA && j < lengthB) {
    const order = compare128(a, i, b, j);
    if (order <= 0) copy128(a, i, out, n);
    else copy128(b, j, out, n);
    i += order <= 0 ? 4 : 0;
    j += order >= 0 ? 4 : 0;
    // Bit 2 of a place is the parity of its bound: membership, as in the 32-bit kernel.
    n += (((operation >>> (((i & 4) >>> 1) | ((j & 4) >>> 2))) ^ (n >>> 2)) & 1) << 2;
  }
  if (i < lengthA && dependsOnA(operation, (j & 4) >>> 2)) {
    while (i < lengthA) out[n++] = a[i++] as number;
  } else if (j < lengthB && dependsOnB(operation, (i & 4) >>> 2)) {
    while (j < lengthB) out[n++] = b[j++] as number;
  }
  return out.slice(0, n);
}

/** Is the result of the operation non-empty? Stops at the first point of it, allocates nothing. */
export function meets128(a: Bounds128, b: Bounds128, operation: Operation): boolean {
  const lengthA = a.length;
  const lengthB = b.length;
  let i = 0;
  let j = 0;
  while (i < lengthA && j < lengthB) {
    const order = compare128(a, i, b, j);
    i += order <= 0 ? 4 : 0;
    j += order >= 0 ? 4 : 0;
    if (((operation >>> (((i & 4) >>> 1) | ((j & 4) >>> 2))) & 1) === 1) return true;
  }
  if (i < lengthA) return dependsOnA(operation, (j & 4) >>> 2);
  return j < lengthB && dependsOnB(operation, (i & 4) >>> 2);
}

/** Everything in the universe that is not in the set. */
export function complement128(a: Bounds128): Bounds128 {
  if (a.length > 0 && compare128(a, 0, EVERY128, 0) === 0) return a.slice(4);
  const out = new Uint32Array(a.length + 4);
  out.set(a, 4);
  return out;
}

/** Is the number, given as four limbs, in the set? Logarithmic. */
export function contains128(a: Bounds128, limbs: Uint32Array): boolean {
  let low = 0;
  let high = a.length >>> 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare128(a, middle * 4, limbs, 0) <= 0) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
}

/** How many addresses the set holds, exactly. Bigints here: size is asked once, for a report. */
export function count128(a: Bounds128): bigint {
  let count = 0n;
  for (let i = 0; i < a.length; i += 8) {
    const end = i + 4 < a.length ? toBigint(a, i + 4) : 1n << 128n;
    count += end - toBigint(a, i);
  }
  return count;
}

/** Collects ranges in any order and makes one set of them by two sorts and one pass. */
export class Builder128 {
  #starts: Uint32Array = NONE128;
  #ends: Uint32Array = NONE128;
  #startLength = 0;
  #endLength = 0;

  /** Adds the range from `range[0..3]` to `range[4..7]`, both inclusive; changes `range`. */
  add(range: Uint32Array): void {
    this.#reserve(4);
    copy128(range, 0, this.#starts, this.#startLength);
    this.#startLength += 4;
    if (increment128(range, 4)) return;
    copy128(range, 4, this.#ends, this.#endLength);
    this.#endLength += 4;
  }

  /** Adds a whole set. */
  addAll(bounds: Bounds128): void {
    this.#reserve(((bounds.length + 4) >>> 3) * 4);
    for (let i = 0; i < bounds.length; i += 8) {
      copy128(bounds, i, this.#starts, this.#startLength);
      this.#startLength += 4;
      if (i + 4 < bounds.length) {
        copy128(bounds, i + 4, this.#ends, this.#endLength);
        this.#endLength += 4;
      }
    }
  }

  /** The set of everything added; the sweep is that of `Builder32`. */
  build(): Bounds128 {
    if (this.#startLength === 0) return NONE128;
    const starts = sorted128(this.#starts.subarray(0, this.#startLength));
    const ends = sorted128(this.#ends.subarray(0, this.#endLength));
    const out = workspace(starts.length + ends.length);
    let n = 0;
    let i = 0;
    for (let j = 0; j < ends.length; j += 4) {
      if (i === j) {
        copy128(starts, i, out, n);
        n += 4;
        i += 4;
      }
      while (i < starts.length && compare128(ends, j, starts, i) >= 0) i += 4;
      if (i === j + 4) {
        copy128(ends, j, out, n);
        n += 4;
      }
    }
    if (starts.length > ends.length && i === ends.length) {
      copy128(starts, i, out, n);
      n += 4;
    }
    return out.slice(0, n);
  }

  #reserve(moreWords: number): void {
    const needed = this.#startLength + moreWords;
    if (needed <= this.#starts.length) return;
    const capacity = Math.max(needed, this.#starts.length * 2);
    this.#starts = grown(this.#starts, capacity);
    this.#ends = grown(this.#ends, capacity);
  }
}
