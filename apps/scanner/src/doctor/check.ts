/** How one part of an installation is. */
export interface CheckResult {
  /** What was looked at, in one or two words. */
  readonly check: string;
  /** `warning`: it works, and somebody should know. `skipped`: nothing was looked at, and `says` tells why. */
  readonly outcome: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, as one sentence; free of secrets. */
  readonly says: string;
  /** What to do about a warning or a failure. */
  readonly cure?: string;
}

/** A result without a cure. */
export function found(check: string, outcome: 'ok' | 'skipped', says: string): CheckResult {
  return { check, outcome, says };
}

/** A result with its cure. */
export function trouble(
  check: string,
  outcome: 'warning' | 'failed',
  says: string,
  cure: string,
): CheckResult {
  return { check, outcome, says, cure };
}
