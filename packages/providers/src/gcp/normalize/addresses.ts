import {
  type AddressStability,
  isUnknown,
  type OwnedAddress,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { linkParts } from '../link.ts';
import { addresses, instances } from '../operations/compute.ts';
import type { AddressItem } from '../schema/network.ts';
import { addressesIn } from './address-text.ts';
import type { Draft } from './draft.ts';
import { idOf, idOfLink, provenanceOf } from './ids.ts';
import type { CardFacts } from './instances.ts';
import type { Told } from './reading.ts';

/** Makes the record of every public address that is ours: reserved, ephemeral, of balancers, of NAT gateways. */
export function addAddresses(draft: Draft, cards: readonly CardFacts[]): void {
  let known = AddressSet.empty;
  for (const told of draft.reading.all(addresses)) {
    const set = reservedAddress(told);
    if (set === undefined) continue;
    known = known.union(set);
    addReserved(draft, told, set);
  }
  for (const card of cards) {
    const at = linkParts(card.told.item.selfLink);
    for (const { address, isIpv6 } of card.outside) {
      if (at === undefined || address.isSubsetOf(known)) continue;
      const stability: AddressStability = 'ephemeral';
      addOwned(draft, at.project, at.location, address, {
        stability,
        attachedTo: card.id,
        isEgressIdentity: true,
        operation: instances.id,
        note: isIpv6 ? 'external-ipv6' : 'external-ipv4',
      });
    }
  }
  addOfBalancersAndGateways(draft, known);
}

function reservedAddress({ item }: Told<AddressItem>): AddressSet | undefined {
  // A prefix length is told of global ranges and IPv6 alone; internal addresses identify nobody outside.
  if (item.addressType === 'INTERNAL' || item.address === undefined) return undefined;
  const length =
    item.prefixLength === undefined || item.prefixLength === 0 ? '' : `/${item.prefixLength}`;
  const set = addressesIn([`${item.address}${length}`]);
  return set === undefined || set.isEmpty ? undefined : set;
}

function addReserved(draft: Draft, told: Told<AddressItem>, set: AddressSet): void {
  const { item } = told;
  const at = linkParts(item.selfLink);
  if (at === undefined) return;
  const holder = holderOf(item.users?.[0]);
  const isNat = item.purpose === 'NAT_AUTO' || /\/routers\//.test(item.users?.[0] ?? '');
  const isFrontEnd = /\/forwardingRules\//.test(item.users?.[0] ?? '');
  const record: OwnedAddress = {
    kind: 'address',
    id: idOf('address', at.project, at.location, item.name),
    name: item.name,
    provenance: provenanceOf(told, {
      location: at.location,
      nativeId: item.name,
      uri: item.selfLink,
      page: 'networking/addresses/list',
    }),
    ...(item.labels === undefined ? {} : { labels: item.labels }),
    addresses: set,
    stability: item.purpose === 'NAT_AUTO' ? 'managed' : isNat ? 'egress' : 'static',
    ...(holder === undefined ? {} : { attachedTo: holder }),
    isEgressIdentity: holder !== undefined && !isFrontEnd,
  };
  draft.add(record);
}

/** What uses a reserved address. */
function holderOf(user: string | undefined): ResourceId | undefined {
  const at = linkParts(user);
  switch (at?.collection) {
    case 'instances':
      return idOfLink('workload', user);
    case 'forwardingRules':
      return idOfLink('load-balancer', user);
    case 'routers':
      return idOfLink('gateway', user);
    default:
      return user === undefined
        ? undefined
        : idOf('other', at?.project ?? '', at?.location ?? 'global', at?.name ?? user);
  }
}

/** Addresses that balancers and NAT gateways use without a reservation of their own. */
function addOfBalancersAndGateways(draft: Draft, reserved: AddressSet): void {
  for (const record of [...draft.records.values()]) {
    const { account, operation, location, nativeId } = record.provenance;
    if (
      record.kind === 'gateway' &&
      record.gatewayKind === 'nat' &&
      record.egressAddresses !== undefined
    ) {
      if (isUnknown(record.egressAddresses) || record.egressAddresses.isSubsetOf(reserved))
        continue;
      const rest = record.egressAddresses.subtract(reserved);
      addOwned(draft, account, location, rest, {
        stability: 'egress',
        attachedTo: record.id,
        isEgressIdentity: true,
        operation,
        note: `nat/${nativeId}`,
      });
    }
    if (record.kind !== 'interface' || record.owner === undefined) continue;
    const owner = draft.records.get(record.owner);
    if (owner?.kind !== 'load-balancer' && owner?.kind !== 'service') continue;
    const set = AddressSet.unionOf(
      record.addresses
        .filter((one) => one.plane === 'public' && one.exact)
        .map((one) => one.inside),
    );
    const rest = set.subtract(reserved);
    if (rest.isEmpty) continue;
    addOwned(draft, account, location, rest, {
      stability: owner.kind === 'service' ? 'managed' : 'ephemeral',
      attachedTo: owner.id,
      isEgressIdentity:
        owner.kind === 'service'
          ? unknown('Whether the service sends from this address is not told.')
          : false,
      operation,
      note: `of/${nativeId}`,
    });
  }
}

interface Owned {
  readonly stability: AddressStability;
  readonly attachedTo: ResourceId;
  readonly isEgressIdentity: OwnedAddress['isEgressIdentity'];
  readonly operation: string;
  readonly note: string;
}

/** A record for addresses that carry no name of their own. */
export function addOwned(
  draft: Draft,
  account: string,
  location: string,
  set: AddressSet,
  owned: Owned,
): void {
  const text = set.toString();
  draft.add({
    kind: 'address',
    id: idOf('address', account, location, `${owned.note}/${text}`),
    name: text,
    provenance: provenanceOf({ account, operation: owned.operation }, { location, nativeId: text }),
    addresses: set,
    stability: owned.stability,
    attachedTo: owned.attachedTo,
    isEgressIdentity: owned.isEgressIdentity,
  });
}
