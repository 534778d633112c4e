import {
  type BalancerTarget,
  type FilterLayer,
  type Interface,
  type Known,
  type Listener,
  type LoadBalancer,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, type PortSet, TransportSet } from '@netposture/network/netset';
import { type LinkParts, linkKey, linkParts } from '../link.ts';
import { forwardingRules } from '../operations/compute.ts';
import type { ForwardingRuleItem } from '../schema/balancer.ts';
import { addressesIn } from './address-text.ts';
import { type BackendFinder, type Backends, joined } from './backends.ts';
import type { Draft } from './draft.ts';
import { frontEnds, frontEndsIpv6 } from './google-ranges.ts';
import { armorLayer, type Guard, guardOf } from './guard.ts';
import { idOf, idOfLink, provenanceOf } from './ids.ts';
import type { NetworkFacts, NetworksByLink } from './network-facts.ts';
import { publicSpace } from './networks.ts';
import { proxyOf } from './proxies.ts';
import type { Told } from './reading.ts';
import type { StagePlan } from './stages.ts';
import { portsOf } from './transport.ts';

/** What balancers are made from. */
export interface BalancerSources {
  readonly networks: NetworksByLink;
  readonly finder: BackendFinder;
  readonly plan: StagePlan;
  /** Networks (by key of their URL) in which an ingress rule names destinations. */
  readonly judgesDestinations: (network: string) => boolean;
}

/** Makes a balancer and its interface for every forwarding rule that balances or forwards. */
export function addBalancers(draft: Draft, sources: BalancerSources): void {
  for (const told of draft.reading.all(forwardingRules)) {
    const at = linkParts(told.item.selfLink);
    const scheme = schemeOf(told.item);
    if (at === undefined || scheme === undefined) continue;
    addBalancer(draft, told, at, scheme, sources);
  }
}

/** How a balancer works: what its backends see as the source decides everything. */
interface Scheme {
  readonly isExternal: boolean;
  readonly way: 'front-end' | 'envoy' | 'passthrough';
}

/** https://cloud.google.com/load-balancing/docs/choosing-load-balancer, 2026-11-21. */
function schemeOf(item: ForwardingRuleItem): Scheme | undefined {
  const isProxied = /\/target(Http|Https|Tcp|Ssl|Grpc)Proxies\//.test(item.target ?? '');
  const isGlobal = linkParts(item.selfLink)?.scope === 'global';
  switch (item.loadBalancingScheme) {
    case 'EXTERNAL':
      return { isExternal: true, way: isProxied ? 'front-end' : 'passthrough' };
    case 'EXTERNAL_MANAGED':
      return { isExternal: true, way: isGlobal ? 'front-end' : 'envoy' };
    case 'INTERNAL':
      return { isExternal: false, way: 'passthrough' };
    case 'INTERNAL_MANAGED':
      return { isExternal: false, way: 'envoy' };
    default:
      return undefined; // Meshes and Private Service Connect: inventory.
  }
}

