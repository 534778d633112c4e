import { type GraphRecord, isGap, type LinkedGraph, recordsOf } from '@netposture/network/graph';
import type { Exposure, ReachAnswer, Reachability } from '@netposture/network/reachability';
import { resourceJson } from './resource-json.ts';
import {
  type ExposureJson,
  type FindingJson,
  SCHEMA_VERSION,
  type ScanReport,
} from './scan-report.ts';

/**
 * Findings, exposures and coverage of an estate as plain JSON. Targets to which nothing gets, and nothing may get, are
 * counted only.
 */
export function scanJson(reachability: Reachability, findings: readonly FindingJson[]): ScanReport {
  const { linked } = reachability;
  const targets = exposureTargets(linked);
  const exposures = targets
    .map((target) => reachability.exposure(target.id))
    .filter((found) => found !== undefined);
  return {
    schemaVersion: SCHEMA_VERSION,
    findings: [...findings],
    targets: targets.length,
    exposures: exposures
      .filter((exposure) => !isClosed(exposure))
      .map((exposure) => exposureJson(linked, exposure)),
    coverage: linked.graph.coverage.map((entry) => ({ ...entry, isGap: isGap(entry.outcome) })),
  };
}

/** What outsiders can be asked about: workloads, services, balancers. In order of id. */
function exposureTargets(linked: LinkedGraph): readonly GraphRecord[] {
  return [
    ...recordsOf(linked.graph, 'workload'),
    ...recordsOf(linked.graph, 'service'),
    ...recordsOf(linked.graph, 'load-balancer'),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function exposureJson(linked: LinkedGraph, exposure: Exposure): ExposureJson {
  return {
    target: resourceJson(linked, exposure.target),
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

function answerJson(answer: ReachAnswer): Pick<ExposureJson, 'delivered' | 'conversable'> {
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
