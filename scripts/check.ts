/**
 * `npm run check`: everything that is asked of a commit besides its tests. Prints a line for each step, and the whole
 * output of those that fail. Exit code 0 where all pass, else 1.
 */
import process from 'node:process';
import { runSteps, type Step } from './check/run-steps.ts';

/** Longest first: the steps share the cores, and a long one that starts last is waited for alone. */
const steps: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'promises and switches', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'walls', command: ['node', 'scripts/walls/walls.ts'] },
  { name: 'walls can fire', command: ['node', 'scripts/walls/canary.ts'] },
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
];

const passed = await runSteps(steps, (line) => console.log(line));
process.exitCode = passed ? 0 : 1;
