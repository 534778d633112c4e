import type { CollectContext } from '../collect-context.ts';
import { createCollectContext } from './system-context.ts';

/** A context whose time is a number: sleeping moves the clock instead of waiting, deadlines never pass. */
export interface TestContext extends CollectContext {
  /** How long each sleep was, in milliseconds, in order. */
  readonly slept: readonly number[];
  /** Moves the clock. */
  readonly advance: (durationMs: number) => void;
}

/** A context for tests; `random` is 1/2, the clock starts at 2026-01-01T00:00:00Z. */
export function createTestContext(given: Partial<CollectContext> = {}): TestContext {
  let nowMs = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  const advance = (durationMs: number) => {
    nowMs += durationMs;
  };
  const context = createCollectContext({
    signal: new AbortController().signal,
    clock: { now: () => nowMs },
    sleep: async (durationMs, signal) => {
      signal.throwIfAborted();
      slept.push(durationMs);
      // Whoever can go on does so before time passes.
      await new Promise((resolve) => setImmediate(resolve));
      advance(durationMs);
    },
    startTimeout: () => ({ expired: new AbortController().signal, cancel: () => {} }),
    random: () => 0.5,
    ...given,
  });
  return { ...context, slept, advance };
}
