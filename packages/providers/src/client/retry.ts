import type { CollectContext } from '../collect-context.ts';
import type { Budget } from './budget.ts';
import { asCallFailure, type CallFailure, isWorthRetrying } from './call-failure.ts';
import type { Layer } from './transport.ts';

/** When to try again, and when to give up. */
export interface RetryPolicy {
  /** Requests per call, the first one included; default 6. */
  readonly attempts: number;
  /** Upper bound of the first pause, doubled each time; default 250. */
  readonly baseMs: number;
  /** No pause of ours is longer; default 20,000. */
  readonly capMs: number;
  /** A provider that asks to wait longer than this is taken to have refused; default 60,000. */
  readonly longestRetryAfterMs: number;
}

/** The defaults of {@link RetryPolicy}. */
export const RETRY_POLICY: RetryPolicy = {
  attempts: 6,
  baseMs: 250,
  capMs: 20_000,
  longestRetryAfterMs: 60_000,
};

/**
 * Repeats what may succeed a moment later, after a pause with full jitter (uniform between 0 and
 * the bound), or after what the provider asks for, which then holds for everybody who shares the
 * budget. Failures of authentication and of permission are never repeated.
 */
export function retry(
  policy: RetryPolicy,
  budget: Budget,
  context: Pick<CollectContext, 'sleep' | 'random' | 'clock' | 'meter'>,
): Layer {
  return (next) => ({
    async send(request) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await next.send(request);
        } catch (error) {
          request.signal.throwIfAborted();
          const failure = asCallFailure(error);
          if (failure.kind === 'throttled') context.meter.throttle();
          const pauseMs = pauseAfter(failure, attempt, policy, context.random);
          if (pauseMs === undefined || !budget.takeRetry()) throw failure;
          if (failure.details.retryAfterMs !== undefined) {
            budget.pauseUntil(context.clock.now() + failure.details.retryAfterMs);
          }
          context.meter.retry();
          context.meter.waited(pauseMs);
          await context.sleep(pauseMs, request.signal);
        }
      }
    },
  });
}

/** How long to wait before the next attempt, in milliseconds; `undefined` to give up. */
function pauseAfter(
  failure: CallFailure,
  attempt: number,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  if (!isWorthRetrying(failure.kind) || attempt >= policy.attempts) return undefined;
  const asked = failure.details.retryAfterMs ?? 0;
  if (asked > policy.longestRetryAfterMs) return undefined;
  const bound = Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1));
  return asked + random() * bound;
}
