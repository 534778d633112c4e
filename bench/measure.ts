import { execFileSync } from 'node:child_process';

/** Work to be timed. The result is returned so that the work cannot be optimised away. */
export type Work = () => unknown;

const MINIMUM_SAMPLES = 5;
const MAXIMUM_SAMPLES = 60;

/**
 * Median time in milliseconds of each contestant. They take turns, so that a noisy moment of the machine hits all of
 * them alike; the first turn warms up and is not counted. A contestant stops when it has spent `budgetMs` of its own.
 */
export function medians(
  contestants: Readonly<Record<string, Work>>,
  budgetMs: number,
): Record<string, number> {
  const samples = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
  for (let turn = 0; turn <= MAXIMUM_SAMPLES; turn++) {
    for (const [name, work] of Object.entries(contestants)) {
      const taken = samples.get(name) ?? [];
      const spent = taken.reduce((sum, ms) => sum + ms, 0);
      if (taken.length >= MINIMUM_SAMPLES && spent > budgetMs) continue;
      // One run above the budget is enough: a library that takes minutes is not asked again.
      if (taken.length > 0 && spent / taken.length > budgetMs) continue;
      const ms = timed(work);
      if (turn > 0 || ms > budgetMs) taken.push(ms);
    }
  }
  return Object.fromEntries([...samples].map(([name, taken]) => [name, median(taken)]));
}

function timed(work: Work): number {
  const start = performance.now();
  const result = work();
  const ms = performance.now() - start;
  if (result === undefined) throw new Error('The work of a benchmark must return its result.');
  return ms;
}

/** Collects what was made before, so that what is timed next does not pay for it. */
export function settle(): void {
  if (globalThis.gc === undefined) throw new Error('The measure needs a process of its own.');
  globalThis.gc();
}

/** Processor time of this process so far, in milliseconds, the collector's and the compiler's threads included. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The run of the median time. There is one. */
export function medianRun<T>(runs: readonly T[], msOf: (run: T) => number): T {
  return runs.toSorted((a, b) => msOf(a) - msOf(b))[runs.length >> 1] as T;
}

/** The middle of the sorted values; `NaN` of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/**
 * Runs one measure of a benchmark file in a process of its own, which writes its result as JSON on standard output. The process
 * may {@link settle}.
 */
export function inOwnProcess<T>(file: string, arguments_: readonly string[]): T {
  const output = execFileSync(
    process.execPath,
    ['--max-old-space-size=6144', '--expose-gc', file, ...arguments_],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return JSON.parse(output) as T;
}

/** A number with three significant digits, without an exponent; a dash for none. */
export function readable(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Rows as a table of aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0)))
      .join('  ');
  return rows.map(line).join('\n');
}