function addBalancer(
  draft: Draft,
  told: Told<ForwardingRuleItem>,
  at: LinkParts,
  scheme: Scheme,
  sources: BalancerSources,
): void {
  const { item } = told;
  const proxy =
    scheme.way === 'passthrough' ? undefined : proxyOf(draft.reading, item.target ?? '');
  const behind =
    scheme.way === 'passthrough'
      ? passthroughBackends(item, sources.finder)
      : joined((proxy?.services ?? []).map((link) => serviceBackends(link, sources.finder)));
  const services =
    scheme.way === 'passthrough' ? [item.backendService ?? ''] : (proxy?.services ?? []);
  const guard = guardOf(draft, services, sources.finder);
  const id = idOf('load-balancer', at.project, at.location, at.name);
  const card = addCard(draft, told, at, id, scheme, guard, sources);
  const missing = behind.missing ?? proxy?.missing;
  const listener: Listener = {
    name: item.portRange ?? item.ports?.join(',') ?? 'all',
    listens: listensTo(item),
    application: proxy?.application ?? applicationOf(item),
    ...(proxy?.redirectsToHttps === undefined ? {} : { redirectsToHttps: proxy.redirectsToHttps }),
    ...(proxy?.tls === undefined ? {} : { tls: proxy.tls }),
    targets: behind.backends.flatMap((backend) => targetsOf(backend, scheme, at, guard, sources)),
    ...(missing === undefined ? {} : { targetsIncomplete: missing }),
  };
  const balancer: LoadBalancer = {
    kind: 'load-balancer',
    id,
    name: item.name,
    provenance: provenanceOf(told, {
      location: at.location,
      nativeId: item.name,
      uri: item.selfLink,
      page: 'net-services/loadbalancing/list/loadBalancers',
    }),
    ...(item.labels === undefined ? {} : { labels: item.labels }),
    scheme: scheme.isExternal ? 'internet-facing' : 'internal',
    balancerKind:
      scheme.way === 'passthrough'
        ? 'passthrough'
        : proxy?.isApplication === true
          ? 'application'
          : 'proxy',
    interfaces: [card],
    listeners: [listener],
    hasOwnFilter: guard.hasFilter,
    webFilter: guard.webFilter,
    identityGate: guard.identityGate,
    state: 'running',
  };
  draft.add(balancer);
}

function passthroughBackends(item: ForwardingRuleItem, finder: BackendFinder): Backends {
  if (item.backendService !== undefined) {
    const told = finder.service(item.backendService);
    if (told !== undefined) return finder.ofService(told, true);
    return {
      backends: [],
      missing: unknown(`The backend service of ${item.name} could not be read.`),
    };
  }
  const target = item.target ?? '';
  if (target.includes('/targetPools/')) return finder.ofPool(target);
  if (target.includes('/targetInstances/')) return finder.ofTargetInstance(target);
  return {
    backends: [],
    missing: unknown(`What the forwarding rule ${item.name} leads to is not modelled.`),
  };
}

function serviceBackends(link: string, finder: BackendFinder): Backends {
  // A bucket has no network of its own: nothing behind it can be reached but what is in it.
  if (link.includes('/backendBuckets/')) return { backends: [] };
  const told = finder.service(link);
  if (told !== undefined) return finder.ofService(told, false);
  return {
    backends: [],
    missing: unknown(`The backend service ${linkKey(link)} could not be read.`),
  };
}

function targetsOf(
  backend: Backends['backends'][number],
  scheme: Scheme,
  at: LinkParts,
  guard: Guard,
  sources: BalancerSources,
): readonly BalancerTarget[] {
  const base = {
    clients: 'any',
    to: backend.to,
    port: backend.port,
    ...(backend.address === undefined ? {} : { targetAddresses: backend.address }),
    ...(guard.mixed === undefined ? {} : { undetermined: guard.mixed }),
  } as const;
  switch (scheme.way) {
    case 'passthrough': {
      // The instance sees the address of the forwarding rule as destination, and rules may ask for it.
      const isJudged = sources.judgesDestinations(backend.network);
      const cause = unknown(
        "Rules of the network ask for destinations, and what is balanced arrives for the balancer's own address.",
      );
      return [{ ...base, sees: 'client', ...(isJudged ? { undetermined: cause } : {}) }];
    }
    case 'front-end':
      return [{ ...base, sees: 'balancer', balancerAddresses: frontEnds.union(frontEndsIpv6) }];
    case 'envoy': {
      const proxies = proxySubnets(sources.networks.get(backend.network), at);
      const cause = unknown(
        'The proxy-only subnetwork from which this balancer sends could not be read.',
      );
      return proxies.isEmpty
        ? [
            {
              ...base,
              sees: 'balancer',
              balancerAddresses: AddressSet.allIpv4,
              undetermined: cause,
            },
          ]
        : [{ ...base, sees: 'balancer', balancerAddresses: proxies }];
    }
  }
}

