import { providerId } from '@netposture/network/graph';
import { asCallFailure, CallFailure } from '../../client/call-failure.ts';
import { observationOfFailure, observe } from '../../client/observe.ts';
import type { Page } from '../../client/paging.ts';
import { createRedactor } from '../../client/redact.ts';
import type { CollectContext } from '../../collect-context.ts';
import type { JsonObject } from '../../json.ts';
import { GLOBAL, type Observation } from '../../observation.ts';
import type { Operation } from '../../operation.ts';

/** The provider's id in records and observations. */
export const HETZNER = providerId('hetzner');

/** One call of an account. */
export interface AccountCall {
  readonly operation: Operation;
  readonly subject?: string;
  readonly request?: JsonObject;
}

/** Makes the calls of one account, and stops asking once its credential is refused. */
export interface AccountCalls {
  /** @param pages makes the requests; not entered after a refused credential. */
  make(call: AccountCall, pages: () => AsyncIterable<Page>): Promise<Observation>;
  /** An observation of a call that cannot be made. */
  unmade(call: AccountCall, failure: CallFailure): Promise<Observation>;
}

/** @param secrets what must never stand in a message. */
export function createAccountCalls(
  account: string,
  secrets: readonly string[],
  context: CollectContext,
): AccountCalls {
  const redact = createRedactor(secrets);
  let refused: CallFailure | undefined;
  const described = (call: AccountCall) => ({
    provider: HETZNER,
    account,
    location: GLOBAL,
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
            if (failure.kind === 'unauthenticated') refused = failure;
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
