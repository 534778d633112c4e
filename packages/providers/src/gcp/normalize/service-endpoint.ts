import type {
  Filter,
  FilterLayer,
  FilterRule,
  Interface,
  Known,
  Peer,
  ResourceId,
} from '@netposture/network/graph';
import { unknown } from '@netposture/network/graph';
import { AddressSet, internetIpv4, type TransportSet } from '@netposture/network/netset';
import { linkKey } from '../link.ts';
import { addressesIn } from './address-text.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworkFacts, NetworksByLink } from './network-facts.ts';
import { publicSpace } from './networks.ts';
import { isProducer, producerNetworkId, producerTableId } from './peerings.ts';
import type { Told } from './reading.ts';

/** The service whose endpoints are made. */
export interface ServicePlace {
  readonly told: Told<unknown>;
  readonly id: ResourceId;
  readonly account: string;
  readonly location: string;
  readonly name: string;
}

/** An admission list. What no rule admits is refused. */
export function addAdmission(
  draft: Draft,
  place: ServicePlace,
  nativeKind: string,
  rules: readonly FilterRule[],
): ResourceId {
  const deny = { noRule: 'deny', noMatch: 'deny' } as const;
  const allow = { noRule: 'allow', noMatch: 'allow' } as const;
  const filter: Filter = {
    kind: 'filter',
    id: idOf(
      'filter',
      place.account,
      place.location,
      `${place.name}/${nativeKind.replaceAll(' ', '-')}`,
    ),
    name: `${nativeKind} of ${place.name}`,
    provenance: provenanceOf(
      { ...place.told, account: place.account },
      { location: place.location, nativeId: `${place.name}/${nativeKind.replaceAll(' ', '-')}` },
    ),
    nativeKind,
    stateful: true,
    planes: ['public', 'private'],
    combination: 'any-allow',
    defaults: { ingress: deny, egress: allow },
    exemptions: [],
    isDefault: false,
    rules,
  };
  return draft.add(filter);
}

/** One entry of an admission list. */
export function admit(
  id: string,
  peer: AddressSet | Peer,
  transport: TransportSet,
  label: string,
  disabled = false,
): FilterRule {
  return {
    id,
    direction: 'ingress',
    action: 'allow',
    peer: peer instanceof AddressSet ? { kind: 'addresses', set: peer } : peer,
    transport,
    ...(disabled ? { disabled: true } : {}),
    label,
  };
}

/** An entry given as text; what cannot be read may admit anybody. */
export function admitText(
  id: string,
  text: string,
  transport: TransportSet,
  label: string,
  disabled = false,
): FilterRule {
  const set = addressesIn([text]);
  const peer: Peer =
    set === undefined
      ? { kind: 'undetermined', cause: unknown(`The entry ${id} cannot be read.`) }
      : { kind: 'addresses', set };
  return admit(id, peer, transport, label, disabled);
}

/** A layer of one filter. */
export function oneFilter(filter: ResourceId): FilterLayer {
  const allow = { ingress: 'allow', egress: 'allow' } as const;
  return {
    kind: 'layer',
    combine: 'pool',
    attachments: [{ filter, enforcement: 'enforced' }],
    whenNone: allow,
    atEnd: allow,
  };
}

/** An interface directly on the internet; without an address it is known by its host name alone. */
export function addPublicCard(
  draft: Draft,
  place: ServicePlace,
  name: string,
  address: string | undefined,
  layers: readonly Known<FilterLayer>[],
): ResourceId {
  const inside = addressesIn([address]) ?? AddressSet.empty;
  const card: Interface = {
    ...cardBase(place, name),
    network: publicSpace(draft, place.account, place.told.operation),
    addresses: inside.isEmpty
      ? [{ inside: internetIpv4, plane: 'public', exact: false }]
      : [{ inside, plane: 'public', exact: true }],
    layers,
  };
  return draft.add(card);
}

/** An interface without any address: what a service has whose public address was taken away. */
export function addAddresslessCard(
  draft: Draft,
  place: ServicePlace,
  name: string,
  layers: readonly Known<FilterLayer>[],
): ResourceId {
  const card: Interface = {
    ...cardBase(place, name),
    network: publicSpace(draft, place.account, place.told.operation),
    addresses: [],
    layers,
  };
  return draft.add(card);
}

/** An interface with a private address: in the network itself, or in that of the producer behind a peering. */
export function addPrivateCard(
  draft: Draft,
  place: ServicePlace,
  name: string,
  address: string | undefined,
  where: {
    readonly network: string | undefined;
    readonly networks: NetworksByLink;
    readonly isPeered: boolean;
  },
  layers: readonly Known<FilterLayer>[],
): ResourceId {
  const network = where.networks.get(linkKey(where.network ?? ''));
  const inside = addressesIn([address]) ?? AddressSet.empty;
  if (network === undefined) {
    const cause = unknown(
      `The network ${linkKey(where.network ?? 'of the service')} could not be read.`,
    );
    const unseen = draft.unseen(
      'network',
      place.account,
      linkKey(where.network ?? 'unknown'),
      cause,
      place.told.operation,
    );
    const card: Interface = {
      ...cardBase(place, name),
      network: unseen,
      routeTable: cause,
      addresses: inside.isEmpty ? [] : [{ inside, plane: 'private', exact: true }],
      layers,
    };
    return draft.add(card);
  }
  const peering = where.isPeered ? producerPeering(network, inside, draft) : undefined;
  const card: Interface = {
    ...cardBase(place, name),
    network: peering === undefined ? network.id : producerNetworkId(network, peering),
    routeTable:
      peering === undefined
        ? idOf('route-table', network.project, 'global', network.told.item.name)
        : producerTableId(network, peering),
    addresses: inside.isEmpty
      ? [{ inside: network.ranges, plane: 'private', exact: false }]
      : [{ inside, plane: 'private', exact: true }],
    layers,
  };
  return draft.add(card);
}

function cardBase(
  place: ServicePlace,
  name: string,
): Pick<Interface, 'kind' | 'id' | 'name' | 'provenance' | 'owner' | 'isPrimary' | 'forwards'> {
  return {
    kind: 'interface',
    id: idOf('interface', place.account, place.location, `${place.name}/${name}`),
    name: `${place.name}/${name}`,
    provenance: provenanceOf(
      { ...place.told, account: place.account },
      { location: place.location, nativeId: `${place.name}/${name}` },
    ),
    owner: place.id,
    isPrimary: true,
    forwards: false,
  };
}

/** The peering behind which an address lives: the one whose producer has it, else private services access. */
function producerPeering(
  network: NetworkFacts,
  inside: AddressSet,
  draft: Draft,
): string | undefined {
  const producers = (network.told.item.peerings ?? []).filter(isProducer);
  const holder = producers.find((peering) => {
    const record = draft.records.get(producerNetworkId(network, peering.name));
    return record?.kind === 'network' && !inside.isEmpty && inside.isSubsetOf(record.ranges);
  });
  return (
    holder ??
    producers.find(({ name }) => name.startsWith('servicenetworking-')) ??
    producers[0]
  )?.name;
}
