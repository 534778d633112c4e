import type { GraphRecord, ResourceId } from '@netposture/network/graph';
import {
  type Exposure,
  type Reachability,
  unitedAnswers,
  verdictSets,
} from '@netposture/network/reachability';
import type { ExposureState } from '../drift/exposure-state.ts';

/** An exposure in the words of the store, and what it was made of: where both are the same objects again, so are the words. */
export interface ToldExposure {
  readonly record: GraphRecord;
  readonly exposure: Exposure;
  readonly state: ExposureState;
}

/**
 * What outsiders can do to every workload, service and balancer to which something gets, or may get. In order of id.
 *
 * @param earlier what was told of an estate from which this one took over what did not change
 */
export function tellExposures(
  reachability: Reachability,
  earlier: ReadonlyMap<ResourceId, ToldExposure> = new Map(),
): ReadonlyMap<ResourceId, ToldExposure> {
  const told: ToldExposure[] = [];
  for (const record of reachability.linked.graph.records.values()) {
    if (!isTarget(record)) continue;
    const exposure = reachability.exposure(record.id);
    if (exposure === undefined) continue;
    const known = earlier.get(record.id);
    const isKnown = known?.record === record && known.exposure === exposure;
    told.push(isKnown ? known : { record, exposure, state: stateOf(record, exposure) });
  }
  told.sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
  return new Map(told.map((one) => [one.record.id, one]));
}

/** {@link tellExposures} without an earlier estate, in words only. */
export function exposureStates(reachability: Reachability): readonly ExposureState[] {
  return [...tellExposures(reachability).values()].map(({ state }) => state);
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
