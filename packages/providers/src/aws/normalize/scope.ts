import {
  type CoverageKey,
  type FilterLayer,
  type Known,
  type Provenance,
  providerId,
  type RecordKind,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { type Draft, LISTED_BY } from './draft.ts';
import type { Place, Reading, Readings } from './reading.ts';
import type { ReadOperation, WireItems } from './wire-items.ts';

/** One account in one region, with everything that was read there. All normalizers work on one. */
export class Scope implements Place {
  readonly account: string;
  readonly location: string;
  readonly draft: Draft;
  readonly readings: Readings;
  readonly #places: ReadonlySet<string>;
  readonly #read = new Map<ReadOperation, Reading<unknown>>();
  /** Interfaces that a managed resource has claimed, by their native id. */
  readonly claims = new Map<string, ResourceId>();
  /** What a managed resource puts before its interfaces besides their groups, by their native id. */
  readonly furtherLayers = new Map<string, readonly Known<FilterLayer>[]>();

  constructor(place: Place, readings: Readings, draft: Draft, places: ReadonlySet<string>) {
    this.account = place.account;
    this.location = place.location;
    this.readings = readings;
    this.draft = draft;
    this.#places = places;
  }

  /** What a call told here. */
  read<K extends ReadOperation>(operation: K, subject?: string): Reading<WireItems[K]> {
    if (subject !== undefined) return this.readings.read(operation, this, subject);
    const known = this.#read.get(operation);
    const reading = known ?? this.readings.read(operation, this);
    if (known === undefined) this.#read.set(operation, reading);
    // What is remembered under an operation was read as that operation.
    return reading as Reading<WireItems[K]>;
  }

  /**
   * The account under which something of an owner is recorded: the owner's. `undefined` where the owner itself was read
   * here as well, since it tells its own things better.
   */
  accountFor(owner: string | undefined): string | undefined {
    if (owner === undefined || owner === this.account || !/^\d{12}$/.test(owner))
      return this.account;
    return this.#places.has(`${owner}/${this.location}`) ? undefined : owner;
  }

  /** Announces a record of this place (or of an owner elsewhere) and gives its id. */
  announce(kind: RecordKind, nativeId: string, account: string = this.account): ResourceId {
    return this.draft.announce(kind, nativeId, { account, location: this.location });
  }

  /** The id that a native id means here. An unknown one becomes a stub whose cause is the call that lists its kind. */
  refer(kind: RecordKind, nativeId: string, owner?: string): ResourceId {
    return (
      this.find(kind, nativeId) ??
      this.draft.refer(kind, nativeId, this, this.causeOfMissing(kind, nativeId), owner)
    );
  }

  /** The id of an announced thing, or undefined. */
  find(kind: RecordKind, nativeId: string): ResourceId | undefined {
    return this.draft.find(kind, nativeId, this);
  }

  /** Where a subnet was not read, neither was its network ACL: a layer that nobody knows. */
  unreadBorder(subnet: string | undefined): readonly Unknown[] {
    if (subnet === undefined || this.find('subnet', subnet) !== undefined) return [];
    return [this.causeOfMissing('subnet', subnet)];
  }

  /** Why something of a kind was not found. */
  causeOfMissing(kind: RecordKind, nativeId: string): Unknown {
    const operation = LISTED_BY[kind];
    const cause = operation === undefined ? undefined : this.read(operation).cause;
    return cause ?? unknown(`${nativeId} is referred to, and nothing that was read describes it.`);
  }

  /** A fact that leans on calls: known only where all of them were read completely. */
  known<T>(value: T, ...readings: readonly Reading<unknown>[]): Known<T> {
    for (const { cause } of readings) if (cause !== undefined) return cause;
    return value;
  }

  /** Where a record of this place came from. */
  provenance(
    operation: ReadOperation,
    nativeId: string,
    more: {
      readonly uri?: string | undefined;
      readonly account?: string;
      readonly console?: string;
    } = {},
  ): Provenance {
    const { account = this.account, uri, console: page } = more;
    const { location } = this;
    const provenance = { provider: AWS, account, location, nativeId, operation };
    if (uri === undefined && page === undefined) return provenance;
    if (page === undefined) return { ...provenance, uri: uri ?? '' };
    const url = consoleUrl(location, page);
    if (uri === undefined) return { ...provenance, consoleUrl: url };
    return { ...provenance, uri, consoleUrl: url };
  }

  /** The features that were assumed not to be in use, for the records that lean on them. */
  assumptions(...readings: readonly Reading<unknown>[]): {
    readonly assumes?: readonly CoverageKey[];
  } {
    const keys = readings.map(({ assumes }) => assumes).filter((key) => key !== undefined);
    return keys.length === 0 ? {} : { assumes: [...new Set(keys)] };
  }
}

const AWS = providerId('aws');

/** Pages are written here with one sign of a fragment, or none. */
function consoleUrl(region: string, page: string): string {
  const sign = page.indexOf('#');
  const path = sign < 0 ? page : page.slice(0, sign);
  const fragment = sign < 0 ? '' : page.slice(sign + 1);
  return `https://${region}.console.aws.amazon.com/${path}?region=${region}#${fragment}`;
}
