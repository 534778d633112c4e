import {
  addressSightings,
  type CoverageEntry,
  foldSightings,
  isGap,
  merge,
} from '@netposture/network/graph';
import type { Logger, Observation, Operation, Provider } from '@netposture/providers';
import { SEVERITIES, type Severity } from '@netposture/rules';
import { type Clock, instantOf } from '../clock.ts';
import { type BaselineChange, heldToBaseline, openInBaseline, shrunk } from '../drift/baseline.ts';
import { compareExposures, type ExposureComparison } from '../drift/compare-exposures.ts';
import { compareFindings, type FindingComparison } from '../drift/compare-findings.ts';
import type { DriftItem } from '../drift/drift-item.ts';
import { type Feeds, Sight } from '../drift/sight.ts';
import { PostureError } from '../errors.ts';
import { type Estate, estateAfter } from './estate.ts';
import { explainDrift } from './explain-drift.ts';
import type { Kept, KeptState } from './kept-state.ts';
import { graphsOf } from './offline-estate.ts';
import type {
  Alert,
  EvaluateRules,
  KnownState,
  ScanRecord,
  ScanStore,
  ScanSummary,
} from './ports.ts';
import { Stages } from './stages.ts';
import { targetKey } from './target-key.ts';
import { unansweredOf } from './unanswered.ts';

/** What concluding works with. */
export interface ConcludePorts {
  readonly store: ScanStore;
  readonly providers: readonly Provider[];
  readonly clock: Clock;
  readonly logger?: Logger;
  /** Absent: every estate is judged as a whole. */
  readonly kept?: KeptState;
  /** Absent: exposures are judged, and no rules. */
  readonly evaluateRules?: EvaluateRules;
  /** Where alerts go, by name. */
  readonly destinations: readonly string[];
  /** Those of them that are also told what is resolved. */
  readonly toldResolved?: ReadonlySet<string>;
}

/** How often a record is tried again because another scan was recorded meanwhile. */
const ATTEMPTS = 5;

/**
 * From kept observations to the record: normalize, link, analyze, evaluate, compare, record. Alerts are written with the
 * record, in the same transaction. Repeating it changes nothing.
 *
 * @throws PostureError `POSTURE_RECORD_CONTENDED` where other scans were recorded before this one each time; worth a repeat.
 */
export async function concludeScan(scanId: string, ports: ConcludePorts): Promise<void> {
  const stages = new Stages(ports.clock);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await ports.store.isRecorded(scanId)) return;
    const { record, estate, known } = await conclusionOf(scanId, ports, stages);
    const isRecorded = await ports.store.record(record);
    // An estate serves whatever is judged next; what is known is known only where it was recorded.
    ports.kept?.keep(isRecorded ? { estate, known } : { estate });
    await stages.end('record');
    if (!isRecorded) continue;
    const isWhole = estate.steps === 0;
    ports.logger?.info('a scan was recorded', { scan: scanId, isWhole, tookMs: stages.took });
    return;
  }
  if (await ports.store.isRecorded(scanId)) return;
  throw new PostureError(
    'POSTURE_RECORD_CONTENDED',
    `Scan ${scanId} was overtaken ${ATTEMPTS} times while it was being judged. It is tried again; start fewer scans at once.`,
  );
}

/** What concluding came to. */
interface Conclusion {
  readonly record: ScanRecord;
  readonly estate: Estate;
  /** What the store knows once the record is in it. */
  readonly known: KnownState;
}

async function conclusionOf(
  scanId: string,
  ports: ConcludePorts,
  stages: Stages,
): Promise<Conclusion> {
  const { store, providers, clock } = ports;
  const kept: Kept = ports.kept?.last ?? {};
  const at = instantOf(clock);
  const known = await store.knownState(kept.known);
  await stages.end('read what is known');
  const earlier = await store.takenOver(scanId);
  const superseded = new Set(earlier.superseded);
  const all = await store.observationsOf(scanId);
  const own = all.filter((one) => !superseded.has(targetKey(one)));
  const missing = unansweredOf(await store.planOf(scanId), all, providers, at);
  const observations = [...own, ...missing, ...earlier.observations];
  await stages.end('read observations');

  const graph = merge(graphsOf(providers, observations));
  await stages.end('normalize');
  const estate = estateAfter(kept.estate, graph);
  const { linked, reachability } = estate;
  await stages.end('link');
  const now = [...estate.exposures().values()].map(({ state }) => state);
  await stages.end('exposures');
  const sight = new Sight(graph.coverage, feedsOf(providers));
  const sightings = foldSightings([...known.sightings, ...addressSightings(linked.graph, at)]);
  const found = ports.evaluateRules?.({
    linked,
    reachability,
    earlier: known.sightings,
    coverage: graph.coverage,
    now: at,
  });
  await stages.end('rules');

  // What differs from nothing is asked for only where it is held to a baseline.
  const exposures =
    known.scanId === undefined && known.baseline === undefined
      ? { drift: [], states: now }
      : compareExposures(known.exposures, now, sight);
  const findings =
    found === undefined
      ? { drift: [], states: known.findings }
      : compareFindings(known.findings, found.findings, {
          sight,
          notEvaluated: new Set(found.notEvaluated),
        });
  await stages.end('compare');
  const { drift, baseline } = withBaseline(known, findings, exposures, {
    sight,
    notEvaluated: new Set(found?.notEvaluated),
  });
  await stages.end('baseline');
  const context = {
    scanId,
    reachability,
    attributions: drift.length === 0 ? [] : attributionsOf(providers, observations),
    since: known.lookedAt,
    findings: new Map(findings.states.map((state) => [state.id, state])),
  };
  const items = drift.map((item) => explainDrift(item, context));
  await stages.end('explain');
  const summary: ScanSummary = {
    targets: exposures.states.length,
    exposed: exposures.states.filter(({ lastAllowed }) => lastAllowed.length > 0).length,
    gaps: graph.coverage.filter(({ outcome }) => isGap(outcome)).length,
    openFindings: findings.states.filter(({ state }) => state === 'open').length,
    ...(baseline === undefined ? {} : { inBaseline: baseline.held }),
    drift: items.length,
    ...(earlier.oldest === undefined ? {} : { oldestData: earlier.oldest }),
  };
  const standing = new Set(exposures.states.map(({ target }) => target));
  const record: ScanRecord = {
    scanId,
    at,
    ...(known.scanId === undefined ? {} : { comparedWith: known.scanId }),
    coverage: uniqueByKey(graph.coverage),
    exposures: newOnes(known.exposures, exposures.states),
    endedExposures: known.exposures
      .map(({ target }) => target)
      .filter((target) => !standing.has(target)),
    findings: newOnes(known.findings, findings.states),
    drift: items,
    sightings,
    superseded: earlier.superseded,
    ...(baseline === undefined ? {} : { baseline: baseline.change }),
    summary,
    messages: messagesOf({ scanId, at, summary, items, known, ports }),
  };
  const next: KnownState = {
    scanId,
    exposures: exposures.states,
    findings: findings.states,
    sightings,
  };
  return { record, estate, known: next };
}

