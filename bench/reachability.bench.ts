/**
 * The reachability engine on generated estates beside the budgets of evaluation: the time of `JSON.parse` on the same
 * estate's persisted form is the yardstick, so that the machine's speed does not matter.
 *
 * Times are processor time, the collector's threads included: on a busy machine the clock says how busy it is. "wall" is the
 * clock's. "analysis" is link, and the exposure of every workload, service and balancer, asked of a graph in memory. "one rule" is
 * the analysis again after one rule of one filter changed. Peak memory is that of the whole process, generator included.
 */
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
import { Reachability } from '@netposture/network/reachability';
import { generateEstate } from './estate.ts';
import { inOwnProcess, readable, table } from './measure.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const SEED = 1;
/** Runs of JSON.parse: the fastest counts, which is the hardest yardstick. */
const PARSES = 5;
/** Filters that change in turn, each for itself. */
const CHANGES = 5;

/** At most so many times JSON.parse. */
const PARSE_BUDGET = 3;
/** At most this part of the analysis. */
const CHANGE_BUDGET = 1 / 50;
const GROWTH_BUDGET = 1.1;
const MEMORY_BUDGET_MB = 2_048;

interface Persisted {
  readonly megabytes: number;
  readonly parseMs: number;
}

interface Analysis {
  readonly records: number;
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

function measurePersisted(rules: number): Persisted {
  const text = JSON.stringify(serializeGraph(generateEstate({ rules }, SEED)));
  let parseMs = Number.POSITIVE_INFINITY;
  for (let run = 0; run < PARSES; run++) {
    const start = processorMs();
    const parsed: unknown = JSON.parse(text);
    parseMs = Math.min(parseMs, processorMs() - start);
    if (typeof parsed !== 'object') throw new Error('The persisted form is an object.');
  }
  return { megabytes: text.length / 1e6, parseMs };
}

function measureAnalysis(rules: number): Analysis {
  const graph = generateEstate({ rules }, SEED);
  const targets = (['workload', 'service', 'load-balancer'] as const).flatMap((kind) =>
    recordsOf(graph, kind).map(({ id }) => id),
  );
  const began = performance.now();
  const start = processorMs();
  const reachability = new Reachability(link(graph));
  const linked = processorMs();
  const exposed = countExposed(reachability, targets);
  const asked = processorMs();
  const wallMs = performance.now() - began;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return {
    records: graph.records.size,
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
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

/** Processor time of this process so far. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
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

/** Asks every target, and looks at both strengths of each answer. */
function countExposed(reachability: Reachability, targets: readonly ResourceId[]): number {
  let exposed = 0;
  for (const target of targets) {
    const answer = reachability.exposure(target)?.answer;
    if (answer === undefined) throw new Error('Every target of the estate exists.');
    if (!answer.delivered.allowed.isEmpty && !answer.conversable.allowed.isEmpty) exposed++;
  }
  return exposed;
}

function report(sizes: readonly number[]): void {
  const rows: string[][] = [
    [
      'rules',
      'targets',
      'exposed',
      'situations',
      'persisted MB',
      'JSON.parse ms',
      'link ms',
      'exposure ms',
      'wall ms',
      'analysis / parse',
      'peak RSS MB',
      'growth',
      'one rule ms',
      'one rule / analysis',
    ],
    [
      'budget',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      `${PARSE_BUDGET}x`,
      `${MEMORY_BUDGET_MB}`,
      `${GROWTH_BUDGET}`,
      '',
      `1/${1 / CHANGE_BUDGET}`,
    ],
  ];
  let before: { readonly ms: number; readonly rules: number } | undefined;
  for (const rules of sizes) {
    process.stderr.write(`${rules.toLocaleString('en')} rules\n`);
    const measured = (mode: string): unknown =>
      inOwnProcess(import.meta.filename, [mode, `${rules}`]);
    const persisted = measured('--persisted') as Persisted;
    const analysis = measured('--analysis') as Analysis;
    const ms = analysis.linkMs + analysis.exposureMs;
    // Exponent of the growth since the smaller size: 1 is linear.
    const growth = before && Math.log(ms / before.ms) / Math.log(rules / before.rules);
    before = { ms, rules };
    rows.push([
      rules.toLocaleString('en'),
      `${analysis.targets}`,
      `${analysis.exposed}`,
      `${analysis.situations}`,
      readable(persisted.megabytes),
      readable(persisted.parseMs),
      readable(analysis.linkMs),
      readable(analysis.exposureMs),
      readable(analysis.wallMs),
      `${readable(ms / persisted.parseMs)}x`,
      readable(analysis.megabytes),
      readable(growth),
      readable(analysis.changeMs),
      `1/${readable(ms / analysis.changeMs)}`,
    ]);
  }
  process.stdout.write(`${table(rows)}\n`);
}

const [mode, rules] = process.argv.slice(2);
if (mode === '--persisted') process.stdout.write(JSON.stringify(measurePersisted(Number(rules))));
else if (mode === '--analysis')
  process.stdout.write(JSON.stringify(measureAnalysis(Number(rules))));
else report(mode === undefined ? SIZES : [Number(mode)]);
