import type { ProviderId } from '@netposture/network/graph';
import type { CollectContext } from '../collect-context.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { coverageOf, type Observation } from '../observation.ts';
import type { Operation } from '../operation.ts';
import { CallFailure, outcomeOfFailure } from './call-failure.ts';
import type { Page } from './paging.ts';
import { createRedactor, type Redact } from './redact.ts';
import { createSecretFilter } from './secret-filter.ts';

/** One call to be made: what is asked, of whom, and how to read its pages. */
export interface ObservedCall {
  readonly provider: ProviderId;
  readonly account: string;
  readonly location: string;
  readonly operation: Operation;
  /** The object asked about; demanded of operations that are `perSubject`. */
  readonly subject?: string | undefined;
  /** The parameters, without credentials and page tokens. */
  readonly request?: JsonObject | undefined;
  /** Makes the requests; each page may hold secrets, which go no further than this call. */
  readonly pages: () => AsyncIterable<Page>;
  /**
   * Sees every error, and names those of a client library. By default an error that is no failure
   * yet is `malformed`: the chain has named its own, so what is left is an answer without sense.
   */
  readonly classify?: (error: unknown) => CallFailure;
  /** Hides the account's secrets in messages; default hides what looks like a secret. */
  readonly redact?: Redact;
}

/**
 * Makes a call and says how it ended. Always resolves, with exactly one outcome, except that it
 * rejects with the context's abort reason. Pages read before a failure are kept: then the outcome
 * is `partial`.
 */
export async function observe(call: ObservedCall, context: CollectContext): Promise<Observation> {
  const { reduce = (item: unknown) => item, secretPaths } = call.operation;
  const filter = createSecretFilter(secretPaths);
  const redact = call.redact ?? createRedactor([]);
  const items: JsonValue[] = [];
  const gaps: string[] = [];
  let pages = 0;
  let failure: CallFailure | undefined;
  try {
    for await (const page of call.pages()) {
      context.signal.throwIfAborted();
      pages += 1;
      for (const item of page.items) items.push(filter(reduce(item)));
      if (page.incomplete !== undefined) gaps.push(page.incomplete);
    }
  } catch (error) {
    context.signal.throwIfAborted();
    failure = (call.classify ?? asMalformed)(error);
    gaps.push(failure.message);
  }
  const permission = failure?.details.missingPermission;
  const observation: Observation = {
    format: 1,
    provider: call.provider,
    account: call.account,
    location: call.location,
    operation: call.operation.id,
    ...(call.subject === undefined ? {} : { subject: call.subject }),
    request: call.request ?? {},
    outcome: outcomeOf(pages, gaps, failure),
    ...(gaps.length === 0 ? {} : { message: redact([...new Set(gaps)].join(' ')) }),
    ...(permission === undefined ? {} : { missingPermission: redact(permission) }),
    pages,
    collectedAt: new Date(context.clock.now()).toISOString(),
    items,
  };
  tell(observation, context);
  return observation;
}

function asMalformed(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  const reason = error instanceof Error ? error.message : 'unknown reason';
  return new CallFailure('malformed', `The answer could not be understood: ${reason}`);
}

function outcomeOf(
  pages: number,
  gaps: readonly string[],
  failure: CallFailure | undefined,
): Observation['outcome'] {
  if (failure !== undefined && pages === 0) return outcomeOfFailure(failure.kind);
  return gaps.length === 0 ? 'complete' : 'partial';
}

/**
 * The observation of a call that was not made because something before it failed (no credential,
 * no list of subjects): the same outcome and sentence, no request.
 */
export function observationOfFailure(
  call: Omit<ObservedCall, 'pages' | 'classify'>,
  failure: CallFailure,
  context: CollectContext,
): Promise<Observation> {
  const pages = () => ({
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }),
  });
  return observe({ ...call, pages }, context);
}

function tell(observation: Observation, context: CollectContext): void {
  const { scope, outcome, items } = coverageOf(observation);
  const { provider, account, location, operation } = scope;
  context.progress({ provider, account, location, operation, outcome, items });
}
