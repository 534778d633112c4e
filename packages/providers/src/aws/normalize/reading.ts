import {
  type CoverageEntry,
  type CoverageKey,
  coverageKey,
  providerId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { canonicalJson, type JsonValue } from '../../json.ts';
import {
  coverageOf,
  type ItemReader,
  type Observation,
  type ParsedItems,
  parseItems,
} from '../../observation.ts';
import type { AwsOperation } from '../aws-operation.ts';
import { withoutCopies } from './shape-check.ts';
import type { ReadOperation, WireItems } from './wire-items.ts';

/** What one call told: its items, and whether they are all that there is. */
export interface Reading<T> {
  readonly items: readonly T[];
  /** Everything that there is was read (or is assumed not to be there). */
  readonly complete: boolean;
  /** Why it is not complete; present exactly then. */
  readonly cause?: Unknown;
  /** The call that was not made because no file was given, so that its feature is assumed not to be in use. */
  readonly assumes?: CoverageKey;
}

/** One account in one region (or `global`). */
export interface Place {
  readonly account: string;
  readonly location: string;
}

/** The observations of AWS by call, parsed on demand and once. Remembers the items that no schema took. */
export class Readings {
  readonly #observations = new Map<string, Observation>();
  readonly #parsed = new Map<string, Reading<unknown>>();
  readonly #gaps = new Map<string, readonly CoverageEntry[]>();
  readonly #operations: ReadonlyMap<string, AwsOperation>;

  constructor(observations: readonly Observation[], operations: readonly AwsOperation[]) {
    this.#operations = new Map(operations.map((operation) => [operation.id, operation]));
    for (const observation of observations) {
      const key = keyOf(observation.operation, observation, observation.subject);
      const known = this.#observations.get(key);
      // Whoever reads twice believes the better answer; the order of observations must not matter.
      if (known === undefined || rank(observation) > rank(known)) {
        this.#observations.set(key, observation);
      }
    }
  }

  /** Every account and region about which something was observed, sorted. */
  places(): readonly Place[] {
    const places = new Map<string, Place>();
    for (const { account, location } of this.#observations.values()) {
      places.set(`${account}/${location}`, { account, location });
    }
    return [...places.keys()].sort().flatMap((key) => places.get(key) ?? []);
  }

  /** What a call told in one place, about one subject where it has subjects. */
  read<K extends ReadOperation>(id: K, place: Place, subject?: string): Reading<WireItems[K]> {
    const operation = this.#operations.get(id);
    if (operation === undefined) throw new Error(`no operation is called ${id}`);
    const at = operation.scope === 'global' ? { ...place, location: 'global' } : place;
    const key = keyOf(operation.id, at, subject);
    const known = this.#parsed.get(key);
    const reading = known ?? this.#parse(operation, at, key, subject);
    if (known === undefined) this.#parsed.set(key, reading);
    // The items were made by the schema of this very operation, whose type `WireItems` names.
    return reading as Reading<WireItems[K]>;
  }

  /** The subjects about which an operation was asked in one place. */
  subjects(operation: ReadOperation, place: Place): readonly string[] {
    const found: string[] = [];
    for (const observation of this.#observations.values()) {
      if (observation.operation !== operation || observation.subject === undefined) continue;
      if (observation.account === place.account && observation.location === place.location) {
        found.push(observation.subject);
      }
    }
    return found.sort();
  }

  /** How all calls ended, and every item that could not be read. */
  coverage(): readonly CoverageEntry[] {
    const entries: CoverageEntry[] = [];
    for (const [key, observation] of this.#observations) {
      entries.push(coverageOf(observation));
      const operation = this.#operations.get(observation.operation);
      if (operation === undefined) continue;
      const gaps = this.#gaps.get(key) ?? parsedItems(observation, operation).gaps;
      entries.push(...gaps);
    }
    return entries.sort((a, b) => (coverageKey(a.scope) < coverageKey(b.scope) ? -1 : 1));
  }

  #parse(
    operation: AwsOperation,
    place: Place,
    key: string,
    subject: string | undefined,
  ): Reading<unknown> {
    const covered = coverageKey({
      provider: providerId('aws'),
      ...place,
      operation: operation.id,
      ...(subject === undefined ? {} : { subject }),
    });
    const observation = this.#observations.get(key);
    if (observation === undefined) {
      const cause = unknown(`${operation.id} was not asked: ${operation.reads}.`, covered);
      return { items: [], complete: false, cause };
    }
    const { items: parsed, gaps } = parsedItems(observation, operation);
    this.#gaps.set(key, gaps);
    const items = inStableOrder(parsed, operation);
    if (observation.outcome === 'assumed-absent')
      return { items, complete: true, assumes: covered };
    if (observation.outcome === 'complete' && gaps.length === 0) return { items, complete: true };
    const why = observation.message ?? gaps[0]?.message ?? 'The answer is not complete.';
    return { items, complete: false, cause: unknown(`${operation.id}: ${why}`, covered) };
  }
}

const readers = new WeakMap<AwsOperation, ItemReader<unknown>>();

function parsedItems(observation: Observation, operation: AwsOperation): ParsedItems<unknown> {
  let reader = readers.get(operation);
  if (reader === undefined) {
    reader = { item: withoutCopies(operation.item), nativeId: operation.nativeId };
    readers.set(operation, reader);
  }
  return parseItems(observation, reader);
}

/** AWS answers lists in no order: the graph must not depend on it. */
function inStableOrder(items: readonly unknown[], operation: AwsOperation): readonly unknown[] {
  const keyed = items.map((item) => ({ item, id: operation.nativeId(item as JsonValue) ?? '' }));
  keyed.sort((a, b) => {
    if (a.id !== b.id) return a.id < b.id ? -1 : 1;
    const [left, right] = [textOf(a.item, operation), textOf(b.item, operation)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  return keyed.map(({ item }) => item);
}

/** What is read of an item, as text: what is not read must not decide the order either. */
function textOf(item: unknown, operation: AwsOperation): string {
  // A projection of a JSON value is a JSON value.
  return canonicalJson(operation.item.parse(item) as JsonValue);
}

function rank(observation: Observation): number {
  const order = [
    'assumed-absent',
    'not-implemented',
    'failed',
    'throttled',
    'forbidden',
    'partial',
    'complete',
  ];
  return order.indexOf(observation.outcome) * 1e9 + observation.items.length;
}

function keyOf(operation: string, place: Place, subject: string | undefined): string {
  return JSON.stringify([operation, place.account, place.location, subject ?? null]);
}
