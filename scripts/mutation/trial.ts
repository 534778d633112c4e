/** Runs one test within a limit of processor time, so that a mutant which loops forever costs a moment. */
import { Script } from 'node:vm';
import type { Test } from './suite.ts';

/** How a test ended. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'late' };

const STOPPED = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
/** How much longer than its processor time a test may take before somebody looks at the processor time. */
const PATIENCE = 4;

const slot: { body: () => unknown } = { body: () => undefined };
Object.assign(globalThis, { mutationTrial: slot });
const script = new Script('mutationTrial.body()');

/** The outcome, and what it took in milliseconds of processor time. `find` may throw as the test may. */
export async function outcomeOf(
  find: () => Test,
  limitMs: number,
): Promise<{ readonly outcome: Outcome; readonly ms: number }> {
  slot.body = () => find().body();
  for (let wall = limitMs * PATIENCE; ; wall *= PATIENCE) {
    const before = process.threadCpuUsage();
    const outcome = await attempt(Math.ceil(wall));
    const { user, system } = process.threadCpuUsage(before);
    const ms = (user + system) / 1000;
    // Other programs had the processor meanwhile: once more, with more patience.
    if (outcome.kind === 'late' && ms < limitMs) continue;
    return { outcome, ms };
  }
}

async function attempt(timeout: number): Promise<Outcome> {
  try {
    const result: unknown = script.runInThisContext({ timeout });
    if (result instanceof Promise) await result;
    return { kind: 'passed' };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === STOPPED)
      return { kind: 'late' };
    return { kind: 'failed', message: String(error) };
  }
}
