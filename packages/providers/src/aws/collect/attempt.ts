import type { BudgetLimit } from '../../client/budget.ts';
import { type CallFailure, isWorthRetrying } from '../../client/call-failure.ts';
import { RETRY_POLICY } from '../../client/retry.ts';
import { countRequest } from '../../client/spend-budget.ts';
import type { CollectContext } from '../../collect-context.ts';
import type { JsonObject } from '../../json.ts';
import type { AwsOperation } from '../aws-operation.ts';
import type { AwsClient } from '../client.ts';
import { awsFailure } from '../failure.ts';

/**
 * How fast one account and region is asked, all services together: the smallest of EC2's buckets (unfiltered Describe
 * calls: 50 at once, 10 per second), https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html, read
 * 2026-11-21. Burst and concurrency together stay within 50, so that requests which are held up on their way cannot
 * arrive with later ones as more than the bucket holds.
 */
export const REGION_BUDGET: BudgetLimit = { burst: 40, perSecond: 10, concurrency: 10 };

/** One request of one operation. */
export interface Asked {
  readonly client: AwsClient;
  readonly operation: AwsOperation;
  readonly input: JsonObject;
  /** The scope whose budget is spent. */
  readonly scope: string;
}

/**
 * Makes one request, again after a pause where that may help: full jitter, doubled each time, as the SDK's standard
 * mode does, but with time and the retry allowance handed in.
 *
 * @throws CallFailure, or the context's abort reason.
 */
export async function attempt(asked: Asked, context: CollectContext): Promise<object> {
  const { client, operation, input, scope } = asked;
  const budget =
    operation.pace === undefined
      ? context.budgets.budgetFor(scope, REGION_BUDGET)
      : context.budgets.budgetFor(`${scope}/${operation.id}`, operation.pace);
  for (let tries = 1; ; tries += 1) {
    try {
      return await budget.spend(context.signal, async () => {
        countRequest(operation.id, context);
        return await client.send(operation.service, operation.action, input, context.signal);
      });
    } catch (error) {
      context.signal.throwIfAborted();
      const failure = awsFailure(error, operation.permissions[0]);
      if (failure.kind === 'throttled') context.meter.throttle();
      if (!mayRetry(failure, tries) || !budget.takeRetry()) throw failure;
      const bound = Math.min(RETRY_POLICY.capMs, RETRY_POLICY.baseMs * 2 ** (tries - 1));
      const pauseMs = context.random() * bound;
      context.meter.retry();
      context.meter.waited(pauseMs);
      await context.sleep(pauseMs, context.signal);
    }
  }
}

function mayRetry(failure: CallFailure, tries: number): boolean {
  return isWorthRetrying(failure.kind) && tries < RETRY_POLICY.attempts;
}
