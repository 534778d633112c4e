import type { PacketSet } from '../netset/index.ts';
import {
  allOf,
  anyOf,
  atBestUndetermined,
  type Bounds,
  everything,
  mapBounds,
  nothing,
  undecided,
  within,
} from './bounds.ts';

/** Both strengths of an answer. `conversable` is never better than `delivered`. */
export interface Verdict {
  readonly delivered: Bounds;
  readonly conversable: Bounds;
}

/**
 * One hop seen both ways: what it does to the packets, and what it does to their replies. Both are oriented like the
 * packets, so a reply's bounds stand at the packet that it answers.
 */
export interface Crossing {
  readonly forward: Bounds;
  readonly reply: Bounds;
}

/** Arrives, and answers come back. */
export const reaches: Verdict = { delivered: everything, conversable: everything };

/** Nothing arrives. */
export const reachesNothing: Verdict = { delivered: nothing, conversable: nothing };

/** Nobody knows whether anything arrives. */
export const reachesPerhaps: Verdict = { delivered: undecided, conversable: undecided };

/** A hop that lets everything pass. */
export const openCrossing: Crossing = { forward: everything, reply: everything };

/** The verdict of a path whose first hop is `crossing` and whose rest is `rest`. */
export function through(crossing: Crossing, rest: Verdict): Verdict {
  return {
    delivered: allOf(crossing.forward, rest.delivered),
    conversable: allOf(allOf(crossing.forward, crossing.reply), rest.conversable),
  };
}

/** Two hops in a row. */
export function thenCross(first: Crossing, second: Crossing): Crossing {
  return { forward: allOf(first.forward, second.forward), reply: allOf(first.reply, second.reply) };
}

/** Two ways to the same end: either suffices. */
export function either(a: Verdict, b: Verdict): Verdict {
  return {
    delivered: anyOf(a.delivered, b.delivered),
    conversable: anyOf(a.conversable, b.conversable),
  };
}

/** The same verdict for these packets, denied for all others. */
export function verdictWithin(verdict: Verdict, packets: PacketSet): Verdict {
  return {
    delivered: within(verdict.delivered, packets),
    conversable: within(verdict.conversable, packets),
  };
}

/** Undetermined where it was allowed. */
export function perhaps(verdict: Verdict): Verdict {
  return {
    delivered: atBestUndetermined(verdict.delivered),
    conversable: atBestUndetermined(verdict.conversable),
  };
}

/** Maps the packets of a verdict, such as back through a translation. */
export function mapVerdict(verdict: Verdict, map: (packets: PacketSet) => PacketSet): Verdict {
  const delivered = mapBounds(verdict.delivered, map);
  const conversable =
    verdict.conversable === verdict.delivered ? delivered : mapBounds(verdict.conversable, map);
  return { delivered, conversable };
}
