import type { GraphRecord } from '@netposture/network/graph';
import {
  type Exposure,
  type Reachability,
  unitedAnswers,
  verdictSets,
} from '@netposture/network/reachability';
import type { ExposureState } from '../drift/exposure-state.ts';

/** What outsiders can do to every workload, service and balancer to which something gets, or may get. In order of id. */
export function exposureStates(reachability: Reachability): readonly ExposureState[] {
  const states: ExposureState[] = [];
  for (const record of reachability.linked.graph.records.values()) {
    if (!isTarget(record)) continue;
    const exposure = reachability.exposure(record.id);
    if (exposure === undefined) continue;
    states.push(stateOf(record, exposure));
  }
  return states.toSorted((a, b) => (a.target < b.target ? -1 : 1));
}

function isTarget({ kind }: GraphRecord): boolean {
  return kind === 'workload' || kind === 'service' || kind === 'load-balancer';
}

function stateOf(record: GraphRecord, exposure: Exposure): ExposureState {
  const { provider, account, location, nativeId } = record.provenance;
  // What a failover opens is open: nobody asks before it happens.
  const answers =
    exposure.afterFailover === undefined
      ? [exposure.answer]
      : [exposure.answer, exposure.afterFailover];
  const sets = verdictSets(unitedAnswers(answers));
  const allowed = sets.allowed.toJSON();
  return {
    target: record.id,
    name: record.name,
    kind: record.kind,
    provider,
    account,
    location,
    nativeId,
    allowed,
    undetermined: sets.undetermined.toJSON(),
    lastAllowed: allowed,
    isUnseen: false,
  };
}
