import type { Bounds128 } from './bounds128.ts';
import { compare128 } from './limbs.ts';
import { flip, type Parts, toggled } from './partition32.ts';

/** A bound, and the number of its set. */
interface Event {
  readonly bounds: Bounds128;
  readonly at: number;
  readonly index: number;
}

/** As `partition32`, for bounds of four limbs. */
export function partition128(sets: readonly Bounds128[]): Parts {
  const events: Event[] = [];
  for (const [index, bounds] of sets.entries())
    for (let at = 0; at < bounds.length; at += 4) events.push({ bounds, at, index });
  events.sort((a, b) => compare128(a.bounds, a.at, b.bounds, b.at));
  const parts = new Map<number, number[]>();
  let members = 0;
  for (let i = 0; i < events.length; ) {
    const first = events[i] as Event;
    const before = members;
    for (; i < events.length; i++) {
      const event = events[i] as Event;
      if (compare128(event.bounds, event.at, first.bounds, first.at) !== 0) break;
      members = toggled(members, event.index);
    }
    flip(parts, before, members, [...first.bounds.subarray(first.at, first.at + 4)]);
  }
  return parts;
}
