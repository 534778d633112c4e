/**
 * All rules over the generated estate beside the budgets of evaluation: `npm run bench -- rules [rules in the estate]`. The
 * analysis (link, and the exposure of everything) is done before, in the same process, and timed by itself; the yardstick is
 * `JSON.parse` of the same estate's observations in the shape of AWS.
 *
 * First table: the sizes. "rules" is everything from the policy to sorted findings; what only a reader of one finding asks
 * for (its sentence, its packets and members, its witness and the way of it) is not in it. "reading" is the sentence, the
 * witness and the way of every finding, which a report does once. Second table: the rules of the largest size, by what each
 * spends until it has said all that it has to say. What several rules share is spent by the first that asks. "joining" makes
 * findings of what the rules said.
 *
 * Times are processor time, the threads of the collector and of the compiler included: on a busy machine the clock says how
 * busy it is. "wall" is the clock's, under which those threads work beside. Every measure, the yardstick too, is taken once in
 * each of several new processes, in turn, and the run of the median counts. Peak memory is that of the whole process, generator included, before the reading.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { link, ownAddressIndex } from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { evaluate, parsePolicy, RULES, type Rule } from '@netposture/rules';
import { generateEstate } from './estate.ts';
import {
  countExposed,
  emitObservations,
  measureObserved,
  type Parsing,
  targetsOf,
} from './estate-measure.ts';
import { inOwnProcess, medianRun, processorMs, readable, settle, table } from './measure.ts';

const SIZES = [10_000, 20_000, 100_000, 1_000_000];
const SEED = 1;
/** Processes for each measure. */
const RUNS = 5;
const NOW = '2026-11-21T06:00:00Z';
/** All rules together: at most so many times JSON.parse of the observations. */
const RULES_BUDGET = 3;
const MEMORY_BUDGET_MB = 2_048;
const GROWTH_BUDGET = 1.1;

/** Declarations that make the rules of the policy work as well. */
const POLICY = `
zones:
  workloads: { kinds: [workload] }
  databases: { kinds: [database] }
sensitiveZones: [databases]
gateways: { names: [], maximum: 1 }
egressIdentities: [198.18.0.50]
addressSets: { vpn: [203.0.112.7] }
vpn: [vpn]
tiers: { private: [databases] }
`;

/** What one rule spent. */
interface Spent {
  readonly rule: string;
  readonly ms: number;
  readonly drafts: number;
}

interface Judged {
  readonly findings: number;
  readonly analysisMs: number;
  readonly rulesMs: number;
  readonly wallMs: number;
  readonly readingMs: number;
  readonly megabytes: number;
  readonly spent: readonly Spent[];
  /** Why rules gave no answer. */
  readonly failed: readonly string[];
}

function measureRules(size: number): Judged {
  const graph = generateEstate({ rules: size, dialect: 'aws' }, SEED);
  const { policy, isRefused } = parsePolicy(POLICY, 'bench.yaml');
  if (isRefused) throw new Error('the policy of the benchmark is refused');
  const ownAddresses = ownAddressIndex({ graphs: [{ graph, seenAt: NOW }] });
  const targets = targetsOf(graph);
  settle();
  const start = processorMs();
  const linked = link(graph);
  const reachability = new Reachability(linked);
  countExposed(reachability, targets);
  const analysed = processorMs();
  const began = performance.now();
  const spent: Spent[] = [];
  const { findings, notEvaluated } = evaluate({
    linked,
    reachability,
    policy,
    ownAddresses,
    coverage: [],
    now: NOW,
    rules: RULES.map((rule) => timedRule(rule, spent)),
  });
  const judged = processorMs();
  const wallMs = performance.now() - began;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  for (const { message, witness, trace } of findings)
    if (message === '' || (witness !== undefined && trace.length > 1000))
      throw new Error('a finding without a sentence, or with a way of a thousand hops');
  return {
    findings: findings.length,
    analysisMs: analysed - start,
    rulesMs: judged - analysed,
    wallMs,
    readingMs: processorMs() - judged,
    megabytes,
    spent: spent.sort((a, b) => b.ms - a.ms),
    failed: notEvaluated.map(({ message }) => message),
  };
}

