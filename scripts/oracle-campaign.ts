/**
 * Engine and oracle on many random graphs, on every core: `node scripts/oracle-campaign.ts [graphs] [first seed]`
 * (default 20,000 from 0). Each core takes one range of seeds; the last lines add up what all of them saw. Ends with 1 where
 * some graph differs, a process fails, or some verdict is given less than one time in ten.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';

/** What `test/oracle/agreement.test.ts` writes of the graphs that it has compared. */
interface Report {
  readonly graphs: number;
  readonly asked: number;
  readonly differing: readonly string[];
  readonly delivered: Counts;
  readonly conversable: Counts;
}

type Counts = Readonly<Record<string, number>>;

const LEAST_SHARE = 0.1;

async function main([graphs = '20000', first = '0']: readonly string[]): Promise<number> {
  const processes = Math.max(1, availableParallelism());
  const size = Math.ceil(Number(graphs) / processes);
  const folder = mkdtempSync(path.join(tmpdir(), 'oracle-'));
  try {
    const runs = Array.from({ length: processes }, (_, position) => {
      const from = position * size;
      const report = path.join(folder, `${position}.json`);
      return compareRange(Number(first) + from, Math.min(size, Number(graphs) - from), report);
    });
    const statuses = await Promise.all(runs.map(({ status }) => status));
    const reports = runs.flatMap(({ report }) => reportIn(report));
    const isGood = told(reports) && reports.length === processes;
    return isGood && statuses.every((status) => status === 0) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compareRange(
  seed: number,
  graphs: number,
  report: string,
): { readonly status: Promise<number | null>; readonly report: string } {
  const child = spawn('node_modules/.bin/vitest', ['run', 'test/oracle/agreement.test.ts'], {
    cwd: path.join(import.meta.dirname, '..'),
    stdio: 'inherit',
    env: {
      ...process.env,
      NETPOSTURE_ORACLE_GRAPHS: String(graphs),
      NETPOSTURE_ORACLE_SEED: String(seed),
      NETPOSTURE_ORACLE_REPORT: report,
    },
  });
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  return { status, report };
}

/** Nothing where a process ended before it wrote any. */
function reportIn(file: string): readonly Report[] {
  try {
    return [JSON.parse(readFileSync(file, 'utf8')) as Report];
  } catch {
    return [];
  }
}

/** Prints the sums; tells whether they are as they should be. */
function told(reports: readonly Report[]): boolean {
  const graphs = sum(reports.map((report) => report.graphs));
  const asked = sum(reports.map((report) => report.asked));
  const differing = reports.flatMap((report) => report.differing);
  const delivered = shares(
    reports.map((report) => report.delivered),
    asked,
  );
  const conversable = shares(
    reports.map((report) => report.conversable),
    asked,
  );
  process.stdout.write(
    `== oracle: ${graphs} graphs, ${asked} questions, ${differing.length} graphs differ\n` +
      `   delivered: ${shareText(delivered)}\n   conversable: ${shareText(conversable)}\n`,
  );
  for (const line of differing) process.stdout.write(`   ${line}\n`);
  const least = Math.min(...[...delivered, ...conversable].map(([, share]) => share));
  return asked > 0 && differing.length === 0 && least >= LEAST_SHARE;
}

type Shares = readonly (readonly [verdict: string, share: number])[];

function shares(counts: readonly Counts[], asked: number): Shares {
  return ['allowed', 'denied', 'undetermined'].map(
    (verdict) => [verdict, sum(counts.map((count) => count[verdict] ?? 0)) / asked] as const,
  );
}

function shareText(of: Shares): string {
  return of.map(([verdict, share]) => `${verdict} ${(100 * share).toFixed(1)} %`).join(', ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

process.exitCode = await main(process.argv.slice(2));
