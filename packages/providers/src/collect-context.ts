import type { ProviderId } from '@netposture/network/graph';
import type { BudgetRegistry } from './client/budget.ts';
import type { Meter } from './client/meter.ts';
import type { CoverageOutcome } from './coverage.ts';

/** Time, as an argument. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number;
}

/**
 * Waits. Rejects with the signal's reason as soon as it is aborted, and leaves no timer behind.
 * Tests hand in one that returns at once and moves the clock.
 */
export type Sleep = (durationMs: number, signal: AbortSignal) => Promise<void>;

/** A deadline that is running. */
export interface Timeout {
  /** Fires when the time is over. */
  readonly expired: AbortSignal;
  /** Stops the deadline; it leaves no timer behind. */
  cancel(): void;
}

/**
 * Starts a deadline. Apart from {@link Sleep}, because tests let sleeps end at once and deadlines
 * pass only when they say so.
 */
export type StartTimeout = (durationMs: number) => Timeout;

/** Where progress is told, one event per finished call. */
export interface ProgressEvent {
  readonly provider: ProviderId;
  readonly account: string;
  readonly location: string;
  readonly operation: string;
  readonly outcome: CoverageOutcome;
  readonly items: number;
}

/** The port for logging: constant text, facts in fields, never a secret. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Everything that collecting needs from outside; adapters build nothing of this themselves. */
export interface CollectContext {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly startTimeout: StartTimeout;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  /** Cancels the scan: collecting rejects with its reason. */
  readonly signal: AbortSignal;
  /** One budget per account and location, shared by everything that runs at the same time. */
  readonly budgets: BudgetRegistry;
  readonly meter: Meter;
  readonly progress: (event: ProgressEvent) => void;
  /** After so many requests on the meter every further call ends as `failed`; default no cap. */
  readonly requestCap: number;
  readonly logger: Logger;
}
