import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, CollectContext, Logger, Sleep, StartTimeout } from '../collect-context.ts';
import { createMeter } from './meter.ts';
import { createBudgetRegistry } from './token-bucket.ts';

/** The wall clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Waits by a timer. */
export const systemSleep: Sleep = (durationMs, signal) =>
  wait(durationMs, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });

/** A deadline by a timer. */
const systemTimeout: StartTimeout = (durationMs) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), durationMs);
  return { expired: controller.signal, cancel: () => clearTimeout(timer) };
};

/** A logger that says nothing. */
const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * A context with real time and budgets of this process; whatever is handed in takes the place of
 * the default. One per scan.
 */
export function createCollectContext(
  given: Pick<CollectContext, 'signal'> & Partial<CollectContext>,
): CollectContext {
  const clock = given.clock ?? systemClock;
  const sleep = given.sleep ?? systemSleep;
  const meter = given.meter ?? createMeter();
  return {
    clock,
    sleep,
    meter,
    startTimeout: systemTimeout,
    random: Math.random,
    budgets: createBudgetRegistry({ clock, sleep, meter }),
    progress: () => {},
    requestCap: Number.POSITIVE_INFINITY,
    logger: silentLogger,
    ...given,
  };
}
