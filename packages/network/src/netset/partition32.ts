import type { Bounds32 } from './bounds32.ts';

/** Sets up to this number are told apart by the bits of one double, which is exact up to 2^53. */
export const MAXIMUM_SETS = 52;

/** Elements of the universe that lie in the same sets: which sets, as a sum of powers of two, and their bounds. */
export type Parts = ReadonlyMap<number, readonly number[]>;

/**
 * Cuts the union of at most {@link MAXIMUM_SETS} sets into parts by the sets that hold them: one sort of all bounds and one
 * pass over them.
 */
export function partition32(sets: readonly Bounds32[]): Parts {
  let count = 0;
  for (const bounds of sets) count += bounds.length;
  const events = new Float64Array(count);
  let n = 0;
  // A bound and the number of its set in one double: 32 bits and 6 bits.
  for (const [index, bounds] of sets.entries())
    for (let i = 0; i < bounds.length; i++) events[n++] = (bounds[i] as number) * 64 + index;
  events.sort();
  const parts = new Map<number, number[]>();
  let members = 0;
  for (let i = 0; i < n; ) {
    const bound = Math.floor((events[i] as number) / 64);
    const before = members;
    for (; i < n; i++) {
      const event = events[i] as number;
      if (event >= (bound + 1) * 64) break;
      members = toggled(members, event - bound * 64);
    }
    flip(parts, before, members, [bound]);
  }
  return parts;
}

/** The sum with the power of two of this number added if it lacks it, else taken away. */
export function toggled(members: number, index: number): number {
  const bit = 2 ** index;
  return Math.floor(members / bit) % 2 === 1 ? members - bit : members + bit;
}

/** Writes down that at this bound one part ends and another begins; elements of no set belong to no part. */
export function flip(
  parts: Map<number, number[]>,
  before: number,
  after: number,
  bound: readonly number[],
): void {
  for (const members of [before, after]) {
    if (members === 0) continue;
    const part = parts.get(members);
    if (part === undefined) parts.set(members, [...bound]);
    else part.push(...bound);
  }
}

/** The numbers of the sets in such a sum. */
export function membersOf(members: number): number[] {
  const found: number[] = [];
  for (let index = 0, rest = members; rest > 0; index++, rest = Math.floor(rest / 2))
    if (rest % 2 === 1) found.push(index);
  return found;
}
