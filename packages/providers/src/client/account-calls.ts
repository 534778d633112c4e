import type { ProviderId } from '@netposture/network/graph';
import type { CollectContext } from '../collect-context.ts';
import type { JsonObject } from '../json.ts';
import { GLOBAL, type Observation } from '../observation.ts';
import type { Operation } from '../operation.ts';
import { asCallFailure, CallFailure } from './call-failure.ts';
import { observationOfFailure, observe } from './observe.ts';
import type { Page } from './paging.ts';
import { createRedactor } from './redact.ts';

/** One call of an account. */
export interface AccountCall {
  readonly operation: Operation;
  readonly subject?: string;
  readonly request?: JsonObject;
}

/** Makes the calls of one account. */
export interface AccountCalls {
  /** @param pages makes the requests. */
  make(call: AccountCall, pages: () => AsyncIterable<Page>): Promise<Observation>;
  /** An observation of a call that cannot be made. */
  unmade(call: AccountCall, failure: CallFailure): Promise<Observation>;
}

/** How an account is asked. */
export interface AccountCallsOptions {
  readonly provider: ProviderId;
  readonly account: string;
  /** Default {@link GLOBAL}. */
  readonly location?: string;
  /** What must never stand in a message. */
  readonly secrets: readonly string[];
  /** Asks nothing more once the credential was refused; default false. */
  readonly stopsWhenRefused?: boolean;
}

/** The calls of one account. */
export function createAccountCalls(
  { provider, account, location = GLOBAL, secrets, stopsWhenRefused = false }: AccountCallsOptions,
  context: CollectContext,
): AccountCalls {
  const redact = createRedactor(secrets);
  let refused: CallFailure | undefined;
  const described = (call: AccountCall) => ({
    provider,
    account,
    location,
    redact,
    ...call,
  });
  return {
    make: (call, pages) =>
      observe(
        {
          ...described(call),
          pages: async function* () {
            if (refused !== undefined) throw refused;
            yield* pages();
          },
          classify: (error) => {
            const failure = asCallFailure(error);
            if (stopsWhenRefused && failure.kind === 'unauthenticated') refused = failure;
            return failure;
          },
        },
        context,
      ),
    unmade: (call, failure) => observationOfFailure(described(call), failure, context),
  };
}

/** The failure of an account that has no credential in the configuration. */
export function noCredential(account: string, what: string): CallFailure {
  return new CallFailure(
    'unauthenticated',
    `No ${what} is configured for ${account}, so nothing of it could be seen.`,
  );
}

/** The failure of an answer that is JSON and yet not what was asked for. */
export function unexpectedAnswer(what: string): CallFailure {
  return new CallFailure('malformed', `The provider's answer holds no ${what}.`);
}
