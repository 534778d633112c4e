import {
  type AuthenticationGate,
  type FilterRule,
  type Service,
  type ServiceEndpoint,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, internetIpv4, PortSet, TransportSet } from '@netposture/network/netset';
import { gkeClusters } from '../operations/services.ts';
import type { ClusterItem } from '../schema/service.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworksByLink } from './network-facts.ts';
import type { Told } from './reading.ts';
import {
  addAdmission,
  addPrivateCard,
  addPublicCard,
  admit,
  admitText,
  oneFilter,
  type ServicePlace,
} from './service-endpoint.ts';

const HTTPS = TransportSet.tcp(PortSet.of(443));

/** Makes a service for the control plane of every Kubernetes Engine cluster. */
export function addClusters(draft: Draft, networks: NetworksByLink): void {
  for (const told of draft.reading.all(gkeClusters)) addCluster(draft, told, networks);
}

function addCluster(draft: Draft, told: Told<ClusterItem>, networks: NetworksByLink): void {
  const { item, account } = told;
  const location = item.location ?? 'global';
  const place: ServicePlace = {
    told,
    id: idOf('service', account, location, `clusters/${item.name}`),
    account,
    location,
    name: item.name,
  };
  const ip = ipEndpointsOf(item);
  const endpoints: ServiceEndpoint[] = [];
  if (ip.publicAddress !== undefined && ip.isPublic)
    endpoints.push(publicEndpoint(draft, place, ip));
  if (ip.privateAddress !== undefined)
    endpoints.push(privateEndpoint(draft, place, item, ip, networks));
  const dns = item.controlPlaneEndpointsConfig?.dnsEndpointConfig;
  if (dns?.endpoint !== undefined) endpoints.push(dnsEndpoint(draft, place, dns, dns.endpoint));
  const service: Service = {
    kind: 'service',
    id: place.id,
    name: item.name,
    provenance: provenanceOf(told, {
      location,
      nativeId: item.name,
      uri: item.selfLink,
      page: `kubernetes/clusters/details/${location}/${item.name}`,
    }),
    ...(item.resourceLabels === undefined ? {} : { labels: item.resourceLabels }),
    serviceKind: 'control-plane',
    engine: 'kubernetes',
    state:
      item.status === 'RUNNING' || item.status === 'RECONCILING'
        ? 'running'
        : unknown(`The cluster is in the state ${item.status ?? 'that was not told'}.`),
    publicSwitch: ip.isPublic,
    endpoints,
  };
  draft.add(service);
}

interface IpEndpoints {
  readonly isPublic: boolean;
  readonly publicAddress: string | undefined;
  readonly privateAddress: string | undefined;
  readonly list: ClusterItem['masterAuthorizedNetworksConfig'];
}

/** The newer block wins; older clusters tell the same in three places. */
function ipEndpointsOf(item: ClusterItem): IpEndpoints {
  const ip = item.controlPlaneEndpointsConfig?.ipEndpointsConfig;
  const legacy = item.privateClusterConfig;
  const list = ip?.authorizedNetworksConfig ?? item.masterAuthorizedNetworksConfig;
  if (ip !== undefined) {
    const isOn = ip.enabled !== false;
    return {
      isPublic: isOn && ip.enablePublicEndpoint === true,
      publicAddress: ip.publicEndpoint ?? item.endpoint,
      privateAddress: isOn ? ip.privateEndpoint : undefined,
      list,
    };
  }
  return {
    isPublic: legacy?.enablePrivateEndpoint !== true,
    publicAddress: legacy?.publicEndpoint ?? item.endpoint,
    privateAddress: legacy?.privateEndpoint,
    list,
  };
}

function publicEndpoint(draft: Draft, place: ServicePlace, ip: IpEndpoints): ServiceEndpoint {
  const admission = addAdmission(draft, place, 'authorized networks', authorized(ip));
  const card = addPublicCard(draft, place, 'public', ip.publicAddress, [oneFilter(admission)]);
  return {
    name: 'public',
    interfaces: [card],
    admission,
    listens: HTTPS,
    authentication: 'mixed',
    tls: 'required',
  };
}

/**
 * Switched on, the list still admits the virtual machines of every customer of Google Cloud unless
 * `gcpPublicCidrsAccessEnabled` is false; left out, it depends on the kind of cluster. Google's own production addresses
 * are always admitted and are no customer's (reference of MasterAuthorizedNetworksConfig, 2026-09).
 */
function authorized(ip: IpEndpoints): readonly FilterRule[] {
  const { list } = ip;
  if (list?.enabled !== true)
    return [admit('everybody', AddressSet.all, HTTPS, 'authorized networks are switched off')];
  const entries = (list.cidrBlocks ?? []).map(({ cidrBlock = '', displayName }, index) =>
    admitText(
      displayName ?? String(index),
      cidrBlock,
      HTTPS,
      `authorized network ${cidrBlock}${displayName === undefined ? '' : ` (${displayName})`}`,
    ),
  );
  if (list.gcpPublicCidrsAccessEnabled === false) return entries;
  const cause =
    list.gcpPublicCidrsAccessEnabled === true
      ? unknown(
          'Virtual machines of every customer of Google Cloud are admitted, whose addresses are not listed here.',
        )
      : unknown(
          'Whether the virtual machines of every customer of Google Cloud are admitted is not told.',
        );
  return [
    ...entries,
    admit(
      'google-cloud',
      { kind: 'undetermined', cause, within: internetIpv4 },
      HTTPS,
      'public addresses of Google Cloud',
    ),
  ];
}

function privateEndpoint(
  draft: Draft,
  place: ServicePlace,
  item: ClusterItem,
  ip: IpEndpoints,
  networks: NetworksByLink,
): ServiceEndpoint {
  const network = item.networkConfig?.network ?? item.network;
  const link =
    network?.includes('/') === true
      ? network
      : `projects/${place.account}/global/networks/${network}`;
  const where = {
    network: link,
    networks,
    isPeered: item.privateClusterConfig?.privateEndpoint !== undefined,
  };
  // Nodes and pods always get in; who else does is not told in full where the list holds for the private endpoint too.
  const isListed = ip.list?.enabled === true && ip.list.privateEndpointEnforcementEnabled === true;
  const cause = unknown(
    'Whom the private endpoint of a cluster admits besides its nodes is not modelled.',
  );
  const card = addPrivateCard(
    draft,
    place,
    'private',
    ip.privateAddress,
    where,
    isListed ? [cause] : [],
  );
  return {
    name: 'private',
    interfaces: [card],
    listens: HTTPS,
    authentication: 'mixed',
    tls: 'required',
  };
}

/** Answers under a name of Google's, whatever the authorized networks say; who may come in is a matter of roles. */
function dnsEndpoint(
  draft: Draft,
  place: ServicePlace,
  dns: NonNullable<NonNullable<ClusterItem['controlPlaneEndpointsConfig']>['dnsEndpointConfig']>,
  hostname: string,
): ServiceEndpoint {
  // Closed to external traffic the name is answered inside Google alone: nothing of ours is known to reach it.
  const isOpen = dns.allowExternalTraffic === true;
  const interfaces = isOpen ? [addPublicCard(draft, place, 'dns', undefined, [])] : [];
  const tokens = dns.enableK8sTokensViaDns === true;
  const certificates = dns.enableK8sCertsViaDns === true;
  const authentication: AuthenticationGate = tokens || certificates ? 'mixed' : 'iam';
  return {
    name: 'dns',
    interfaces,
    hostname,
    listens: HTTPS,
    authentication,
    tls: 'required',
  };
}
