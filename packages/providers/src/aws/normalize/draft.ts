import type { CoverageEntry } from '@netposture/network/graph';
import {
  type Graph,
  type GraphRecord,
  graphOf,
  providerId,
  type RecordKind,
  type ResourceId,
  resourceId,
  type Unknown,
} from '@netposture/network/graph';
import type { Place } from './reading.ts';
import type { ReadOperation } from './wire-items.ts';

/** The operation that lists the records of a kind, for the cause of a missing one. */
export const LISTED_BY: Readonly<Partial<Record<RecordKind, ReadOperation>>> = {
  network: 'DescribeVpcs',
  subnet: 'DescribeSubnets',
  'route-table': 'DescribeRouteTables',
  filter: 'DescribeSecurityGroups',
  interface: 'DescribeNetworkInterfaces',
  gateway: 'DescribeInternetGateways',
  workload: 'DescribeInstances',
  'address-group': 'DescribeManagedPrefixLists',
};

interface Sighting extends Place {
  readonly id: ResourceId;
}

/**
 * The graph while it is made: the records so far, where each native id is known, and what is referred to without
 * having been seen. AWS ids are unique in practice; where tests or copies repeat them, the nearest one is meant.
 */
export class Draft {
  readonly #records = new Map<ResourceId, GraphRecord>();
  readonly #sightings = new Map<RecordKind, Map<string, Sighting[]>>();
  readonly #unseen = new Map<ResourceId, GraphRecord>();
  #lastHead: (Place & { readonly kind: RecordKind; readonly head: string }) | undefined;

  /** Tells that a native id exists in a place, before its record is made. */
  announce(kind: RecordKind, nativeId: string, place: Place): ResourceId {
    let ofKind = this.#sightings.get(kind);
    if (ofKind === undefined) {
      ofKind = new Map();
      this.#sightings.set(kind, ofKind);
    }
    const { account, location } = place;
    const sightings = ofKind.get(nativeId);
    for (const sighting of sightings ?? [])
      if (sighting.account === account && sighting.location === location) return sighting.id;
    const id = this.#idOf(kind, nativeId, place);
    const sighting = { account, location, id };
    if (sightings === undefined) ofKind.set(nativeId, [sighting]);
    else sightings.push(sighting);
    return id;
  }

  /** Ids of one kind and place differ in their ends only. */
  #idOf(kind: RecordKind, nativeId: string, { account, location }: Place): ResourceId {
    const last = this.#lastHead;
    if (last?.kind === kind && last.account === account && last.location === location)
      return `${last.head}${nativeId}` as ResourceId;
    const head = resourceId({ provider: 'aws', account, location, kind, nativeId: '' });
    this.#lastHead = { kind, account, location, head };
    return `${head}${nativeId}` as ResourceId;
  }

  /** The id that a native id means when seen from a place; `undefined` where nobody has announced it. */
  find(kind: RecordKind, nativeId: string, from: Place): ResourceId | undefined {
    const sightings = this.#sightings.get(kind)?.get(nativeId);
    if (sightings === undefined || sightings.length === 1) return sightings?.[0]?.id;
    const distance = (at: Place) =>
      (at.location === from.location ? 0 : 2) + (at.account === from.account ? 0 : 1);
    let nearest: Sighting | undefined;
    for (const sighting of sightings) {
      if (nearest === undefined || distance(sighting) < distance(nearest)) nearest = sighting;
    }
    return nearest?.id;
  }

  /** The id of something that is referred to; where nobody has seen it, a stub says why. */
  refer(
    kind: RecordKind,
    nativeId: string,
    from: Place,
    cause: Unknown,
    owner: string = from.account,
  ): ResourceId {
    const found = this.find(kind, nativeId, from);
    if (found !== undefined) return found;
    const place = { account: owner, location: from.location };
    const id = resourceId({ provider: 'aws', ...place, kind, nativeId });
    this.#unseen.set(id, {
      kind: 'unseen',
      id,
      name: nativeId,
      of: kind,
      cause,
      provenance: {
        provider: providerId('aws'),
        ...place,
        nativeId,
        operation: LISTED_BY[kind] ?? 'DescribeNetworkInterfaces',
      },
    });
    return id;
  }

  /** Adds a record; the first one with an id stays. */
  add(record: GraphRecord): void {
    if (!this.#records.has(record.id)) this.#records.set(record.id, record);
  }

  has(id: ResourceId): boolean {
    return this.#records.has(id);
  }

  /** The graph: records, stubs for what was not seen, and how the calls ended. */
  finish(coverage: readonly CoverageEntry[]): Graph {
    const stubs = [...this.#unseen.values()].filter(({ id }) => !this.#records.has(id));
    const records = [...this.#records.values(), ...stubs];
    records.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    return graphOf(records, coverage);
  }
}
