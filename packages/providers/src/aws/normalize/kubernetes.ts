import { type ServiceEndpoint, unknown } from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { KubernetesCluster } from '../schema/data-store.ts';
import { admissionFilter, layerOf } from './admission.ts';
import { cardsByDescription } from './card-index.ts';
import { inventoryService } from './inventory.ts';
import { managedInterfaces, publicInterface } from './managed-interface.ts';
import type { Scope } from './scope.ts';

/** Control planes of EKS. A cluster whose settings were not read is listed, and nothing about it is known. */
export function normalizeKubernetes(scope: Scope): void {
  const described = new Set<string>();
  const names = new Set(scope.read('ListClusters').items);
  for (const subject of scope.readings.subjects('DescribeCluster', scope)) names.add(subject);
  for (const name of [...names].sort()) {
    for (const cluster of scope.read('DescribeCluster', name).items) {
      addCluster(scope, cluster);
      described.add(cluster.name);
    }
    if (described.has(name)) continue;
    const { cause } = scope.read('DescribeCluster', name);
    inventoryService(scope, {
      operation: 'ListClusters',
      nativeId: `eks/${name}`,
      name,
      serviceKind: 'control-plane',
      engine: 'kubernetes',
      reason: cause?.reason ?? `The settings of ${name} were not in the answer.`,
    });
  }
}

const API = TransportSet.tcp(PortSet.of(443));

function addCluster(scope: Scope, cluster: KubernetesCluster): void {
  const { name, resourcesVpcConfig: config } = cluster;
  const nativeId = `eks/${name}`;
  const id = scope.announce('service', nativeId);
  const endpoints: ServiceEndpoint[] = [];
  if (config?.endpointPublicAccess === true) endpoints.push(publicEndpoint(scope, cluster));
  if (config?.endpointPrivateAccess === true || config?.endpointPublicAccess !== true) {
    const own = config?.clusterSecurityGroupId;
    const groups = [...(config?.securityGroupIds ?? []), ...(own === undefined ? [] : [own])];
    const interfaces = managedInterfaces(scope, {
      operation: 'DescribeCluster',
      nativeId: `${nativeId}/private`,
      owner: id,
      groups:
        config === undefined
          ? unknown(`The network settings of ${name} were not in the answer.`)
          : groups,
      subnets: config?.subnetIds ?? [],
      network: config?.vpcId,
      standsIn: 'each',
      cards: cardsByDescription(scope, `Amazon EKS ${name}`),
      isPublic: false,
    });
    endpoints.push({
      name: 'private',
      interfaces,
      listens: API,
      authentication: 'iam',
      tls: 'required',
    });
  }
  scope.draft.add({
    kind: 'service',
    id,
    name,
    ...(cluster.tags === undefined ? {} : { labels: cluster.tags }),
    provenance: scope.provenance('DescribeCluster', name, { uri: cluster.arn }),
    serviceKind: 'control-plane',
    engine: 'kubernetes',
    state: cluster.status === 'DELETING' || cluster.status === 'CREATING' ? 'stopped' : 'running',
    publicSwitch:
      config?.endpointPublicAccess ??
      unknown(`Nothing says whether ${name} has a public endpoint.`),
    endpoints,
    failoverSubnets: [],
  });
}

/**
 * The public endpoint and its list of prefixes, which is never empty: left out, it is everybody.
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigResponse.html, read 2026-11-21.
 */
function publicEndpoint(scope: Scope, cluster: KubernetesCluster): ServiceEndpoint {
  const nativeId = `eks/${cluster.name}/public`;
  const cidrs = cluster.resourcesVpcConfig?.publicAccessCidrs;
  const admission = admissionFilter(scope, {
    operation: 'DescribeCluster',
    nativeId: `${nativeId}-access`,
    name: `public access CIDRs of ${cluster.name}`,
    nativeKind: 'public access CIDRs',
    cidrs: cidrs === undefined || cidrs.length === 0 ? ['0.0.0.0/0'] : cidrs,
    transport: API,
  });
  const card = publicInterface(scope, {
    operation: 'DescribeCluster',
    nativeId,
    owner: scope.announce('service', `eks/${cluster.name}`),
    layers: [layerOf(admission)],
    // Only IPv6 clusters have an IPv6 endpoint.
    ipv6: cluster.kubernetesNetworkConfig?.ipFamily === 'ipv6',
  });
  return {
    name: 'public',
    interfaces: [card],
    ...(cluster.endpoint === undefined
      ? {}
      : { hostname: cluster.endpoint.replace(/^https:\/\//, '') }),
    listens: API,
    admission,
    authentication: 'iam',
    tls: 'required',
  };
}
