import {
  AddressSet,
  carrierGradeNat,
  linkLocal,
  loopback,
  privateAddresses,
} from '../netset/index.ts';
import type { AddressStability, OwnedAddress } from './address.ts';
import { type Graph, recordsOf } from './graph.ts';
import type { Interface, InterfaceAddress } from './interface.ts';
import { accountOf } from './link/interface-index.ts';
import { IntervalIndex } from './link/interval-index.ts';
import type { GraphRecord } from './record.ts';
import type { ResourceId } from './resource-id.ts';
import { isUnknown, type Unknown } from './unknown.ts';

/** Addresses that mean nothing on the internet: private, shared with a carrier, of one link, of the host itself. */
export const NOT_PUBLIC: AddressSet = AddressSet.unionOf([
  privateAddresses,
  carrierGradeNat,
  linkLocal,
  loopback,
]);

/** That a public address or prefix was ours, from when to when. */
export interface AddressSighting {
  readonly addresses: AddressSet;
  /** `provider/account` */
  readonly account: string;
  /** The record that said so: an address, an interface or a gateway. */
  readonly record: ResourceId;
  readonly stability: AddressStability;
  /** What held it when it was last seen; absent = reserved and idle. */
  readonly attachedTo?: ResourceId;
  /** Whether traffic of the holder left with this address when it was last seen. */
  readonly isEgressIdentity: boolean | Unknown;
  /** Instants as ISO 8601 in UTC, all of one form, so that they compare as text. */
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/**
 * Every public address that a graph says is ours, seen at one instant: owned addresses, what interfaces hold on the internet
 * beside those (`managed` where a service, balancer or gateway owns the interface, else `ephemeral`), and what NAT
 * gateways send with. Known-by-name-only (inexact) addresses are nobody's.
 */
export function addressSightings(graph: Graph, seenAt: string): AddressSighting[] {
  const owned = recordsOf(graph, 'address');
  const index = new IntervalIndex(owned.map((record) => [record.addresses, record] as const));
  const sightings = owned.map((record) => ofOwnedAddress(record, seenAt));
  const add = (
    record: GraphRecord,
    addresses: AddressSet,
    facts: Pick<AddressSighting, 'stability' | 'attachedTo' | 'isEgressIdentity'>,
  ) => {
    const reserved = index.at(addresses);
    const attached = reserved.filter(({ attachedTo }) => attachedTo !== undefined);
    const rest = addresses.subtract(AddressSet.unionOf(attached.map((known) => known.addresses)));
    if (rest.isEmpty) return;
    const idle = reserved.find(({ attachedTo }) => attachedTo === undefined);
    sightings.push({
      ...facts,
      addresses: rest,
      account: accountOf(record),
      record: record.id,
      stability: idle?.stability ?? facts.stability,
      firstSeen: seenAt,
      lastSeen: seenAt,
    });
  };
  for (const record of recordsOf(graph, 'interface')) {
    for (const address of record.addresses) {
      const addresses = publicPart(address);
      if (!addresses.isEmpty) add(record, addresses, heldBy(graph, record, address));
    }
  }
  for (const record of recordsOf(graph, 'gateway')) {
    const { egressAddresses: egress } = record;
    if (egress === undefined || isUnknown(egress)) continue;
    const facts = { stability: 'egress', attachedTo: record.id, isEgressIdentity: true } as const;
    add(record, egress.subtract(NOT_PUBLIC), facts);
  }
  return sightings;
}

/**
 * One sighting for each account and address set: facts of the latest, the first and the last instant of all. The order
 * of the sightings changes nothing, except that two of the same instant which differ are told apart by their record's id.
 */
export function foldSightings(sightings: Iterable<AddressSighting>): AddressSighting[] {
  const folded = new Map<string, AddressSighting>();
  for (const sighting of sightings) {
    const key = `${sighting.account} ${sighting.addresses}`;
    const known = folded.get(key);
    folded.set(key, known === undefined ? sighting : joined(known, sighting));
  }
  return [...folded.values()];
}

function joined(a: AddressSighting, b: AddressSighting): AddressSighting {
  const latest = isLater(a, b) ? a : b;
  const firstSeen = a.firstSeen < b.firstSeen ? a.firstSeen : b.firstSeen;
  return latest.firstSeen === firstSeen ? latest : { ...latest, firstSeen };
}

function isLater(a: AddressSighting, b: AddressSighting): boolean {
  if (a.lastSeen !== b.lastSeen) return a.lastSeen > b.lastSeen;
  const isAttached = a.attachedTo !== undefined;
  if (isAttached !== (b.attachedTo !== undefined)) return isAttached;
  return a.record > b.record;
}

function ofOwnedAddress(record: OwnedAddress, seenAt: string): AddressSighting {
  const { attachedTo } = record;
  return {
    addresses: record.addresses,
    account: accountOf(record),
    record: record.id,
    stability: record.stability,
    ...(attachedTo === undefined ? {} : { attachedTo }),
    isEgressIdentity: record.isEgressIdentity,
    firstSeen: seenAt,
    lastSeen: seenAt,
  };
}

function publicPart({ inside, outside, plane, exact }: InterfaceAddress): AddressSet {
  if (!exact) return AddressSet.empty;
  return (outside ?? (plane === 'public' ? inside : AddressSet.empty)).subtract(NOT_PUBLIC);
}

function heldBy(
  graph: Graph,
  record: Interface,
  { originates }: InterfaceAddress,
): Pick<AddressSighting, 'stability' | 'attachedTo' | 'isEgressIdentity'> {
  const owner = record.owner === undefined ? undefined : graph.records.get(record.owner);
  const isManaged =
    owner?.kind === 'service' || owner?.kind === 'load-balancer' || owner?.kind === 'gateway';
  return {
    stability: isManaged ? 'managed' : 'ephemeral',
    attachedTo: record.owner ?? record.id,
    isEgressIdentity: originates ?? owner?.kind !== 'load-balancer',
  };
}
