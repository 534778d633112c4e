/** How long the parts of the service wait before they take another process for dead. In milliseconds. */
export interface Patience {
  /** A worker that is silent for so long has its job started again. */
  readonly jobMs: number;
  /** A scope that was leased and not renewed for so long may be collected by another. */
  readonly leaseMs: number;
  /** How long a scope rests before another process collects it: that process knows nothing of the requests just made. */
  readonly restMs: number;
  /** How long a job waits before it asks again for a scope that another one holds. */
  readonly retryMs: number;
  /** An alert that was claimed and not answered for so long is claimed again; longer than any attempt takes. */
  readonly claimMs: number;
  /** How often scans are looked for whose jobs are not there. */
  readonly recoverMs: number;
}

/** What a service waits unless told otherwise. */
export const DEFAULT_PATIENCE: Patience = {
  jobMs: 15_000,
  leaseMs: 15_000,
  // AWS tells no remaining requests; the budget of a region is full again after four seconds.
  restMs: 5_000,
  retryMs: 500,
  claimMs: 60_000,
  recoverMs: 30_000,
};
