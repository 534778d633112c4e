import { type Gateway, type Service, unknown } from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import { linkKey, linkParts } from '../link.ts';
import type { GcpOperation } from '../operation.ts';
import {
  forwardingRules,
  interconnects,
  serviceAttachments,
  vpnGateways,
  vpnTunnels,
} from '../operations/compute.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworksByLink } from './network-facts.ts';
import type { Told } from './reading.ts';
import { addPrivateCard, type ServicePlace } from './service-endpoint.ts';

type Listed = typeof vpnTunnels extends GcpOperation<infer Item> ? Item : never;

/** What is listed so that nobody overlooks it: every answer about it is undetermined. */
export function addInventory(draft: Draft, networks: NetworksByLink): void {
  for (const operation of [vpnTunnels, vpnGateways, interconnects]) {
    for (const told of draft.reading.all(operation)) addHybrid(draft, told, networks);
  }
  for (const told of draft.reading.all(serviceAttachments)) {
    const at = linkParts(told.item.selfLink);
    if (at === undefined) continue;
    const id = idOf('service', at.project, at.location, `serviceAttachments/${at.name}`);
    addListed(
      draft,
      { told, id, account: at.project, location: at.location, name: at.name },
      [],
      PUBLISHED,
    );
  }
  addConnectEndpoints(draft, networks);
}

const PUBLISHED =
  'Services published by Private Service Connect are listed, and who reaches them is not modelled.';
const CONNECTED =
  'Endpoints of Private Service Connect are listed, and what stands behind them is not modelled.';

function addHybrid(draft: Draft, told: Told<Listed>, networks: NetworksByLink): void {
  const at = linkParts(told.item.selfLink);
  if (at === undefined) return;
  const network = networks.get(linkKey(told.item.network ?? ''));
  const gateway: Gateway = {
    kind: 'gateway',
    id: idOf('gateway', at.project, at.location, `${at.collection}/${at.name}`),
    name: at.name,
    provenance: provenanceOf(told, {
      location: at.location,
      nativeId: at.name,
      uri: told.item.selfLink,
    }),
    gatewayKind: 'vpn',
    state: unknown('Where hybrid connections lead is not modelled.'),
    networks: network === undefined ? [] : [network.id],
  };
  draft.add(gateway);
}

/** Forwarding rules that lead to a producer: they carry no balancing scheme. */
function addConnectEndpoints(draft: Draft, networks: NetworksByLink): void {
  for (const told of draft.reading.all(forwardingRules)) {
    const { item } = told;
    const at = linkParts(item.selfLink);
    const isEndpoint = item.loadBalancingScheme === undefined || item.loadBalancingScheme === '';
    if (at === undefined || !isEndpoint) continue;
    const id = idOf('service', at.project, at.location, `forwardingRules/${at.name}`);
    const place: ServicePlace = {
      told,
      id,
      account: at.project,
      location: at.location,
      name: at.name,
    };
    const where = { network: item.network, networks, isPeered: false };
    const card = addPrivateCard(draft, place, 'endpoint', item.IPAddress, where, []);
    addListed(draft, place, [card], CONNECTED);
  }
}

function addListed(
  draft: Draft,
  place: ServicePlace,
  cards: Service['endpoints'][number]['interfaces'],
  why: string,
): void {
  const service: Service = {
    kind: 'service',
    id: place.id,
    name: place.name,
    provenance: provenanceOf(place.told, { location: place.location, nativeId: place.name }),
    serviceKind: 'other',
    engine: 'private-service-connect',
    state: 'running',
    endpoints: [
      {
        name: 'private',
        interfaces: cards,
        listens: TransportSet.all,
        authentication: unknown('What stands behind it is not known.'),
      },
    ],
    inventoryOnly: why,
  };
  draft.add(service);
}