/** Where the proxies of a regional (or cross-region) balancer stand. */
function proxySubnets(network: NetworkFacts | undefined, at: LinkParts): AddressSet {
  const purposes =
    at.scope === 'global'
      ? ['GLOBAL_MANAGED_PROXY']
      : ['REGIONAL_MANAGED_PROXY', 'INTERNAL_HTTPS_LOAD_BALANCER'];
  const found = (network?.subnets ?? []).filter(({ item }) => {
    const isHere = at.scope === 'global' || linkParts(item.selfLink)?.location === at.location;
    return isHere && purposes.includes(item.purpose ?? '');
  });
  return addressesIn(found.map(({ item }) => item.ipCidrRange)) ?? AddressSet.empty;
}

/** The interface of a balancer: on the internet, or in the network of its internal address. */
function addCard(
  draft: Draft,
  told: Told<ForwardingRuleItem>,
  at: LinkParts,
  owner: ResourceId,
  scheme: Scheme,
  guard: Guard,
  sources: BalancerSources,
): ResourceId {
  const { item } = told;
  const inside = addressesIn([item.IPAddress]) ?? AddressSet.empty;
  const network = sources.networks.get(linkKey(item.network ?? ''));
  const isJudged =
    !scheme.isExternal &&
    scheme.way === 'envoy' &&
    network !== undefined &&
    sources.plan.stagesOf(network, at.location).judgesBalancers;
  const preview = unknown(
    'Firewall policies judge the proxies of this balancer, which is not modelled.',
  );
  const layers: Known<FilterLayer>[] = [];
  if (guard.shared !== undefined) layers.push(armorLayer(guard.shared));
  if (isJudged) layers.push(preview);
  const base = {
    kind: 'interface',
    id: idOf('interface', at.project, at.location, `forwardingRules/${at.name}`),
    name: `${at.name}/address`,
    provenance: provenanceOf(told, { location: at.location, nativeId: `${at.name}/address` }),
    layers,
    owner,
    isPrimary: true,
    forwards: false,
  } as const;
  if (scheme.isExternal) {
    const card: Interface = {
      ...base,
      network: publicSpace(draft, at.project, told.operation),
      addresses: inside.isEmpty
        ? []
        : [{ inside, plane: 'public', exact: true, originates: false }],
    };
    return draft.add(card);
  }
  const subnet = idOfLink('subnet', item.subnetwork);
  const cause = unknown(`The network of the balancer ${item.name} could not be read.`);
  const card: Interface = {
    ...base,
    network:
      network?.id ??
      draft.unseen(
        'network',
        at.project,
        linkKey(item.network ?? 'unknown'),
        cause,
        told.operation,
      ),
    ...(subnet === undefined || network === undefined ? {} : { subnet }),
    routeTable:
      network === undefined
        ? cause
        : idOf('route-table', network.project, 'global', network.told.item.name),
    addresses: inside.isEmpty ? [] : [{ inside, plane: 'private', exact: true, originates: false }],
  };
  return draft.add(card);
}

/** Protocol and ports of a forwarding rule; without ports it takes all of them. */
function listensTo(item: ForwardingRuleItem): TransportSet {
  const texts =
    item.portRange === undefined || item.portRange === '' ? item.ports : [item.portRange];
  const ports = texts === undefined || texts.length === 0 ? undefined : portsOf(texts);
  const of = (make: (ports?: PortSet) => TransportSet) =>
    ports === undefined ? make() : make(ports);
  switch (item.IPProtocol) {
    case undefined:
    case 'TCP':
      return of(TransportSet.tcp);
    case 'UDP':
      return of(TransportSet.udp);
    case 'SCTP':
      return of(TransportSet.sctp);
    case 'ICMP':
      return TransportSet.protocol(1);
    case 'ESP':
      return TransportSet.protocol(50);
    case 'AH':
      return TransportSet.protocol(51);
    default:
      return TransportSet.all; // L3_DEFAULT takes every protocol.
  }
}

function applicationOf(item: ForwardingRuleItem): Listener['application'] {
  if (item.IPProtocol === 'UDP') return 'udp';
  return item.IPProtocol === undefined || item.IPProtocol === 'TCP' ? 'tcp' : 'other';
}
