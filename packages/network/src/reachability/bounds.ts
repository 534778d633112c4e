import { PacketSet } from '../netset/index.ts';

/**
 * A three-valued answer for every packet at once, as two sets with `certain` inside `possible`: packets of `certain` are
 * allowed, packets outside `possible` denied, those between undetermined. Three-valued *all of* and *any of* are then
 * plain intersection and union of both.
 */
export interface Bounds {
  readonly certain: PacketSet;
  readonly possible: PacketSet;
}

/** Everything allowed. */
export const everything: Bounds = { certain: PacketSet.all, possible: PacketSet.all };

/** Everything denied. */
export const nothing: Bounds = { certain: PacketSet.empty, possible: PacketSet.empty };

/** Everything undetermined. */
export const undecided: Bounds = { certain: PacketSet.empty, possible: PacketSet.all };

/** Exactly these packets allowed, all others denied. */
export function exactly(packets: PacketSet): Bounds {
  return { certain: packets, possible: packets };
}

/** Allowed where both allow, denied where one denies. */
export function allOf(a: Bounds, b: Bounds): Bounds {
  if (a === everything || b === nothing) return b;
  if (b === everything || a === nothing) return a;
  const certain = a.certain.intersect(b.certain);
  const possible =
    a.certain === a.possible && b.certain === b.possible
      ? certain
      : a.possible.intersect(b.possible);
  return { certain, possible };
}

/** Allowed where one allows, denied where both deny. */
export function anyOf(a: Bounds, b: Bounds): Bounds {
  if (a === nothing || b === everything) return b;
  if (b === nothing || a === everything) return a;
  const certain = a.certain.union(b.certain);
  const possible =
    a.certain === a.possible && b.certain === b.possible ? certain : a.possible.union(b.possible);
  return { certain, possible };
}

/** The same answer for packets of the set; all others denied. */
export function within(bounds: Bounds, packets: PacketSet): Bounds {
  return allOf(bounds, exactly(packets));
}

/** What was allowed becomes undetermined. */
export function atBestUndetermined(bounds: Bounds): Bounds {
  return { certain: PacketSet.empty, possible: bounds.possible };
}

/** Applies a mapping of packets to both bounds, keeping equal bounds identical. */
export function mapBounds(bounds: Bounds, map: (packets: PacketSet) => PacketSet): Bounds {
  const certain = map(bounds.certain);
  return { certain, possible: bounds.certain === bounds.possible ? certain : map(bounds.possible) };
}

/** The packets about which nothing can be said. */
export function undeterminedPart(bounds: Bounds): PacketSet {
  return bounds.certain === bounds.possible
    ? PacketSet.empty
    : bounds.possible.subtract(bounds.certain);
}
