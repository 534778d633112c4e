import type { CoverageOutcome } from '../coverage.ts';

/**
 * Why a call failed, in the words of the client chain.
 *
 * - `unauthenticated`: the credential is unknown, expired or unusable. Never retried: some providers
 *   lock the address out.
 * - `forbidden`: known, but may not.
 * - `throttled`: too many requests.
 * - `not-implemented`: the endpoint does not know the operation.
 * - `not-found`: the object is not there (any more).
 * - `unavailable`: a 5xx, or a connection that broke.
 * - `timed-out`: no answer in time.
 * - `malformed`: an answer that is not what was asked for: an HTML page, half a document.
 * - `refused`: we would not send it or not take the answer: redirect, other host, too large.
 * - `capped`: the request cap of the scan was reached.
 * - `rejected`: any other refusal of the provider.
 */
export type FailureKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'throttled'
  | 'not-implemented'
  | 'not-found'
  | 'unavailable'
  | 'timed-out'
  | 'malformed'
  | 'refused'
  | 'capped'
  | 'rejected';

/** What else is known of a failure. */
export interface FailureDetails {
  readonly status?: number;
  /** How long the provider asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The permission that is missing, where the provider tells. */
  readonly missingPermission?: string;
}

/** A provider call that failed. Expected: it becomes the outcome of an observation, not a crash. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  readonly kind: FailureKind;
  readonly details: FailureDetails;

  /** @param message one sentence for the user; `observe` redacts it once more. */
  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message);
    this.kind = kind;
    this.details = details;
  }

  /** The stable code of this failure, e.g. `POSTURE_PROVIDER_FORBIDDEN`. */
  get code(): string {
    return `POSTURE_PROVIDER_${this.kind.toUpperCase().replaceAll('-', '_')}`;
  }
}

/** The outcome that a failure gives the call. */
export function outcomeOfFailure(kind: FailureKind): CoverageOutcome {
  switch (kind) {
    case 'unauthenticated':
    case 'forbidden':
      return 'forbidden';
    case 'throttled':
      return 'throttled';
    case 'not-implemented':
      return 'not-implemented';
    case 'not-found':
    case 'unavailable':
    case 'timed-out':
    case 'malformed':
    case 'refused':
    case 'capped':
    case 'rejected':
      return 'failed';
  }
}

/** Whether the same request may succeed a moment later. */
export function isWorthRetrying(kind: FailureKind): boolean {
  return kind === 'throttled' || kind === 'unavailable' || kind === 'timed-out';
}

/**
 * Any thrown value as a failure. A broken connection is `unavailable`; what is already a failure
 * stays as it is.
 */
export function asCallFailure(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  return new CallFailure('unavailable', `The connection failed: ${reasonOf(error)}.`);
}

/** The most telling short text of an error: the cause's code (`ECONNRESET`) before the message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the client library threw a value that is not an error';
  const deepest = error.cause instanceof Error ? error.cause : error;
  return 'code' in deepest && typeof deepest.code === 'string' ? deepest.code : error.message;
}

/** The failure of an answer that is larger than we take. */
export function tooLarge(maxBodyBytes: number): CallFailure {
  return new CallFailure('refused', `The provider's answer is larger than ${maxBodyBytes} bytes.`);
}
