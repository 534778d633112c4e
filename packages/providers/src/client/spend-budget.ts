import type { CollectContext } from '../collect-context.ts';
import type { Budget } from './budget.ts';
import { CallFailure } from './call-failure.ts';
import type { ReadRate } from './rate-headers.ts';
import type { Layer } from './transport.ts';

/**
 * Lets a request out only within the request cap and the budget, counts it, and tells the budget
 * what the answer's headers say.
 */
export function spendBudget(
  budget: Budget,
  readRate: ReadRate,
  context: Pick<CollectContext, 'meter' | 'requestCap' | 'clock'>,
): Layer {
  return (next) => ({
    send: (request) =>
      budget.spend(request.signal, async () => {
        countRequest(request.operation, context);
        const response = await next.send(request);
        const hint = readRate(response.headers, context.clock.now());
        if (hint !== undefined) budget.observe(hint);
        return response;
      }),
  });
}

/**
 * Puts one request on the meter. For clients that bring their own transport (the AWS SDK): call it
 * before each attempt, inside `budget.spend`.
 *
 * @throws CallFailure `capped` when the scan has made all the requests that it may.
 */
export function countRequest(
  operation: string,
  context: Pick<CollectContext, 'meter' | 'requestCap'>,
): void {
  if (context.meter.read().requests >= context.requestCap) {
    const message = `The scan may make ${context.requestCap} requests and has made them all.`;
    throw new CallFailure('capped', message);
  }
  context.meter.request(operation);
}
