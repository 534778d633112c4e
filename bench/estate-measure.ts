import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Filter,
  type Graph,
  graphOf,
  link,
  type ResourceId,
  recordsOf,
  serializeGraph,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { Reachability, wordOf } from '@netposture/network/reachability';
import { aws } from '../packages/providers/src/aws/index.ts';
import type { Observation } from '../packages/providers/src/observation.ts';
import { generateEstate } from './estate.ts';
import { observedEstate } from './estate-observations.ts';
import { median, processorMs, settle } from './measure.ts';

const SEED = 1;
/** Filters that change in turn, each for itself. */
const CHANGES = 5;

/** The time of JSON.parse, and of what. */
export interface Parsing {
  readonly megabytes: number;
  readonly parseMs: number;
  readonly wallMs: number;
}

/** The analysis of a graph in memory, and of the same graph with one rule changed. */
export interface Analysis {
  readonly targets: number;
  readonly exposed: number;
  readonly situations: number;
  readonly linkMs: number;
  readonly exposureMs: number;
  readonly wallMs: number;
  readonly megabytes: number;
  /** Median over several changes. */
  readonly changeMs: number;
}

/** The whole way from observations on disk to exposures. */
export interface Whole {
  readonly records: number;
  readonly exposed: number;
  readonly parseMs: number;
  readonly normalizeMs: number;
  readonly linkMs: number;
  readonly exposureMs: number;
  readonly wallMs: number;
  readonly megabytes: number;
}

function estateGraph(rules: number): Graph {
  return generateEstate({ rules, dialect: 'aws' }, SEED);
}

/** Writes one file per call, with the observations of all of its subjects. */
export function emitObservations(rules: number, directory: string): number {
  const byOperation = Map.groupBy(observedEstate({ rules }, SEED), ({ operation }) => operation);
  for (const [operation, observations] of byOperation)
    writeFileSync(join(directory, `${operation}.json`), JSON.stringify(observations));
  return byOperation.size;
}

/** JSON.parse of every observation, one text per call, once. */
export function measureObserved(directory: string): Parsing {
  return measureParsing(textsIn(directory));
}

/** JSON.parse of the persisted graph, once. */
export function measurePersisted(rules: number): Parsing {
  return measureParsing([JSON.stringify(serializeGraph(estateGraph(rules)))]);
}

function textsIn(directory: string): readonly string[] {
  return readdirSync(directory).map((file) => readFileSync(join(directory, file), 'utf8'));
}

function measureParsing(texts: readonly string[]): Parsing {
  settle();
  const began = performance.now();
  const start = processorMs();
  const parsed: unknown[] = texts.map((text) => JSON.parse(text) as unknown);
  const parseMs = processorMs() - start;
  const wallMs = performance.now() - began;
  if (parsed.length !== texts.length) throw new Error('Every text is parsed.');
  return { megabytes: texts.reduce((sum, { length }) => sum + length, 0) / 1e6, parseMs, wallMs };
}

/** Parses, normalizes, links and evaluates what {@link emitObservations} wrote. */
export function measureWhole(directory: string): Whole {
  const began = performance.now();
  const start = processorMs();
  const observations = textsIn(directory).flatMap(
    // What was written here were observations.
    (text) => JSON.parse(text) as readonly Observation[],
  );
  const parsed = processorMs();
  const graph = aws.normalize(observations);
  const normalized = processorMs();
  const reachability = new Reachability(link(graph));
  const linked = processorMs();
  const exposed = countExposed(reachability, targetsOf(graph));
  const asked = processorMs();
  return {
    records: graph.records.size,
    exposed,
    parseMs: parsed - start,
    normalizeMs: normalized - parsed,
    linkMs: linked - normalized,
    exposureMs: asked - linked,
    wallMs: performance.now() - began,
    megabytes: residentMb(),
  };
}

/** Links and evaluates a generated graph. */
export function measureAnalysis(rules: number): Analysis {
  const graph = estateGraph(rules);
  const targets = targetsOf(graph);
  settle();
  const began = performance.now();
  const start = processorMs();
  const reachability = new Reachability(link(graph));
  const linked = processorMs();
  const exposed = countExposed(reachability, targets);
  const asked = processorMs();
  const wallMs = performance.now() - began;
  const megabytes = residentMb();
  return {
    targets: targets.length,
    exposed,
    situations: reachability.situationCount,
    linkMs: linked - start,
    exposureMs: asked - linked,
    wallMs,
    megabytes,
    changeMs: measureChanges(reachability, graph, targets),
  };
}

function measureChanges(
  reachability: Reachability,
  graph: Graph,
  targets: readonly ResourceId[],
): number {
  const carried = recordsOf(graph, 'filter').filter(
    ({ id }) => reachability.linked.carriersOf(id).length > 0,
  );
  const times: number[] = [];
  for (let change = 0; change < CHANGES; change++) {
    const filter = carried[Math.floor((carried.length * change) / CHANGES)];
    if (filter === undefined) throw new Error('An estate has filters that somebody carries.');
    const changed = withOneRuleChanged(graph, filter);
    const start = processorMs();
    countExposed(reachability.after(changed, [filter.id]), targets);
    times.push(processorMs() - start);
  }
  return median(times);
}

/** Everything whose exposure is asked. */
export function targetsOf(graph: Graph): readonly ResourceId[] {
  return (['workload', 'service', 'load-balancer'] as const).flatMap((kind) =>
    recordsOf(graph, kind).map(({ id }) => id),
  );
}

function residentMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** The estate with the last rule of a filter open to the internet. */
function withOneRuleChanged(graph: Graph, filter: Filter): Graph {
  const rules = filter.rules.map((rule, position) =>
    position === filter.rules.length - 1
      ? { ...rule, peer: { kind: 'addresses' as const, set: AddressSet.all } }
      : rule,
  );
  const records = [...graph.records.values()].map((record) =>
    record === filter ? { ...filter, rules } : record,
  );
  return graphOf(records, graph.coverage);
}

/** Asks every target, and for the word of both strengths of each answer. */
export function countExposed(reachability: Reachability, targets: readonly ResourceId[]): number {
  let exposed = 0;
  for (const target of targets) {
    const answer = reachability.exposure(target)?.answer;
    if (answer === undefined) throw new Error('Every target of the estate exists.');
    if (wordOf(answer.delivered) === 'allowed' && wordOf(answer.conversable) === 'allowed')
      exposed++;
  }
  return exposed;
}
