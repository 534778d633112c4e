import { type LinkedGraph, link, merge } from '@netposture/network/graph';
import type { Observation, Provider } from '@netposture/providers';
import { graphsOf } from './offline-estate.ts';
import type { PlannedTarget } from './ports.ts';
import { unansweredOf } from './unanswered.ts';

/** What a recorded scan was judged by, as the store gives it back. */
export interface KeptEstate {
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly plan: readonly PlannedTarget[];
  readonly observations: readonly Observation[];
}

/** The estate as a recorded scan saw it. What was planned and left no observation is a gap in its coverage. */
export function recordedEstate(
  { recordedAt, plan, observations }: KeptEstate,
  providers: readonly Provider[],
): LinkedGraph {
  const missing = unansweredOf(plan, observations, providers, recordedAt);
  return link(merge(graphsOf(providers, [...observations, ...missing])));
}
