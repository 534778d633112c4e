/** How fast one account and location may be asked. */
export interface BudgetLimit {
  /** Requests that may go out at once after a pause. */
  readonly burst: number;
  /** Requests per second in the long run. */
  readonly perSecond: number;
  /** Requests on the wire at the same time. */
  readonly concurrency: number;
}

/** What a provider's answer tells about its own limit. */
export interface RateHint {
  /** Requests left in the provider's window. */
  readonly remaining: number;
  /** Size of the window in requests, where told. */
  readonly limit?: number;
  /** When the window is full again, in milliseconds since 1970, where told. */
  readonly resetAtMs?: number;
  /** How many requests per second come back, where the provider refills steadily. */
  readonly refillPerSecond?: number;
}

/** The right to make requests in one account and location. */
export interface Budget {
  /**
   * Waits for a token and a free place, then runs the work. One call is one request: a retry
   * spends again. Rejects with the signal's reason when it is aborted while waiting.
   */
  spend<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Slows down before the provider's own wall: feed it every answer's headers. */
  observe(hint: RateHint): void;
  /** No request goes out before this instant (a `Retry-After`), in milliseconds since 1970. */
  pauseUntil(instantMs: number): void;
  /**
   * Takes one retry from the scope's allowance, which grows by a tenth of the requests made; false
   * when it is spent, so that an account that always fails cannot multiply the load.
   */
  takeRetry(): boolean;
}

/**
 * Hands out budgets. The same scope always gives the same budget, so that concurrent calls share
 * it; the service backs it by a lease that holds across processes.
 */
export interface BudgetRegistry {
  /** @param scope provider, account and location, e.g. `aws/123456789012/eu-central-1`. */
  budgetFor(scope: string, limit: BudgetLimit): Budget;
}
