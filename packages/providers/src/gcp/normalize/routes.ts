import {
  type Gateway,
  type ResourceId,
  type Route,
  type RouteTable,
  type RouteTarget,
  type Selector,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, privateAddresses } from '@netposture/network/netset';
import { linkKey } from '../link.ts';
import { interconnects, routers, routes, vpnTunnels } from '../operations/compute.ts';
import { policyBasedRoutes } from '../operations/services.ts';
import type { RouteItem } from '../schema/network.ts';
import { addressesIn, prefixLengthOf } from './address-text.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { CardFacts } from './instances.ts';
import { NETWORK_TAG } from './labels.ts';
import type { NatPlan } from './nat.ts';
import type { NetworkFacts, NetworksByLink } from './network-facts.ts';
import { peeringId } from './peerings.ts';
import { anyLabel } from './vpc-rules.ts';

/** Makes the route table and the internet gateway of every network. */
export function addRoutes(
  draft: Draft,
  networks: NetworksByLink,
  cards: readonly CardFacts[],
  nat: NatPlan,
): void {
  const byNetwork = Map.groupBy(cards, (card) => card.network);
  for (const [key, network] of networks) {
    const members = byNetwork.get(key) ?? [];
    const gateway = addInternetGateway(draft, network);
    const table: RouteTable = {
      kind: 'route-table',
      id: idOf('route-table', network.project, 'global', network.told.item.name),
      name: `routes of ${network.told.item.name}`,
      provenance: provenanceOf(
        { account: network.project, operation: routes.id },
        {
          location: 'global',
          nativeId: `${network.told.item.name}/routes`,
          page: 'networking/routes/list',
        },
      ),
      network: network.id,
      routes: [
        ...draft.reading
          .of(routes, network.project)
          .filter(({ item }) => linkKey(item.network) === key)
          .flatMap(({ item }) => routesOf(item, { network, members, gateway, nat, networks })),
        ...policyRoutes(draft, network, key),
        ...dynamicRoutes(draft, network, key),
      ],
      ...incompleteOf(draft, network),
    };
    draft.add(table);
  }
}

interface Surroundings {
  readonly network: NetworkFacts;
  /** Interfaces in the network. */
  readonly members: readonly CardFacts[];
  readonly gateway: ResourceId;
  readonly nat: NatPlan;
  readonly networks: NetworksByLink;
}

function addInternetGateway(draft: Draft, network: NetworkFacts): ResourceId {
  const { name } = network.told.item;
  const gateway: Gateway = {
    kind: 'gateway',
    id: idOf('gateway', network.project, 'global', `internet/${name}`),
    name: `default internet gateway of ${name}`,
    provenance: provenanceOf(network.told, {
      location: 'global',
      nativeId: `${name}/default-internet-gateway`,
    }),
    gatewayKind: 'internet',
    state: 'active',
    networks: [network.id],
  };
  return draft.add(gateway);
}

/** One route of Google as routes of the table: towards the internet one for each way of translating addresses. */
function routesOf(item: RouteItem, around: Surroundings): readonly Route[] {
  const destination = addressesIn([item.destRange]);
  const isOff = item.routeStatus !== undefined && item.routeStatus !== 'ACTIVE';
  if (destination === undefined || isOff) return [];
  const tagged = (item.tags ?? []).map((tag) => `${NETWORK_TAG}${tag}`);
  const sources = tagged.length === 0 ? undefined : anyLabel(tagged);
  const base = {
    destination,
    prefixLength: prefixLengthOf(item.destRange),
    preference: item.priority ?? 1000,
    balanced: true,
    label: `${item.name}: ${item.destRange} (${item.priority ?? 1000})`,
  };
  const target = targetOf(item, around);
  if (target.kind !== 'gateway' || target.gateway !== around.gateway) {
    return [{ ...base, target, ...(sources === undefined ? {} : { sources }) }];
  }
  return internetRoutes({ ...base, target }, sources, around);
}

/**
 * The route to the internet, split by how an interface leaves: with its own external address, or through the NAT
 * gateway that serves its subnetwork. An external address comes first: https://cloud.google.com/nat/docs/overview,
 * 2026-11-21.
 */
function internetRoutes(
  route: Route,
  sources: Selector | undefined,
  around: Surroundings,
): readonly Route[] {
  const translated = new Map<ResourceId, ResourceId[]>();
  for (const card of around.members) {
    if (card.hasExternalIpv4) continue;
    const service = around.nat.serviceOf(card.subnetwork);
    if (service === undefined || (card.isAlias && !service.aliases)) continue;
    translated.set(service.gateway, [...(translated.get(service.gateway) ?? []), card.id]);
  }
  const gap = around.nat.gapOf(around.network.project);
  if (translated.size === 0 && gap === undefined) return [withSources(route, [sources])];
  const ipv4 = route.destination.ipv4;
  const through = [...translated].map(([gateway, ids]) =>
    withSources(
      {
        ...route,
        destination: ipv4,
        target: { kind: 'gateway', gateway },
        label: `${route.label} through NAT`,
      },
      [sources, { kind: 'resources', ids }],
    ),
  );
  const others: Selector = {
    kind: 'none-of',
    of: [{ kind: 'resources', ids: [...translated.values()].flat() }],
  };
  const plain = gap === undefined ? [] : perhapsTranslated(route, sources, around, gap);
  const kept = { ...route, destination: ipv4 };
  const undecided = plain.length > 0 ? noneOf(around.members) : [];
  const direct = withSources(kept, [sources, others, ...undecided]);
  const ipv6 = route.destination.ipv6;
  const routes = ipv4.isEmpty ? [] : [...through, ...plain, direct];
  return ipv6.isEmpty
    ? routes
    : [...routes, withSources({ ...route, destination: ipv6 }, [sources])];
}