/** Those that are other objects than before: comparing hands on what did not change. */
function newOnes<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const known = new Set(before);
  return after.filter((one) => !known.has(one));
}

/**
 * What is told of what differs. The first scan differs from nothing: it is compared with the baseline alone, and only what
 * has grown beyond it is drift.
 */
function withBaseline(
  known: KnownState,
  findings: FindingComparison,
  exposures: ExposureComparison,
  seen: Parameters<typeof shrunk>[2],
): {
  readonly drift: readonly DriftItem[];
  readonly baseline?: { readonly change: BaselineChange; readonly held: number };
} {
  const isFirst = known.scanId === undefined;
  const all = [...findings.drift, ...exposures.drift];
  if (known.baseline === undefined) return { drift: isFirst ? [] : all };
  const found = { findings: findings.states, exposures: exposures.states };
  const drift = heldToBaseline(all, known.baseline, found);
  const change = shrunk(known.baseline, found, seen);
  const held = openInBaseline(known.baseline, change, findings.states);
  return {
    drift: isFirst ? drift.filter(({ isAlert }) => isAlert) : drift,
    baseline: { change, held },
  };
}

function messagesOf(given: {
  readonly scanId: string;
  readonly at: string;
  readonly summary: ScanSummary;
  readonly items: ScanRecord['drift'];
  readonly known: KnownState;
  readonly ports: ConcludePorts;
}): ScanRecord['messages'] {
  const { scanId, at, summary, known } = given;
  const kind = known.scanId === undefined ? 'first-scan' : 'drift';
  const items = given.items.filter(({ isAlert }) => isAlert);
  const resolved = given.items.filter(isGoodNews);
  return given.ports.destinations.flatMap((destination) => {
    const told =
      given.ports.toldResolved?.has(destination) === true ? [...items, ...resolved] : items;
    if (kind === 'drift' && told.length === 0) return [];
    const alert: Alert = { scanId, at, kind, summary, items: told.toSorted(worstFirst) };
    return [{ id: `${scanId}/${destination}`, destination, alert }];
  });
}

/** Messages are cut where they are too long, so what is worst comes first; what has no severity comes last. */
function worstFirst(a: ScanRecord['drift'][number], b: ScanRecord['drift'][number]): number {
  return rankOf(b.severity) - rankOf(a.severity);
}

function rankOf(severity: string | undefined): number {
  // What is no severity has the rank of none.
  return SEVERITIES.indexOf(severity as Severity);
}

/** A finding that is resolved, or seen again: nobody is alerted, and its thread goes on. */
function isGoodNews({ kind, isAlert, severity }: ScanRecord['drift'][number]): boolean {
  if (isAlert || severity === undefined) return false;
  return kind === 'finding-resolved' || kind === 'sight-regained';
}

function attributionsOf(providers: readonly Provider[], observations: readonly Observation[]) {
  return providers.flatMap(
    (provider) =>
      provider
        .attribute?.(observations.filter((one) => one.provider === provider.id))
        .map((one) => ({ ...one, provider: provider.id })) ?? [],
  );
}

/** Calls feed kinds as their operations declare; interfaces feed everything that has addresses. */
function feedsOf(providers: readonly Provider[]): Feeds {
  const operations = new Map<string, Operation>();
  for (const provider of providers) {
    for (const one of provider.operations) operations.set(`${provider.id} ${one.id}`, one);
  }
  return ({ scope }, kind) => {
    const operation = operations.get(`${scope.provider} ${scope.operation}`);
    if (operation === undefined) return true;
    if (operation.depth !== 'modelled') return false;
    return operation.feeds.some((fed) => kind === undefined || fed === kind || fed === 'interface');
  };
}

function uniqueByKey(coverage: readonly CoverageEntry[]): readonly CoverageEntry[] {
  const worst = new Map<string, CoverageEntry>();
  for (const entry of coverage) {
    const key = JSON.stringify(entry.scope);
    const known = worst.get(key);
    if (known === undefined || !isGap(known.outcome)) worst.set(key, entry);
  }
  return [...worst.values()];
}
