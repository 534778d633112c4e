import {
  type CoverageEntry,
  type CoverageKey,
  coverageKey,
  isGap,
  type ProviderId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import type { JsonValue } from '../json.ts';
import { GLOBAL, type Observation, parseItems } from '../observation.ts';
import type { Operation } from '../operation.ts';

/** What one call told about one account. */
export interface Answer<T> {
  readonly items: readonly T[];
  readonly key: CoverageKey;
  /** Present unless the call told everything: what leans on the rest is this. */
  readonly hole?: Unknown;
  /** The call was not made, and nothing is taken to be there. */
  readonly assumedAbsent: boolean;
}

/** The answers about one account, parsed once each. Calls that are not there at all are holes. */
export class AccountAnswers {
  readonly provider: ProviderId;
  readonly account: string;
  /** Items that a schema refused. */
  readonly gaps: CoverageEntry[] = [];
  readonly #observations: readonly Observation[];
  readonly #answers = new Map<string, Answer<unknown>>();

  constructor(provider: ProviderId, account: string, observations: readonly Observation[]) {
    this.provider = provider;
    this.account = account;
    this.#observations = observations;
  }

  /** Whether a call of this family was made, or said not to have been made. */
  hasAnyOf(operations: readonly Operation[]): boolean {
    return this.#observations.some((one) => operations.some(({ id }) => id === one.operation));
  }

  /** Reads everything, so that each item that a schema refuses is among the gaps. */
  readAll(operations: readonly Operation[]): void {
    const byId = new Map(operations.map((operation) => [operation.id, operation]));
    for (const { operation, subject } of this.#observations) {
      const declared = byId.get(operation);
      if (declared !== undefined) this.to(declared, subject);
    }
  }

  /** The answer of a call, of one subject where it has subjects. */
  to<T>(operation: Operation<T>, subject?: string): Answer<T> {
    const key = this.#keyOf(operation, subject);
    const known = this.#answers.get(key);
    // The key holds the operation, and with it the type of its items.
    if (known !== undefined) return known as Answer<T>;
    const answer = this.#read(operation, subject, key);
    this.#answers.set(key, answer);
    return answer;
  }

  #read<T>(operation: Operation<T>, subject: string | undefined, key: CoverageKey): Answer<T> {
    const told = this.#observations.filter(
      (one) => one.operation === operation.id && one.subject === subject,
    );
    const items: T[] = [];
    let refused = 0;
    for (const observation of told) {
      const parsed = parseItems(observation, operation);
      items.push(...parsed.items);
      this.gaps.push(...parsed.gaps);
      refused += parsed.gaps.length;
    }
    // In one order, whatever the order of the answer: the same things give the same graph.
    const ids = new Map(items.map((item) => [item, operation.nativeId(item as JsonValue) ?? '']));
    items.sort((a, b) => ((ids.get(a) ?? '') < (ids.get(b) ?? '') ? -1 : 1));
    const gap = told.find((one) => isGap(one.outcome));
    const assumedAbsent = told.length > 0 && told.every((one) => one.outcome === 'assumed-absent');
    const what = `${operation.reads}${subject === undefined ? '' : ` (${subject})`}`;
    const reason =
      told.length === 0
        ? `Nobody asked for ${what}.`
        : gap !== undefined
          ? `Not all was read of ${what}: ${gap.message ?? gap.outcome}`
          : refused > 0
            ? `${refused} of ${what} did not have the expected shape.`
            : undefined;
    return {
      items,
      key,
      assumedAbsent,
      ...(reason === undefined ? {} : { hole: unknown(reason, key) }),
    };
  }

  #keyOf(operation: Pick<Operation, 'id'>, subject: string | undefined): CoverageKey {
    const scope = {
      provider: this.provider,
      account: this.account,
      location: GLOBAL,
      operation: operation.id,
    };
    return coverageKey(subject === undefined ? scope : { ...scope, subject });
  }
}