/** Where the NAT gateways could not be read, interfaces without an external address may have one all the same. */
function perhapsTranslated(
  route: Route,
  sources: Selector | undefined,
  around: Surroundings,
  gap: Unknown,
): readonly Route[] {
  const ids = around.members.filter((card) => !card.hasExternalIpv4).map((card) => card.id);
  if (ids.length === 0) return [];
  const target: RouteTarget = { kind: 'undetermined', cause: gap };
  return [
    withSources({ ...route, destination: route.destination.ipv4, target }, [
      sources,
      { kind: 'resources', ids },
    ]),
  ];
}

function noneOf(members: readonly CardFacts[]): readonly Selector[] {
  const ids = members.filter((card) => !card.hasExternalIpv4).map((card) => card.id);
  return [{ kind: 'none-of', of: [{ kind: 'resources', ids }] }];
}

function withSources(route: Route, selectors: readonly (Selector | undefined)[]): Route {
  const parts = selectors.filter((one) => one !== undefined);
  const [only] = parts;
  if (only === undefined) return route;
  return { ...route, sources: parts.length === 1 ? only : { kind: 'all-of', of: parts } };
}

function targetOf(item: RouteItem, around: Surroundings): RouteTarget {
  if (item.nextHopNetwork !== undefined) return { kind: 'local' };
  if (item.nextHopGateway !== undefined) {
    return item.nextHopGateway.endsWith('/default-internet-gateway')
      ? { kind: 'gateway', gateway: around.gateway }
      : undetermined(`The gateway ${item.nextHopGateway} is not known.`);
  }
  if (item.nextHopPeering !== undefined) {
    return {
      kind: 'gateway',
      gateway: peeringId(around.network, item.nextHopPeering, around.networks),
    };
  }
  const card = nextHopCard(item, around);
  if (card !== undefined) return { kind: 'interface', interface: card.id };
  if (item.nextHopVpnTunnel !== undefined) return undetermined('It leads into a VPN tunnel.');
  if (item.nextHopInterconnectAttachment !== undefined)
    return undetermined('It leads into an interconnect.');
  if (item.nextHopHub !== undefined)
    return undetermined('It leads to a Network Connectivity Center hub.');
  if (item.nextHopIlb !== undefined)
    return undetermined('It leads to appliances behind an internal balancer.');
  return undetermined(`Where the route ${item.name} leads is not known.`);
}

function nextHopCard(item: RouteItem, around: Surroundings): CardFacts | undefined {
  if (item.nextHopInstance !== undefined) {
    const instance = linkKey(item.nextHopInstance);
    return around.members.find((card) => card.instance === instance && !card.isAlias);
  }
  const address = item.nextHopIp === undefined ? undefined : addressesIn([item.nextHopIp]);
  return address && around.members.find((card) => address.isSubsetOf(card.inside));
}

function undetermined(reason: string): RouteTarget {
  return { kind: 'undetermined', cause: unknown(reason) };
}

/** Policy-based routes come before all others, so they win by the greatest prefix length there is. */
function policyRoutes(draft: Draft, network: NetworkFacts, key: string): readonly Route[] {
  const { reading } = draft;
  return reading
    .of(policyBasedRoutes, network.project)
    .filter(({ item }) => linkKey(item.network ?? '') === key)
    .map(({ item }): Route => {
      const tags = (item.virtualMachine?.tags ?? []).map((tag) => `${NETWORK_TAG}${tag}`);
      return {
        destination: addressesIn([item.filter?.destRange]) ?? AddressSet.all,
        prefixLength: 128,
        preference: item.priority ?? 1000,
        target: undetermined(`The policy-based route ${item.name} is not followed.`),
        ...(tags.length === 0 ? {} : { sources: anyLabel(tags) }),
        label: `policy-based route ${item.name}`,
      };
    });
}

/**
 * Routes that a router learns are not in the list of routes, and neither are those that a peer exports on request.
 * They may cover any private address that no subnetwork has.
 */
function dynamicRoutes(draft: Draft, network: NetworkFacts, key: string): readonly Route[] {
  const { reading } = draft;
  const learned =
    [...reading.of(vpnTunnels, network.project), ...reading.of(interconnects, network.project)]
      .length > 0;
  const imported = (network.told.item.peerings ?? []).some(
    (one) => one.importCustomRoutes === true && one.state === 'ACTIVE',
  );
  const isRouted = reading
    .of(routers, network.project)
    .some(({ item }) => linkKey(item.network ?? '') === key);
  if (!imported && !(learned && isRouted)) return [];
  const cause = unknown(
    'Routes learned from a VPN, an interconnect or a peer are not in the list of routes.',
  );
  return privateAddresses.cidrs().map(
    (cidr): Route => ({
      destination: AddressSet.parse(cidr),
      prefixLength: prefixLengthOf(cidr),
      preference: Number.MAX_SAFE_INTEGER,
      target: { kind: 'undetermined', cause },
      label: 'routes that are learned',
    }),
  );
}

function incompleteOf(
  draft: Draft,
  network: NetworkFacts,
): Pick<RouteTable, 'incomplete' | 'assumes'> {
  const gap =
    draft.reading.gap(routes, network.project) ??
    draft.reading.gap(policyBasedRoutes, network.project);
  const standing = draft.reading.standing(policyBasedRoutes, network.project);
  return {
    ...(gap === undefined ? {} : { incomplete: gap }),
    ...(standing.kind === 'assumed' ? { assumes: [standing.key] } : {}),
  };
}
