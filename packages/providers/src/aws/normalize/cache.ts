import {
  type AuthenticationGate,
  type Known,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { CacheCluster, ServerlessCache } from '../schema/data-store.ts';
import { cardsByDescription } from './card-index.ts';
import { managedInterfaces, subnetIds } from './managed-interface.ts';
import type { Scope } from './scope.ts';

/** Caches of ElastiCache: clusters (each node group member is one) and serverless ones. Neither can have a public address. */
export function normalizeCaches(scope: Scope): void {
  for (const cluster of scope.read('DescribeCacheClusters').items) addCluster(scope, cluster);
  for (const cache of scope.read('DescribeServerlessCaches').items) addServerless(scope, cache);
}

function addCluster(scope: Scope, cluster: CacheCluster): void {
  const name = cluster.CacheClusterId;
  const nativeId = `elasticache/${name}`;
  const id = scope.announce('service', nativeId);
  const groupName = cluster.CacheSubnetGroupName;
  const groups = scope.read('DescribeCacheSubnetGroups');
  const group = groups.items.find(({ CacheSubnetGroupName }) => CacheSubnetGroupName === groupName);
  const zones = new Set(
    (cluster.CacheNodes ?? []).map(({ CustomerAvailabilityZone }) => CustomerAvailabilityZone),
  );
  const all = group?.Subnets ?? [];
  const inZones = all.filter(({ SubnetAvailabilityZone }) =>
    zones.has(SubnetAvailabilityZone?.Name),
  );
  const subnets = (inZones.length > 0 ? inZones : all).flatMap(
    ({ SubnetIdentifier }) => SubnetIdentifier ?? [],
  );
  const ports = [
    cluster.ConfigurationEndpoint,
    ...(cluster.CacheNodes ?? []).map(({ Endpoint }) => Endpoint),
  ].flatMap((endpoint) => endpoint?.Port ?? []);
  const interfaces = managedInterfaces(scope, {
    operation: 'DescribeCacheClusters',
    nativeId,
    owner: id,
    groups: (cluster.SecurityGroups ?? []).flatMap(({ SecurityGroupId }) => SecurityGroupId ?? []),
    subnets,
    network: group?.VpcId,
    standsIn: (cluster.CacheNodes ?? []).length > 1 ? 'each' : 'one',
    // The plus is of older regions.
    cards: [
      ...cardsByDescription(scope, `ElastiCache ${name}`),
      ...cardsByDescription(scope, `ElastiCache+${name}`),
    ],
    isPublic: false,
  });
  const hostname =
    cluster.ConfigurationEndpoint?.Address ?? cluster.CacheNodes?.[0]?.Endpoint?.Address;
  scope.draft.add({
    kind: 'service',
    id,
    name,
    provenance: scope.provenance('DescribeCacheClusters', name, { uri: cluster.ARN }),
    serviceKind: 'cache',
    engine: cluster.Engine ?? 'redis',
    state: cluster.CacheClusterStatus === 'deleting' ? 'stopped' : 'running',
    publicSwitch: false,
    endpoints: [
      {
        name: 'nodes',
        interfaces,
        ...(hostname === undefined ? {} : { hostname }),
        listens: TransportSet.tcp(ports.length === 0 ? PortSet.all : PortSet.of(...ports)),
        authentication: gateOf(scope, cluster),
        tls:
          cluster.TransitEncryptionEnabled === true
            ? cluster.TransitEncryptionMode === 'preferred'
              ? 'optional'
              : 'required'
            : 'absent',
      },
    ],
    ...(ports.length === 0 ? { inventoryOnly: `The port of ${name} is not known.` } : {}),
    failoverSubnets: failoverOf(
      scope,
      cluster,
      all.flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []),
    ),
  });
}

/** Without a token and without user groups a cache asks for nothing; the groups are written on the replication group. */
function gateOf(scope: Scope, cluster: CacheCluster): Known<AuthenticationGate> {
  if (cluster.AuthTokenEnabled === true) return 'token';
  if (cluster.ReplicationGroupId === undefined) return 'none';
  const groups = scope.read('DescribeReplicationGroups');
  const own = groups.items.find(
    ({ ReplicationGroupId }) => ReplicationGroupId === cluster.ReplicationGroupId,
  );
  if (own === undefined)
    return groups.cause ?? unknown('Its replication group was not in the answer.');
  return (own.UserGroupIds ?? []).length > 0 ? 'password' : 'none';
}

/** A failover promotes another node, which has an interface of its own: only a node that is replaced may move. */
function failoverOf(
  scope: Scope,
  cluster: CacheCluster,
  subnets: readonly string[],
): Known<readonly ResourceId[]> {
  if (cluster.ReplicationGroupId === undefined) return [];
  const groups = scope.read('DescribeReplicationGroups');
  const own = groups.items.find(
    ({ ReplicationGroupId }) => ReplicationGroupId === cluster.ReplicationGroupId,
  );
  if (own === undefined && groups.cause !== undefined) return groups.cause;
  return own?.AutomaticFailover === 'enabled' ? subnetIds(scope, subnets) : [];
}

function addServerless(scope: Scope, cache: ServerlessCache): void {
  const name = cache.ServerlessCacheName;
  const nativeId = `elasticache-serverless/${name}`;
  const id = scope.announce('service', nativeId);
  const subnets = cache.SubnetIds ?? [];
  const vpc = scope
    .read('DescribeSubnets')
    .items.find(({ SubnetId }) => subnets.includes(SubnetId))?.VpcId;
  const interfaces = managedInterfaces(scope, {
    operation: 'DescribeServerlessCaches',
    nativeId,
    owner: id,
    groups: cache.SecurityGroupIds ?? [],
    subnets,
    network: vpc,
    standsIn: 'each',
    cards: [],
    isPublic: false,
  });
  const ports = [cache.Endpoint, cache.ReaderEndpoint].flatMap((endpoint) => endpoint?.Port ?? []);
  scope.draft.add({
    kind: 'service',
    id,
    name,
    provenance: scope.provenance('DescribeServerlessCaches', name, { uri: cache.ARN }),
    serviceKind: 'cache',
    engine: cache.Engine ?? 'redis',
    state: 'running',
    publicSwitch: false,
    endpoints: [
      {
        name: 'endpoint',
        interfaces,
        ...(cache.Endpoint?.Address === undefined ? {} : { hostname: cache.Endpoint.Address }),
        listens: TransportSet.tcp(ports.length === 0 ? PortSet.all : PortSet.of(...ports)),
        authentication: cache.UserGroupId === undefined ? 'none' : 'password',
        // Serverless caches always encrypt: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
        tls: 'required',
      },
    ],
    ...(ports.length === 0 ? { inventoryOnly: `The port of ${name} is not known.` } : {}),
    failoverSubnets: [],
  });
}
