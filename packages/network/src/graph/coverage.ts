import type { Brand, ProviderId } from './resource-id.ts';

/** Names one thing that was (or was not) read: `provider/account/location/operation[/subject]`. */
export type CoverageKey = Brand<'CoverageKey'>;

/**
 * How reading one scope ended. `complete` is the only outcome that lets "nothing found" mean "nothing there".
 * - `partial`: some pages or items are missing.
 * - `forbidden`: the credential lacks the permission.
 * - `throttled`: retries ran out under the provider's rate limit.
 * - `failed`: anything else that went wrong, the message says what.
 * - `not-implemented`: the endpoint does not know the operation.
 * - `assumed-absent`: offline only; no file was given for an optional feature, so it is taken not to be in use.
 */
export type CoverageOutcome =
  | 'complete'
  | 'partial'
  | 'forbidden'
  | 'throttled'
  | 'failed'
  | 'not-implemented'
  | 'assumed-absent';

/** What one call was asked for. */
export interface CoverageScope {
  readonly provider: ProviderId;
  readonly account: string;
  /** Region or location; `global` for calls that have none. */
  readonly location: string;
  readonly operation: string;
  /** The one object asked about, for calls that answer about a single object. */
  readonly subject?: string;
}

/** One line of the coverage report. */
export interface CoverageEntry {
  readonly scope: CoverageScope;
  readonly outcome: CoverageOutcome;
  /** How many items were read; 0 with `complete` means that there are none. */
  readonly items: number;
  /** The cause, fit for a user and free of secrets. Present unless the outcome is `complete`. */
  readonly message?: string;
  /** The permission that would cure it, in the provider's own words. */
  readonly missingPermission?: string;
}

/** The key of a scope: equal scopes give equal keys, different scopes different ones (slashes inside a part are percent-encoded). */
export function coverageKey(scope: CoverageScope): CoverageKey {
  const parts = [scope.provider, scope.account, scope.location, scope.operation];
  if (scope.subject !== undefined) parts.push(scope.subject);
  return parts
    .map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F'))
    .join('/') as CoverageKey;
}

/** Whether an outcome leaves a hole, so that dependent answers are undetermined. */
export function isGap(outcome: CoverageOutcome): boolean {
  return outcome !== 'complete' && outcome !== 'assumed-absent';
}
