import { type GraphRecord, isGap, type LinkedGraph, recordsOf } from '@netposture/network/graph';
import { type Exposure, type ReachAnswer, Reachability } from '@netposture/network/reachability';

/** Version of the output's shape; raised when a field changes its meaning or goes. */
const SCHEMA_VERSION = 1;

/** Coverage and exposures of an estate as plain JSON. Targets to which nothing gets, and nothing may get, are counted only. */
export function scanJson(linked: LinkedGraph): Readonly<Record<string, unknown>> {
  const reachability = new Reachability(linked);
  const targets = exposureTargets(linked);
  const exposures = targets
    .map((target) => reachability.exposure(target.id))
    .filter((found) => found !== undefined);
  const open = exposures.filter((exposure) => !isClosed(exposure));
  return {
    schemaVersion: SCHEMA_VERSION,
    coverage: linked.graph.coverage.map((entry) => ({ ...entry, isGap: isGap(entry.outcome) })),
    targets: targets.length,
    exposures: open.map((exposure) => exposureJson(linked, exposure)),
  };
}

/** What outsiders can be asked about: workloads, services, balancers. In order of id. */
export function exposureTargets(linked: LinkedGraph): readonly GraphRecord[] {
  return [
    ...recordsOf(linked.graph, 'workload'),
    ...recordsOf(linked.graph, 'service'),
    ...recordsOf(linked.graph, 'load-balancer'),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether something asked for could not be read. */
export function hasGaps(linked: LinkedGraph): boolean {
  return linked.graph.coverage.some(({ outcome }) => isGap(outcome));
}

function exposureJson(linked: LinkedGraph, exposure: Exposure): Readonly<Record<string, unknown>> {
  const record = linked.graph.records.get(exposure.target);
  return {
    target: exposure.target,
    kind: record?.kind,
    name: record?.name,
    ...answerJson(exposure.answer),
    ways: exposure.ways.map(({ kind, through, answer }) => ({
      kind,
      through,
      ...answerJson(answer),
    })),
    afterFailover: exposure.afterFailover === undefined ? null : answerJson(exposure.afterFailover),
    notModelled: exposure.notModelled ?? null,
  };
}

function answerJson(answer: ReachAnswer): Readonly<Record<string, unknown>> {
  return {
    delivered: {
      allowed: answer.delivered.allowed.toJSON(),
      undetermined: answer.delivered.undetermined.toJSON(),
    },
    conversable: {
      allowed: answer.conversable.allowed.toJSON(),
      undetermined: answer.conversable.undetermined.toJSON(),
    },
  };
}

function isClosed(exposure: Exposure): boolean {
  const answers =
    exposure.afterFailover === undefined
      ? [exposure.answer]
      : [exposure.answer, exposure.afterFailover];
  return answers.every(
    ({ delivered }) => delivered.allowed.isEmpty && delivered.undetermined.isEmpty,
  );
}
