/**
 * The reachability engine on generated estates beside the budgets of evaluation. The yardstick is the time of `JSON.parse` on
 * the same estate, so that the machine's speed does not matter: on its observations in the shape of AWS, as the budgets
 * say, and on the persisted form of its graph, which is shorter.
 *
 * First table: "analysis" is link, and the exposure of every workload, service and balancer, asked of a graph in memory. "one
 * rule" is the analysis again after one rule of one filter changed. Second table: the whole way from the observations on disk
 * over JSON.parse, normalize and link to the exposures.
 *
 * Times are processor time, the collector's and the compiler's threads included: on a busy machine the clock says how busy it
 * is; "wall" is the clock's. Every measure, the yardstick too, is taken once in each of several new processes, and the run of
 * the median counts. Peak memory is that of the whole process: with the generator in the first table, without it in the second.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Analysis,
  emitObservations,
  measureAnalysis,
  measureObserved,
  measurePersisted,
  measureWhole,
  type Parsing,
  type Whole,
} from './estate-measure.ts';
import { inOwnProcess, medianRun, readable, table } from './measure.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** Processes for each measure. */
const RUNS = 3;

/** The analysis: at most so many times JSON.parse of the observations. */
const ANALYSIS_BUDGET = 3;
/** From observations on disk to findings it is 8; of those the rules may spend 3, and they are not asked here. */
const WHOLE_BUDGET = 5;
/** At most this part of the analysis. */
const CHANGE_BUDGET = 1 / 50;
const GROWTH_BUDGET = 1.1;
const MEMORY_BUDGET_MB = 2_048;

const MEASURES: Readonly<Record<string, (rules: number, directory: string) => unknown>> = {
  '--emit': emitObservations,
  '--observed': (_, directory) => measureObserved(directory),
  '--persisted': measurePersisted,
  '--analysis': measureAnalysis,
  '--whole': (_, directory) => measureWhole(directory),
};

/** All measures of one size, each in a process of its own. */
interface Measured {
  readonly rules: number;
  readonly observed: Parsing;
  readonly persisted: Parsing;
  readonly analysis: Analysis;
  readonly whole: Whole;
}

function measuredAt(rules: number): Measured {
  process.stderr.write(`${rules.toLocaleString('en')} rules\n`);
  const directory = mkdtempSync(join(tmpdir(), 'netposture-bench-'));
  const measured = (mode: string): unknown =>
    inOwnProcess(import.meta.filename, [mode, `${rules}`, directory]);
  // Each process prints what its measure returns.
  const repeatedly = <T>(mode: string, msOf: (run: T) => number): T =>
    medianRun(
      Array.from({ length: RUNS }, () => measured(mode) as T),
      msOf,
    );
  try {
    measured('--emit');
    return {
      rules,
      observed: repeatedly('--observed', ({ parseMs }: Parsing) => parseMs),
      persisted: repeatedly('--persisted', ({ parseMs }: Parsing) => parseMs),
      analysis: repeatedly('--analysis', analysisMs),
      whole: repeatedly('--whole', wholeMs),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const ANALYSIS_HEAD = [
  ['analysis: rules', 'targets', 'exposed', 'situations', 'link ms', 'exposure ms', 'wall ms'],
  ['parse observations ms', 'analysis / that', 'parse graph ms', 'analysis / that'],
  ['peak RSS MB', 'growth', 'one rule ms', 'one rule / analysis'],
].flat();

const ANALYSIS_BUDGETS = [
  ['budget', '', '', '', '', '', ''],
  ['', `${ANALYSIS_BUDGET}x`, '', ''],
  [`${MEMORY_BUDGET_MB}`, `${GROWTH_BUDGET}`, '', `1/${1 / CHANGE_BUDGET}`],
].flat();

const WHOLE_HEAD = [
  ['whole way: rules', 'MB', 'bytes per rule', 'records', 'exposed', 'parse ms', 'normalize ms'],
  ['link ms', 'exposure ms', 'wall ms', 'normalize / parse', 'whole way / parse'],
  ['peak RSS MB', 'growth'],
].flat();

const WHOLE_BUDGETS = [
  ['budget', '', '', '', '', '', ''],
  ['', '', '', '', `${WHOLE_BUDGET}x`],
  ['', `${GROWTH_BUDGET}`],
].flat();

function analysisMs({ linkMs, exposureMs }: Analysis): number {
  return linkMs + exposureMs;
}

function wholeMs({ parseMs, normalizeMs, linkMs, exposureMs }: Whole): number {
  return parseMs + normalizeMs + linkMs + exposureMs;
}

function report(sizes: readonly number[]): void {
  const measured = sizes.map(measuredAt);
  const analysisRows = measured.map((one, index) => {
    const { analysis, observed, persisted } = one;
    const ms = analysisMs(analysis);
    return [
      one.rules.toLocaleString('en'),
      `${analysis.targets}`,
      `${analysis.exposed}`,
      `${analysis.situations}`,
      readable(analysis.linkMs),
      readable(analysis.exposureMs),
      readable(analysis.wallMs),
      readable(observed.parseMs),
      `${readable(ms / observed.parseMs)}x`,
      readable(persisted.parseMs),
      `${readable(ms / persisted.parseMs)}x`,
      readable(analysis.megabytes),
      readable(growth(measured[index - 1], one, (each) => analysisMs(each.analysis))),
      readable(analysis.changeMs),
      `1/${readable(ms / analysis.changeMs)}`,
    ];
  });
  const wholeRows = measured.map((one, index) => {
    const { whole, observed } = one;
    return [
      one.rules.toLocaleString('en'),
      readable(observed.megabytes),
      readable((observed.megabytes * 1e6) / one.rules),
      `${whole.records}`,
      `${whole.exposed}`,
      readable(whole.parseMs),
      readable(whole.normalizeMs),
      readable(whole.linkMs),
      readable(whole.exposureMs),
      readable(whole.wallMs),
      `${readable(whole.normalizeMs / observed.parseMs)}x`,
      `${readable(wholeMs(whole) / observed.parseMs)}x`,
      readable(whole.megabytes),
      readable(growth(measured[index - 1], one, (each) => wholeMs(each.whole))),
    ];
  });
  process.stdout.write(`${table([ANALYSIS_HEAD, ANALYSIS_BUDGETS, ...analysisRows])}\n\n`);
  process.stdout.write(`${table([WHOLE_HEAD, WHOLE_BUDGETS, ...wholeRows])}\n`);
}

/** Exponent of the growth since the smaller size: 1 is linear. */
function growth(
  before: Measured | undefined,
  now: Measured,
  msOf: (measured: Measured) => number,
): number | undefined {
  if (before === undefined) return undefined;
  return Math.log(msOf(now) / msOf(before)) / Math.log(now.rules / before.rules);
}

const [mode = '', rules, directory = ''] = process.argv.slice(2);
const measure = MEASURES[mode];
if (measure !== undefined) process.stdout.write(JSON.stringify(measure(Number(rules), directory)));
else report(mode === '' ? SIZES : [Number(mode)]);
