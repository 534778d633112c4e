import {
  type Gateway,
  type Network,
  type ResourceId,
  type RouteTable,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { linkKey, linkParts, projectOfLink } from '../link.ts';
import { networks as networksOperation, routes } from '../operations/compute.ts';
import type { NetworkItem } from '../schema/network.ts';
import { addressesIn } from './address-text.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworkFacts, NetworksByLink } from './network-facts.ts';

type Peering = NonNullable<NetworkItem['peerings']>[number];

/**
 * The gateway that stands for a peering. Each network has an end of its own; where both are known they are one gateway,
 * named after the end whose network comes first, so that packets go back by the way they came.
 */
export function peeringId(
  network: NetworkFacts,
  name: string,
  networks: NetworksByLink,
): ResourceId {
  const peering = network.told.item.peerings?.find((one) => one.name === name);
  const other = networks.get(linkKey(peering?.network ?? ''));
  const back = other && endBack(network, other);
  const isFirst = other === undefined || back === undefined || network.id <= other.id;
  const [end, label] = isFirst ? [network, name] : [other, back.name];
  return idOf('gateway', end.project, 'global', `peering/${end.told.item.name}/${label}`);
}

function endBack(network: NetworkFacts, other: NetworkFacts): Peering | undefined {
  const own = linkKey(network.told.item.selfLink);
  return other.told.item.peerings?.find((one) => linkKey(one.network ?? '') === own);
}

/** The network of the producer behind a peering with Google's own services; databases and caches live in it. */
export function producerNetworkId(network: NetworkFacts, peering: string): ResourceId {
  return idOf('network', network.project, 'global', `${network.told.item.name}/${peering}`);
}

/** Makes the gateways of all peerings, and the networks of producers behind them. */
export function addPeerings(draft: Draft, networks: NetworksByLink): void {
  for (const network of networks.values()) {
    for (const peering of network.told.item.peerings ?? [])
      addPeering(draft, network, peering, networks);
  }
}

function addPeering(
  draft: Draft,
  network: NetworkFacts,
  peering: Peering,
  networks: NetworksByLink,
): void {
  const peer = networks.get(linkKey(peering.network ?? ''));
  const other = peer?.id ?? behind(draft, network, peering, networks);
  const gateway: Gateway = {
    kind: 'gateway',
    id: peeringId(network, peering.name, networks),
    name: peering.name,
    provenance: provenanceOf(network.told, {
      location: 'global',
      nativeId: `${network.told.item.name}/${peering.name}`,
      page: 'networking/peering/list',
    }),
    gatewayKind: 'peering',
    state: stateOf(peering, peer && endBack(network, peer)),
    networks: [network.id, other],
    carries: { addresses: carriedBy(peering, peer, network) },
    // Network tags and service accounts hold inside one network; secure tags say themselves where they count.
    supportsReferences: false,
  };
  draft.add(gateway);
}

function stateOf(peering: Peering, back: Peering | undefined): Gateway['state'] {
  if (peering.state === 'INACTIVE' || back?.state === 'INACTIVE') return 'inactive';
  if (peering.state === 'ACTIVE') return 'active';
  return unknown(`The state of the peering ${peering.name} is not told.`);
}

/**
 * IPv4 always, IPv6 only where both ends say so; the default is IPv4 alone (reference of NetworkPeering.stackType,
 * 2026-09-22).
 */
function carriedBy(
  peering: Peering,
  peer: NetworkFacts | undefined,
  network: NetworkFacts,
): AddressSet {
  const back = peer && endBack(network, peer);
  const isDual =
    peering.stackType === 'IPV4_IPV6' && (peer === undefined || back?.stackType === 'IPV4_IPV6');
  return isDual ? AddressSet.all : AddressSet.allIpv4;
}

/** A network that is not ours to read: Google's own for managed services, or another project's. */
function behind(
  draft: Draft,
  network: NetworkFacts,
  peering: Peering,
  networks: NetworksByLink,
): ResourceId {
  if (!isProducer(peering)) {
    const link = linkKey(peering.network ?? peering.name);
    const cause = unknown(`The peered network ${link} could not be read.`);
    return draft.unseen(
      'network',
      projectOfLink(link) ?? network.project,
      link,
      cause,
      networksOperation.id,
    );
  }
  const id = producerNetworkId(network, peering.name);
  const provenance = provenanceOf(network.told, {
    location: 'global',
    nativeId: `${network.told.item.name}/${peering.name}/producer`,
  });
  const ranges = routesThrough(draft, network, peering.name);
  const name = `managed services behind ${network.told.item.name}`;
  const producer: Network = {
    kind: 'network',
    id,
    name,
    provenance,
    ranges,
    isDefault: false,
    isPublicSpace: false,
  };
  // The producer answers by the peering that the packet came through, and reaches nothing else of ours.
  const table: RouteTable = {
    kind: 'route-table',
    id: producerTableId(network, peering.name),
    name: `routes of ${name}`,
    provenance,
    network: id,
    routes: [
      {
        destination: AddressSet.all.subtract(ranges),
        prefixLength: 0,
        preference: 0,
        target: { kind: 'gateway', gateway: peeringId(network, peering.name, networks) },
        label: 'back through the peering',
      },
    ],
  };
  draft.add(producer);
  draft.add(table);
  return id;
}

/** The route table of a producer's network. */
export function producerTableId(network: NetworkFacts, peering: string): ResourceId {
  return idOf('route-table', network.project, 'global', `${network.told.item.name}/${peering}`);
}

/**
 * Peerings that Google makes for managed services: private services access, and the direct peerings of Memorystore and
 * Kubernetes Engine. https://cloud.google.com/vpc/docs/private-services-access, 2026-11-21.
 */
export function isProducer(peering: Pick<Peering, 'name' | 'network'>): boolean {
  const project = linkParts(peering.network)?.project ?? '';
  return (
    peering.name.startsWith('servicenetworking-') ||
    peering.name.startsWith('redis-peer-') ||
    peering.name.startsWith('gke-') ||
    /-tp$/.test(project)
  );
}

function routesThrough(draft: Draft, network: NetworkFacts, peering: string): AddressSet {
  const key = linkKey(network.told.item.selfLink);
  const texts = draft.reading
    .of(routes, network.project)
    .filter(({ item }) => linkKey(item.network) === key && item.nextHopPeering === peering)
    .map(({ item }) => item.destRange);
  return addressesIn(texts) ?? AddressSet.empty;
}
