import {
  type Graph,
  type GraphRecord,
  type LinkedGraph,
  link,
  type ResourceId,
} from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { isSameData } from '../drift/same-data.ts';
import { type ToldExposure, tellExposures } from './exposures.ts';

/** One estate ready for questions, with what was worked out about it. */
export interface Estate {
  readonly linked: LinkedGraph;
  readonly reachability: Reachability;
  /** How many estates lent each other something, up to this one. */
  readonly steps: number;
  /** By target, in order. */
  exposures(): ReadonlyMap<ResourceId, ToldExposure>;
}

/** After so many steps an estate is judged anew, so that nothing that was kept on the way can pile up. */
const MOST_STEPS = 100;

/**
 * The estate of a graph. What an earlier one worked out is taken over where no difference between the two can touch it: the
 * answers are those of a new start. Without an earlier one, or after many steps, it is a new start.
 */
export function estateAfter(before: Estate | undefined, graph: Graph): Estate {
  const isNew = before === undefined || before.steps >= MOST_STEPS;
  // Asked first: what an engine has not worked out it cannot leave to the next.
  const earlier = isNew ? undefined : before.exposures();
  const reachability = isNew ? new Reachability(link(graph)) : reachabilityAfter(before, graph);
  let told: ReadonlyMap<ResourceId, ToldExposure> | undefined;
  return {
    linked: reachability.linked,
    reachability,
    steps: isNew ? 0 : before.steps + 1,
    exposures: () => {
      told ??= tellExposures(reachability, earlier);
      return told;
    },
  };
}

function reachabilityAfter({ linked, reachability }: Estate, graph: Graph): Reachability {
  const shared = sharedGraph(linked.graph, graph);
  return reachability.after(shared.graph, shared.changed);
}

/**
 * A graph whose records are those of an earlier one wherever they say the same, and the ids of the others: new, gone or
 * different. Linear in the size of both.
 */
function sharedGraph(
  before: Graph,
  graph: Graph,
): { readonly graph: Graph; readonly changed: readonly ResourceId[] } {
  const records = new Map<ResourceId, GraphRecord>();
  const changed: ResourceId[] = [];
  for (const [id, record] of graph.records) {
    const was = before.records.get(id);
    const isSame = was !== undefined && isSameData(was, record);
    records.set(id, isSame ? was : record);
    if (!isSame) changed.push(id);
  }
  for (const id of before.records.keys()) if (!records.has(id)) changed.push(id);
  return { graph: { records, coverage: graph.coverage }, changed };
}
