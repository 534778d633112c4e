import {
  type CoverageEntry,
  type CoverageKey,
  coverageKey,
  isGap,
  providerId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { canonicalJson, type JsonValue } from '../../json.ts';
import { coverageOf, GLOBAL, type Observation, parseItems, scopeOf } from '../../observation.ts';
import type { GcpOperation } from '../operation.ts';

/** Google Cloud's name in ids. */
export const GCP = providerId('gcp');

/** One item with the call that told it. */
export interface Told<Item> {
  readonly item: Item;
  readonly account: string;
  readonly location: string;
  readonly subject: string | undefined;
  readonly collectedAt: string;
  readonly operation: string;
}

/** How well something is known. `assumed` holds offline: no file was given, so the feature is taken to be unused. */
export type Standing =
  | { readonly kind: 'read' }
  | { readonly kind: 'assumed'; readonly key: CoverageKey }
  | { readonly kind: 'gap'; readonly cause: Unknown };

const READ: Standing = { kind: 'read' };

/** Observations, parsed once and looked up by call. The order in which they came makes no difference. */
export class Reading {
  readonly coverage: readonly CoverageEntry[];
  readonly accounts: readonly string[];
  readonly #observations: ReadonlyMap<CoverageKey, Observation>;
  readonly #byOperation: ReadonlyMap<string, readonly Observation[]>;
  readonly #parsed = new Map<Observation, readonly unknown[]>();
  readonly #refused = new Set<Observation>();
  readonly #all = new Map<string, readonly Told<unknown>[]>();
  readonly #offline: ReadonlySet<string>;

  constructor(observations: readonly Observation[], operations: readonly GcpOperation[]) {
    this.#observations = newestOf(observations);
    const kept = [...this.#observations.values()];
    this.#byOperation = Map.groupBy(kept, ({ operation }) => operation);
    // The reader of files says of every list that no file held; a live scan never leaves `pages` at 0 for those.
    this.#offline = new Set(
      kept
        .filter(({ outcome, pages }) => outcome === 'assumed-absent' && pages === 0)
        .map(({ account }) => account),
    );
    this.accounts = [...new Set(kept.map(({ account }) => account))].sort();
    const byId = new Map(operations.map((one) => [one.id, one]));
    const gaps = kept.flatMap((observation) => {
      const operation = byId.get(observation.operation);
      if (operation === undefined) return [];
      const parsed = parseItems(observation, operation);
      this.#parsed.set(observation, inOrder(parsed.items));
      if (parsed.gaps.length > 0) this.#refused.add(observation);
      return parsed.gaps;
    });
    this.coverage = [...kept.map(coverageOf), ...gaps];
  }

  /** Every item of an operation, in order of call and native id. */
  all<Item>(operation: GcpOperation<Item>): readonly Told<Item>[] {
    const known = this.#all.get(operation.id);
    // Kept under the id of the operation whose schema parsed them.
    if (known !== undefined) return known as readonly Told<Item>[];
    const told = (this.#byOperation.get(operation.id) ?? []).flatMap((one) =>
      this.#told<Item>(one),
    );
    this.#all.set(operation.id, told);
    return told;
  }

  /** The items of one call. */
  of<Item>(
    operation: GcpOperation<Item>,
    account: string,
    location = GLOBAL,
    subject?: string,
  ): readonly Told<Item>[] {
    const observation = this.#observations.get(keyOf(operation, account, location, subject));
    return observation === undefined ? [] : this.#told<Item>(observation);
  }

  /** Whether "nothing told" means "nothing there" for one call. */
  standing(
    operation: GcpOperation,
    account: string,
    location = GLOBAL,
    subject?: string,
  ): Standing {
    const key = keyOf(operation, account, location, subject);
    const observation = this.#observations.get(key);
    if (observation === undefined) {
      const mayAssume = operation.need === 'optional' && this.#offline.has(account);
      if (mayAssume && operation.perSubject !== undefined) return { kind: 'assumed', key };
      return { kind: 'gap', cause: unknown(`It was not read: ${operation.reads}.`, key) };
    }
    if (isGap(observation.outcome)) {
      const why = observation.message ?? observation.outcome;
      return {
        kind: 'gap',
        cause: unknown(`Not everything could be read of ${operation.reads}: ${why}`, key),
      };
    }
    if (this.#refused.has(observation)) {
      return {
        kind: 'gap',
        cause: unknown(`Some of ${operation.reads} could not be understood.`, key),
      };
    }
    // A service that is switched off is an answer: pages says that somebody was asked.
    return observation.outcome === 'assumed-absent' && observation.pages === 0
      ? { kind: 'assumed', key }
      : READ;
  }

  /** The cause of a gap in one call; nothing where it was read or may be assumed absent. */
  gap(
    operation: GcpOperation,
    account: string,
    location = GLOBAL,
    subject?: string,
  ): Unknown | undefined {
    const standing = this.standing(operation, account, location, subject);
    return standing.kind === 'gap' ? standing.cause : undefined;
  }

  /** Whether anything at all was asked of an account. */
  knows(account: string): boolean {
    return this.accounts.includes(account);
  }

  #told<Item>(observation: Observation): readonly Told<Item>[] {
    const { account, location, subject, collectedAt, operation } = observation;
    // The items were parsed by the schema of the operation that their observation names.
    const items = (this.#parsed.get(observation) ?? []) as readonly Item[];
    return items.map((item) => ({ item, account, location, subject, collectedAt, operation }));
  }
}

function keyOf(
  operation: GcpOperation,
  account: string,
  location: string,
  subject: string | undefined,
): CoverageKey {
  const scope = { provider: GCP, account, location, operation: operation.id };
  return coverageKey(subject === undefined ? scope : { ...scope, subject });
}

/** One observation per call, the newest. */
function newestOf(observations: readonly Observation[]): ReadonlyMap<CoverageKey, Observation> {
  const newest = new Map<CoverageKey, Observation>();
  for (const one of observations) {
    const key = coverageKey(scopeOf(one));
    const known = newest.get(key);
    if (known === undefined || rank(one) > rank(known)) newest.set(key, one);
  }
  const sorted = [...newest].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted);
}

function rank(observation: Observation): string {
  return `${observation.collectedAt} ${observation.outcome} ${observation.items.length}`;
}

/** Items in an order of their own, so that the order of the answer changes nothing. */
function inOrder(items: readonly unknown[]): readonly unknown[] {
  if (items.length < 2) return items;
  // What a schema without transforms leaves of a JSON value is a JSON value again.
  const keyed = items.map((item) => ({ item, text: canonicalJson(item as JsonValue) }));
  return keyed
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ item }) => item);
}