function timedRule(rule: Rule, spent: Spent[]): Rule {
  return {
    ...rule,
    *evaluate(context, parameters) {
      const start = processorMs();
      const drafts = [...rule.evaluate(context, parameters)];
      spent.push({ rule: rule.id, ms: processorMs() - start, drafts: drafts.length });
      yield* drafts;
    },
  };
}

/** Both measures of one size, each in a process of its own. */
interface Measured {
  readonly rules: number;
  readonly parsing: Parsing;
  readonly judged: Judged;
}

function measuredAt(rules: number): Measured {
  process.stderr.write(`${rules.toLocaleString('en')} rules\n`);
  const directory = mkdtempSync(join(tmpdir(), 'netposture-bench-'));
  const measured = (mode: string): unknown =>
    inOwnProcess(import.meta.filename, [mode, `${rules}`, directory]);
  try {
    measured('--emit');
    // Each process prints what its measure returns.
    const pairs = Array.from({ length: RUNS }, () => ({
      parsing: measured('--observed') as Parsing,
      judged: measured('--rules') as Judged,
    }));
    return {
      rules,
      parsing: medianRun(
        pairs.map(({ parsing }) => parsing),
        ({ parseMs }) => parseMs,
      ),
      judged: medianRun(
        pairs.map(({ judged }) => judged),
        ({ rulesMs }) => rulesMs,
      ),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function report(sizes: readonly number[]): void {
  const measured = sizes.map(measuredAt);
  const head = [
    ['all rules: rules in the estate', 'findings', 'parse ms', 'analysis ms', 'rules ms'],
    ['rules / parse', 'wall: parse ms', 'rules ms', 'rules / parse'],
    ['rules / analysis', 'peak RSS MB', 'growth', 'reading ms'],
  ].flat();
  const budget = [
    ['budget', '', '', '', ''],
    [`${RULES_BUDGET}x`, '', '', `${RULES_BUDGET}x`],
    ['', `${MEMORY_BUDGET_MB}`, `${GROWTH_BUDGET}`, ''],
  ].flat();
  const rows = measured.map(({ rules, parsing, judged }, index) => [
    rules.toLocaleString('en'),
    `${judged.findings}`,
    readable(parsing.parseMs),
    readable(judged.analysisMs),
    readable(judged.rulesMs),
    `${readable(judged.rulesMs / parsing.parseMs)}x`,
    readable(parsing.wallMs),
    readable(judged.wallMs),
    `${readable(judged.wallMs / parsing.wallMs)}x`,
    `${readable(judged.rulesMs / judged.analysisMs)}x`,
    readable(judged.megabytes),
    readable(growth(measured[index - 1], { rules, judged })),
    readable(judged.readingMs),
  ]);
  process.stdout.write(`${table([head, budget, ...rows])}\n\n`);
  const largest = measured.at(-1)?.judged;
  if (largest === undefined) return;
  const inRules = largest.spent.reduce((sum, { ms }) => sum + ms, 0);
  const spent = largest.spent.map(({ rule, ms, drafts }) => [rule, readable(ms), `${drafts}`]);
  const joining = ['joining', readable(largest.rulesMs - inRules), ''];
  process.stdout.write(`${table([['rule', 'ms', 'drafts'], ...spent, joining])}\n`);
  for (const message of largest.failed) process.stdout.write(`${message}\n`);
}

/** Exponent of the growth since the smaller size: 1 is linear. */
function growth(
  before: Measured | undefined,
  now: Pick<Measured, 'rules' | 'judged'>,
): number | undefined {
  if (before === undefined) return undefined;
  const times = now.judged.rulesMs / before.judged.rulesMs;
  return Math.log(times) / Math.log(now.rules / before.rules);
}

const [mode = '', rules, directory = ''] = process.argv.slice(2);
const MEASURES: Readonly<Record<string, () => unknown>> = {
  '--emit': () => emitObservations(Number(rules), directory),
  '--observed': () => measureObserved(directory),
  '--rules': () => measureRules(Number(rules)),
};
const measure = MEASURES[mode];
if (measure !== undefined) process.stdout.write(JSON.stringify(measure()));
else report(mode === '' ? SIZES : [Number(mode)]);
