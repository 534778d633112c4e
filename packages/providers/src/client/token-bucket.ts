import type { Clock, Sleep } from '../collect-context.ts';
import type { Budget, BudgetLimit, BudgetRegistry, RateHint } from './budget.ts';
import type { Meter } from './meter.ts';

/** What budgets need from outside. */
export interface BudgetPorts {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly meter: Meter;
}

/** Budgets that live in this process. A scope keeps the limit that it was first asked for with. */
export function createBudgetRegistry(ports: BudgetPorts): BudgetRegistry {
  const budgets = new Map<string, Budget>();
  return {
    budgetFor(scope, limit) {
      const known = budgets.get(scope);
      if (known !== undefined) return known;
      const budget = new TokenBucket(limit, ports);
      budgets.set(scope, budget);
      return budget;
    },
  };
}

/** Retries that a scope may make before its requests have earned any. */
const FREE_RETRIES = 20;

/** Waits shorter than this are rounding errors. */
const ROUNDING_MS = 0.01;

interface Waiter {
  readonly signal: AbortSignal;
  readonly since: number;
  readonly admit: () => void;
}

/**
 * A token bucket with places: a request needs a token (they come back steadily, up to the burst)
 * and a place (so many at a time), first come first served. On top of it the provider's own count:
 * when that runs low, requests are spaced so that it lasts until it is refilled.
 */
class TokenBucket implements Budget {
  readonly #limit: BudgetLimit;
  readonly #ports: BudgetPorts;
  readonly #waiting: Waiter[] = [];
  #tokens: number;
  #refilledAt: number;
  #inFlight = 0;
  #granted = 0;
  #retries = 0;
  #lastGrantAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = 0;
  #hint: RateHint | undefined;
  #nap: AbortController | undefined;

  constructor(limit: BudgetLimit, ports: BudgetPorts) {
    this.#limit = limit;
    this.#ports = ports;
    this.#tokens = limit.burst;
    this.#refilledAt = ports.clock.now();
  }

  async spend<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#admission(signal);
    try {
      return await work();
    } finally {
      this.#inFlight -= 1;
      this.#admitNext();
    }
  }

  observe(hint: RateHint): void {
    // Requests still on the wire are not in the provider's count yet; the answered one is.
    const unseen = Math.max(0, this.#inFlight - 1);
    this.#hint = { ...hint, remaining: hint.remaining - unseen };
  }

  pauseUntil(instantMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, instantMs);
  }

  takeRetry(): boolean {
    if (this.#retries >= FREE_RETRIES + this.#granted / 10) return false;
    this.#retries += 1;
    return true;
  }

  #admission(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const leave = () => {
        const place = this.#waiting.indexOf(waiter);
        if (place >= 0) this.#waiting.splice(place, 1);
        if (this.#waiting.length === 0) this.#nap?.abort();
        reject(signal.reason);
      };
      const admit = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiter: Waiter = { signal, since: this.#ports.clock.now(), admit };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#admitNext();
    });
  }

  /** Lets in as many as may go now, and naps until the next one may. */
  #admitNext(): void {
    while (this.#nap === undefined && this.#inFlight < this.#limit.concurrency) {
      const first = this.#waiting[0];
      if (first === undefined) return;
      const now = this.#ports.clock.now();
      const waitMs = this.#waitMs(now);
      if (waitMs > 0) {
        this.#napFor(waitMs);
        return;
      }
      this.#waiting.shift();
      this.#grant(now);
      this.#ports.meter.waited(now - first.since);
      first.admit();
    }
  }

  #napFor(durationMs: number): void {
    const nap = new AbortController();
    this.#nap = nap;
    const wake = () => {
      this.#nap = undefined;
      this.#admitNext();
    };
    // An aborted nap is one that nobody waits for any more: waking is right in both cases.
    this.#ports.sleep(durationMs, nap.signal).then(wake, wake);
  }

  #grant(now: number): void {
    this.#tokens -= 1;
    this.#inFlight += 1;
    this.#granted += 1;
    this.#lastGrantAt = now;
    if (this.#hint !== undefined) {
      this.#hint = { ...this.#hint, remaining: this.#hint.remaining - 1 };
    }
  }

  #waitMs(now: number): number {
    const { burst, perSecond } = this.#limit;
    // A clock that is set back earns nothing.
    const earned = (Math.max(0, now - this.#refilledAt) * perSecond) / 1000;
    this.#tokens = Math.min(burst, this.#tokens + earned);
    this.#refilledAt = now;
    const missing = 1 - this.#tokens;
    const forToken = missing > 0 ? (missing * 1000) / perSecond : 0;
    const waitMs = Math.max(forToken, this.#pausedUntil - now, this.#spacingWaitMs(now));
    // In whole milliseconds: near the present instant a double resolves a quarter of a microsecond,
    // so a shorter nap might not move the clock, and its sleeper would nap for ever.
    return Math.ceil(waitMs - ROUNDING_MS);
  }

  /** What the provider's own count demands: nothing while a tenth of it is left. */
  #spacingWaitMs(now: number): number {
    const hint = this.#hint;
    if (hint === undefined) return 0;
    const { remaining, limit, resetAtMs, refillPerSecond } = hint;
    if (resetAtMs !== undefined && resetAtMs <= now) {
      this.#hint = undefined;
      return 0;
    }
    if (remaining > (limit ?? 100) / 10) return 0;
    if (refillPerSecond !== undefined) return this.#lastGrantAt + 1000 / refillPerSecond - now;
    if (resetAtMs === undefined) return 0;
    if (remaining <= 0) return resetAtMs - now;
    return this.#lastGrantAt + (resetAtMs - now) / (remaining + 1) - now;
  }
}
