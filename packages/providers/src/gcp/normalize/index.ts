import { type Graph, graphOf } from '@netposture/network/graph';
import { coverageOf, type Observation } from '../../observation.ts';

/** What the observations mean. */
export function normalize(observations: readonly Observation[]): Graph {
  return graphOf([], observations.map(coverageOf));
}
