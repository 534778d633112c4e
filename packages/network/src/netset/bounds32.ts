/**
 * The kernel for sets of numbers below 2^32: IPv4 addresses, ports, ICMP type/code pairs, protocols.
 *
 * Shape: a set is the strictly increasing list of *bounds* where membership flips, in a
 * `Uint32Array`. Bounds at even places open an interval (inclusive), those at odd places close it
 * (exclusive). An interval that reaches the end of the universe has no closing bound, so 2^32 need
 * never be stored. Each set has exactly one such list, touching intervals cannot be written, the
 * parity of a place is the membership, and complement only flips the bound 0.
 */
import { mixAll, SEED } from './hash.ts';
import { dependsOnA, dependsOnB, type Operation } from './operation.ts';
import { sorted32 } from './sort32.ts';

/** Bounds of a set, see above. Never written to after it was handed out. */
export type Bounds32 = Uint32Array;

/** No number. */
export const NONE32: Bounds32 = new Uint32Array(0);
/** Every number. */
export const EVERY32: Bounds32 = Uint32Array.of(0);

const SCRATCH_SIZE = 4096;
const scratch = new Uint32Array(SCRATCH_SIZE);

/** Room for a result of at most `size` words: small results are built in one shared buffer and copied out. */
export function workspace(size: number): Uint32Array {
  return size <= SCRATCH_SIZE ? scratch : new Uint32Array(size);
}

/** The numbers from `first` to `last` inclusive, in the universe from 0 to `maximum`. */
export function range32(first: number, last: number, maximum: number): Bounds32 {
  return last >= maximum ? Uint32Array.of(first) : Uint32Array.of(first, last + 1);
}

/** Union, intersection or difference: one merge of both bound lists, linear. */
export function combine32(a: Bounds32, b: Bounds32, operation: Operation): Bounds32 {
  const lengthA = a.length;
  const lengthB = b.length;
  const out = workspace(lengthA + lengthB);
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < lengthA && j < lengthB) {
    const x = a[i] as number;
    const y = b[j] as number;
    out[n] = x < y ? x : y;
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
    // The parity of i, j and n is membership in A, in B and in the result: keep the bound if it flips.
    n += ((operation >>> (((i & 1) << 1) | (j & 1))) ^ n) & 1;
  }
  if (i < lengthA && dependsOnA(operation, j & 1)) {
    while (i < lengthA) out[n++] = a[i++] as number;
  } else if (j < lengthB && dependsOnB(operation, i & 1)) {
    while (j < lengthB) out[n++] = b[j++] as number;
  }
  return out.slice(0, n);
}

/** Is the result of the operation non-empty? Stops at the first point of it, allocates nothing. */
export function meets32(a: Bounds32, b: Bounds32, operation: Operation): boolean {
  const lengthA = a.length;
  const lengthB = b.length;
  let i = 0;
  let j = 0;
  while (i < lengthA && j < lengthB) {
    const x = a[i] as number;
    const y = b[j] as number;
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
    if (((operation >>> (((i & 1) << 1) | (j & 1))) & 1) === 1) return true;
  }
  if (i < lengthA) return dependsOnA(operation, j & 1);
  return j < lengthB && dependsOnB(operation, i & 1);
}

/** Everything in the universe that is not in the set. */
export function complement32(a: Bounds32): Bounds32 {
  if (a[0] === 0) return a.slice(1);
  const out = new Uint32Array(a.length + 1);
  out.set(a, 1);
  return out;
}

/** Is the number in the set? Logarithmic. */
export function contains32(a: Bounds32, value: number): boolean {
  let low = 0;
  let high = a.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((a[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
}

/** Same bounds, hence same set. */
export function equal32(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** How many numbers the set holds; `limit` is the size of the universe (at most 2^32, so exact). */
export function count32(a: Bounds32, limit: number): number {
  let count = 0;
  for (let i = 0; i < a.length; i += 2) count += (a[i + 1] ?? limit) - (a[i] as number);
  return count;
}

/** Hash of a set: equal sets have equal hashes. */
export function hash32(a: Bounds32): number {
  return mixAll(SEED, a);
}

/** Collects ranges in any order and makes one set of them by two sorts and one pass. */
export class Builder32 {
  #starts: Uint32Array = NONE32;
  #ends: Uint32Array = NONE32;
  #startCount = 0;
  #endCount = 0;

  /** Adds `first` to `end` exclusive; an `end` at or above `limit` stays open. */
  add(first: number, end: number, limit: number): void {
    this.#reserve(1);
    this.#starts[this.#startCount++] = first;
    if (end < limit) this.#ends[this.#endCount++] = end;
  }

  /** Adds a whole set. */
  addAll(bounds: Bounds32): void {
    this.#reserve((bounds.length + 1) >>> 1);
    for (let i = 0; i < bounds.length; i += 2) {
      this.#starts[this.#startCount++] = bounds[i] as number;
      if (i + 1 < bounds.length) this.#ends[this.#endCount++] = bounds[i + 1] as number;
    }
  }

  /** The set of everything added. */
  build(): Bounds32 {
    if (this.#startCount === 0) return NONE32;
    const starts = sorted32(this.#starts.subarray(0, this.#startCount));
    const ends = sorted32(this.#ends.subarray(0, this.#endCount));
    const out = workspace(starts.length + ends.length);
    let n = 0;
    let i = 0;
    // Covered from starts[i] to the end where as many ranges have closed as have opened. A range
    // that opens exactly where the last one closes keeps the cover going: hence >= below.
    for (let j = 0; j < ends.length; j++) {
      const end = ends[j] as number;
      if (i === j) {
        out[n++] = starts[i] as number;
        i++;
      }
      while (i < starts.length && end >= (starts[i] as number)) i++;
      if (i === j + 1) out[n++] = end;
    }
    if (starts.length > ends.length && i === ends.length) out[n++] = starts[i] as number;
    return out.slice(0, n);
  }

  #reserve(more: number): void {
    const needed = this.#startCount + more;
    if (needed <= this.#starts.length) return;
    const capacity = Math.max(needed, this.#starts.length * 2);
    this.#starts = grown(this.#starts, capacity);
    this.#ends = grown(this.#ends, capacity);
  }
}

/** A larger array that begins with the words of `from`. */
export function grown(from: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(capacity);
  to.set(from);
  return to;
}
