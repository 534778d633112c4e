import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, resolve } from 'node:path';
import process from 'node:process';

/** One tool that says yes (exit code 0) or no. */
export interface Step {
  /** What it looks after, as printed. */
  readonly name: string;
  /** A command of `node_modules/.bin` and its arguments; `node` there is the packaged Node 24. */
  readonly command: readonly [string, ...string[]];
}

interface Outcome {
  readonly step: Step;
  readonly passed: boolean;
  readonly seconds: string;
  readonly output: string;
}

/**
 * Runs the steps, as many at a time as there are cores (at least two), and writes a line as each ends. The whole output
 * of those that failed follows at the end, so that it is not torn apart by the others.
 *
 * @returns whether all passed
 */
export async function runSteps(
  steps: readonly Step[],
  writeLine: (line: string) => void,
): Promise<boolean> {
  const started = performance.now();
  const waiting = [...steps];
  const failed: Outcome[] = [];

  async function work(): Promise<void> {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await run(step);
      writeLine(`${outcome.passed ? 'ok    ' : 'FAILED'}  ${step.name}  ${outcome.seconds}`);
      if (!outcome.passed) failed.push(outcome);
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));

  for (const { step, output } of failed) {
    writeLine(`\n=== ${step.name}: ${step.command.join(' ')}\n${output.trimEnd()}`);
  }
  const verdict = failed.length === 0 ? 'all passed' : `${failed.length} of ${steps.length} FAILED`;
  writeLine(`\ncheck: ${verdict} in ${secondsSince(started)}, on Node ${process.versions.node}`);
  return failed.length === 0;
}

function run(step: Step): Promise<Outcome> {
  const started = performance.now();
  const [command, ...args] = step.command;
  const path = [resolve('node_modules/.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: path },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((settle) => {
    function end(passed: boolean, note: string): void {
      const output = Buffer.concat(chunks).toString('utf8') + note;
      settle({ step, passed, seconds: secondsSince(started), output });
    }
    child.on('error', (error) => end(false, `\n${command} did not start: ${error.message}`));
    child.on('close', (code, signal) =>
      end(code === 0, signal === null ? '' : `\nkilled by ${signal}`),
    );
  });
}

function secondsSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
