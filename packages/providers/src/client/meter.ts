/** What a scan has cost so far. */
export interface MeterReading {
  /** Requests put on the wire, repeated ones included. */
  readonly requests: number;
  /** Requests that repeat one that failed. */
  readonly retries: number;
  /** Answers by which the provider asked us to slow down. */
  readonly throttles: number;
  /** Time spent waiting for budgets and between retries, in milliseconds, summed over all calls. */
  readonly waitMs: number;
  /** Requests by operation id. */
  readonly byOperation: Readonly<Record<string, number>>;
}

/** Counts what collecting costs. One per scan, shared by all adapters. */
export interface Meter {
  request(operation: string): void;
  retry(): void;
  throttle(): void;
  waited(durationMs: number): void;
  read(): MeterReading;
}

/** A meter at zero. */
export function createMeter(): Meter {
  let requests = 0;
  let retries = 0;
  let throttles = 0;
  let waitMs = 0;
  const byOperation = new Map<string, number>();
  return {
    request(operation) {
      requests += 1;
      byOperation.set(operation, (byOperation.get(operation) ?? 0) + 1);
    },
    retry() {
      retries += 1;
    },
    throttle() {
      throttles += 1;
    },
    waited(durationMs) {
      waitMs += durationMs;
    },
    read: () => ({
      requests,
      retries,
      throttles,
      waitMs,
      byOperation: Object.fromEntries(byOperation),
    }),
  };
}
