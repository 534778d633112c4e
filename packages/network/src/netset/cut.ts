import type { Bounds32 } from './bounds32.ts';
import type { Bounds128 } from './bounds128.ts';
import { compare128 } from './limbs.ts';

/** Groups up to this number are told apart by the bits of one small integer. */
export const MAXIMUM_GROUPS = 30;

/** What stands at an element that lies in these groups (a sum of powers of two), compared by identity; nothing in no group. */
export type ValueAt<T> = (members: number) => T;

/**
 * Cuts the union of at most {@link MAXIMUM_GROUPS} groups of sets into parts by the value at each element: for each value the
 * bounds of its part. One sort of all bounds and one pass over them, however the sets of a group overlap.
 */
export function cut32<T>(
  groups: readonly (readonly Bounds32[])[],
  valueAt: ValueAt<T>,
): Map<T, Bounds32> {
  let size = 0;
  for (const sets of groups) for (const bounds of sets) size += bounds.length;
  // A bound, the number of its group and whether it opens in one double: 32 bits, 5 bits and 1 bit.
  const events = new Float64Array(size);
  let n = 0;
  for (let group = 0; group < groups.length; group++) {
    for (const bounds of groups[group] as readonly Bounds32[])
      for (let i = 0; i < bounds.length; i++)
        events[n++] = (bounds[i] as number) * 64 + group * 2 + (i & 1);
  }
  events.sort();
  const sweep = new Sweep(groups.length, valueAt);
  for (let i = 0; i < size; ) {
    const bound = Math.floor((events[i] as number) / 64);
    for (; i < size; i++) {
      const event = (events[i] as number) - bound * 64;
      if (event >= 64) break;
      sweep.meet(event >> 1, (event & 1) === 0);
    }
    sweep.pass(bound);
  }
  return sweep.parts((bounds) => Uint32Array.from(bounds));
}

/** As {@link cut32}, for bounds of four limbs. */
export function cut128<T>(
  groups: readonly (readonly Bounds128[])[],
  valueAt: ValueAt<T>,
): Map<T, Bounds128> {
  const { limbs, events, order } = eventsOf(groups);
  const sweep = new Sweep(groups.length, valueAt);
  for (let i = 0; i < order.length; ) {
    const first = (order[i] as number) * 4;
    for (; i < order.length; i++) {
      const at = order[i] as number;
      if (compare128(limbs, at * 4, limbs, first) !== 0) break;
      const event = events[at] as number;
      sweep.meet(event >> 1, (event & 1) === 0);
    }
    sweep.pass(first);
  }
  return sweep.parts((places) => {
    const bounds = new Uint32Array(places.length * 4);
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number;
      bounds.set(limbs.subarray(place, place + 4), i * 4);
    }
    return bounds;
  });
}

/** All bounds in one array, with the group of each and whether it opens, and the order of the bounds. */
function eventsOf(groups: readonly (readonly Bounds128[])[]): {
  readonly limbs: Uint32Array;
  readonly events: Uint8Array;
  readonly order: Uint32Array;
} {
  let size = 0;
  for (const sets of groups) for (const bounds of sets) size += bounds.length;
  const limbs = new Uint32Array(size);
  const events = new Uint8Array(size / 4);
  /** Where the bounds of each set begin: they are in order already. */
  const runs: number[] = [];
  let n = 0;
  for (let group = 0; group < groups.length; group++) {
    for (const bounds of groups[group] as readonly Bounds128[]) {
      if (bounds.length === 0) continue;
      runs.push(n / 4);
      limbs.set(bounds, n);
      for (let i = 0; i < bounds.length; i += 4) events[(n + i) / 4] = group * 2 + ((i / 4) & 1);
      n += bounds.length;
    }
  }
  return { limbs, events, order: merged(limbs, runs, size / 4) };
}

/** The numbers of the bounds in order of bound, by merging the runs in pairs. */
function merged(limbs: Uint32Array, runs: readonly number[], size: number): Uint32Array {
  let from = new Uint32Array(size);
  for (let i = 0; i < size; i++) from[i] = i;
  let to = new Uint32Array(size);
  for (let starts = runs; starts.length > 1; ) {
    const next: number[] = [];
    for (let run = 0; run < starts.length; run += 2) {
      const start = starts[run] as number;
      const middle = starts[run + 1] ?? size;
      merge(limbs, from, to, start, middle, starts[run + 2] ?? size);
      next.push(start);
    }
    starts = next;
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}

function merge(
  limbs: Uint32Array,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let n = start; n < end; n++) {
    const isLeft =
      right >= end ||
      (left < middle &&
        compare128(limbs, (from[left] as number) * 4, limbs, (from[right] as number) * 4) <= 0);
    to[n] = from[isLeft ? left++ : right++] as number;
  }
}

/** Passes over all bounds in order, and writes down where the value changes. */
class Sweep<T> {
  readonly #valueAt: ValueAt<T>;
  readonly #values = new Map<number, T>();
  readonly #parts = new Map<T, number[]>();
  /** How many sets of each group hold the elements behind the last bound. */
  readonly #depths: Uint32Array;
  #members = 0;
  #value: T | undefined;

  constructor(groups: number, valueAt: ValueAt<T>) {
    this.#depths = new Uint32Array(groups);
    this.#valueAt = valueAt;
  }

  /** A set of the group begins or ends at the bound that is passed next. */
  meet(group: number, begins: boolean): void {
    const depth = (this.#depths[group] as number) + (begins ? 1 : -1);
    this.#depths[group] = depth;
    const bit = 1 << group;
    this.#members = depth === 0 ? this.#members & ~bit : this.#members | bit;
  }

  /** Everything that begins or ends at this bound was met. */
  pass(bound: number): void {
    const value = this.#valueNow();
    if (value === this.#value) return;
    if (this.#value !== undefined) this.#write(this.#value, bound);
    if (value !== undefined) this.#write(value, bound);
    this.#value = value;
  }

  /** The part of each value, made of its bounds. */
  parts(boundsOf: (bounds: readonly number[]) => Uint32Array): Map<T, Uint32Array> {
    const parts = new Map<T, Uint32Array>();
    for (const [value, bounds] of this.#parts) parts.set(value, boundsOf(bounds));
    return parts;
  }

  #valueNow(): T | undefined {
    const members = this.#members;
    if (members === 0) return undefined;
    let value = this.#values.get(members);
    if (value === undefined) {
      value = this.#valueAt(members);
      this.#values.set(members, value);
    }
    return value;
  }

  #write(value: T, bound: number): void {
    const bounds = this.#parts.get(value);
    if (bounds === undefined) this.#parts.set(value, [bound]);
    else bounds.push(bound);
  }
}
