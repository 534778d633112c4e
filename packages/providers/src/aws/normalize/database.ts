import {
  type AuthenticationGate,
  type Known,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { DbCluster, DbInstance, DbProxy, DbProxyEndpoint } from '../schema/database.ts';
import type { NetworkInterface } from '../schema/interface.ts';
import { groupsOfInstance, joinInterfaces } from './database-interface.ts';
import { inventoryService } from './inventory.ts';
import { managedInterfaces, publicInterface, subnetIds } from './managed-interface.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';

/** Databases of RDS, Aurora, Neptune and DocumentDB, clusters without a network, and proxies. */
export function normalizeDatabases(scope: Scope): void {
  const instances = scope.read('DescribeDBInstances').items;
  const join = joinInterfaces(scope, instances);
  for (const instance of instances) addInstance(scope, instance, join);
  for (const cluster of scope.read('DescribeDBClusters').items) {
    addCluster(scope, cluster, instances);
  }
  for (const proxy of scope.read('DescribeDBProxies').items) addProxy(scope, proxy);
  for (const endpoint of scope.read('DescribeDBProxyEndpoints').items) {
    if (endpoint.IsDefault !== true) addProxyEndpoint(scope, endpoint);
  }
  for (const group of scope.read('DescribeDBShardGroups').items) {
    inventoryService(scope, {
      operation: 'DescribeDBShardGroups',
      nativeId: group.DBShardGroupIdentifier,
      uri: group.DBShardGroupArn,
      serviceKind: 'database',
      engine: 'aurora-limitless',
      reason: 'Shard groups of Aurora Limitless are listed, their exposure is not modelled.',
      publicSwitch: group.PubliclyAccessible,
    });
  }
}

function addInstance(
  scope: Scope,
  instance: DbInstance,
  join: (instance: DbInstance) => readonly NetworkInterface[],
): void {
  const nativeId = instance.DBInstanceIdentifier;
  const id = scope.announce('service', `rds/${nativeId}`);
  const engine = instance.Engine ?? 'unknown';
  const port = instance.Endpoint?.Port;
  const group = instance.DBSubnetGroup;
  const inZone = (group?.Subnets ?? []).filter(
    ({ SubnetAvailabilityZone }) =>
      instance.AvailabilityZone === undefined ||
      SubnetAvailabilityZone?.Name === instance.AvailabilityZone,
  );
  const groups = groupsOfInstance(instance);
  const interfaces = managedInterfaces(scope, {
    operation: 'DescribeDBInstances',
    nativeId: `rds/${nativeId}`,
    owner: id,
    groups,
    subnets: inZone.flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []),
    network: group?.VpcId,
    standsIn: 'one',
    cards: join(instance),
    isPublic: instance.PubliclyAccessible === true,
  });
  scope.draft.add({
    kind: 'service',
    id,
    ...named(nativeId, instance.TagList, nativeId),
    provenance: scope.provenance('DescribeDBInstances', nativeId, {
      uri: instance.DBInstanceArn,
      console: `rds/home#database:id=${nativeId};is-cluster=false`,
    }),
    serviceKind: 'database',
    engine,
    state: stateOf(instance.DBInstanceStatus),
    publicSwitch:
      instance.PubliclyAccessible ??
      unknown(`Nothing says whether ${nativeId} is publicly accessible.`),
    endpoints: [
      {
        name: 'instance',
        interfaces,
        ...(instance.Endpoint?.Address === undefined
          ? {}
          : { hostname: instance.Endpoint.Address }),
        listens: TransportSet.tcp(port === undefined ? PortSet.all : PortSet.of(port)),
        authentication: gateOf(engine, instance.IAMDatabaseAuthenticationEnabled),
        tls: unknown(
          'Whether connections must be encrypted is in the parameter group, which is not read.',
        ),
      },
    ],
    failoverSubnets: failoverOf(scope, instance),
    // Before it has an endpoint, nobody knows the port.
    ...(port === undefined ? { inventoryOnly: `${nativeId} has no endpoint yet.` } : {}),
  });
}

/**
 * Where a failover may move it: nowhere unless it is a Multi-AZ database or member of a cluster; then to the subnets of
 * its group, for Multi-AZ those of its two zones.
 */
function failoverOf(scope: Scope, instance: DbInstance): Known<readonly ResourceId[]> {
  const isMember = instance.DBClusterIdentifier !== undefined;
  if (instance.MultiAZ !== true && !isMember) return [];
  const subnets = instance.DBSubnetGroup?.Subnets;
  if (subnets === undefined) return unknown('The subnet group was not in the answer.');
  const zones = [instance.AvailabilityZone, instance.SecondaryAvailabilityZone];
  const reachable = subnets.filter(
    ({ SubnetAvailabilityZone }) =>
      isMember ||
      instance.SecondaryAvailabilityZone === undefined ||
      zones.includes(SubnetAvailabilityZone?.Name),
  );
  return subnetIds(
    scope,
    reachable.flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []),
  );
}

/** Neptune without IAM authentication asks for nothing: https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth.html */
function gateOf(engine: string, iam: boolean | undefined): AuthenticationGate {
  if (engine === 'neptune') return iam === true ? 'iam' : 'none';
  return iam === true ? 'mixed' : 'password';
}

function stateOf(status: string | undefined): Known<'running' | 'stopped'> {
  if (status === undefined) return unknown('The answer does not say whether it runs.');
  return ['stopped', 'stopping', 'deleting', 'creating', 'failed'].includes(status)
    ? 'stopped'
    : 'running';
}

/**
 * A cluster answers through its instances. One without a network stands on the internet behind IAM:
 * Aurora PostgreSQL with express configuration.
 */
function addCluster(scope: Scope, cluster: DbCluster, instances: readonly DbInstance[]): void {
  const nativeId = cluster.DBClusterIdentifier;
  const isExpress = cluster.InternetAccessGatewayEnabled === true;
  const hasInstances = instances.some(
    ({ DBClusterIdentifier }) => DBClusterIdentifier === nativeId,
  );
  if (!isExpress && hasInstances) return;
  if (!isExpress) {
    inventoryService(scope, {
      operation: 'DescribeDBClusters',
      nativeId: `rds-cluster/${nativeId}`,
      name: nativeId,
      uri: cluster.DBClusterArn,
      serviceKind: 'database',
      engine: cluster.Engine ?? 'unknown',
      reason: 'A cluster without instances that were read: where its endpoint stands is not known.',
      publicSwitch: cluster.PubliclyAccessible,
    });
    return;
  }
  const id = scope.announce('service', `rds-cluster/${nativeId}`);
  const groups = (cluster.VpcSecurityGroups ?? []).flatMap(
    ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? [],
  );
  const card = publicInterface(scope, {
    operation: 'DescribeDBClusters',
    nativeId: `rds-cluster/${nativeId}`,
    owner: id,
    layers:
      groups.length === 0
        ? []
        : [unknown('Security groups of a cluster without a network are not modelled.')],
  });
  scope.draft.add({
    kind: 'service',
    id,
    ...named(nativeId, cluster.TagList, nativeId),
    provenance: scope.provenance('DescribeDBClusters', nativeId, { uri: cluster.DBClusterArn }),
    serviceKind: 'database',
    engine: cluster.Engine ?? 'unknown',
    state: stateOf(cluster.Status),
    publicSwitch: true,
    endpoints: [
      {
        name: 'internet access gateway',
        interfaces: [card],
        ...(cluster.Endpoint === undefined ? {} : { hostname: cluster.Endpoint }),
        listens: TransportSet.tcp(PortSet.of(cluster.Port ?? 5432)),
        authentication: 'iam',
        tls: 'required',
      },
    ],
    failoverSubnets: [],
  });
}

const PROXY_PORTS: Readonly<Record<string, number>> = {
  MYSQL: 3306,
  POSTGRESQL: 5432,
  SQLSERVER: 1433,
};

function addProxy(scope: Scope, proxy: DbProxy): void {
  addProxyService(scope, 'DescribeDBProxies', {
    nativeId: proxy.DBProxyName,
    uri: proxy.DBProxyArn,
    engineFamily: proxy.EngineFamily,
    requireTls: proxy.RequireTLS,
    wire: proxy,
  });
}

function addProxyEndpoint(scope: Scope, endpoint: DbProxyEndpoint): void {
  const proxy = scope
    .read('DescribeDBProxies')
    .items.find(({ DBProxyName }) => DBProxyName === endpoint.DBProxyName);
  addProxyService(scope, 'DescribeDBProxyEndpoints', {
    nativeId: `${endpoint.DBProxyName ?? 'proxy'}/${endpoint.DBProxyEndpointName}`,
    uri: endpoint.DBProxyEndpointArn,
    engineFamily: proxy?.EngineFamily,
    requireTls: proxy?.RequireTLS,
    wire: endpoint,
  });
}

function addProxyService(
  scope: Scope,
  operation: 'DescribeDBProxies' | 'DescribeDBProxyEndpoints',
  given: {
    readonly nativeId: string;
    readonly uri: string | undefined;
    readonly engineFamily: string | undefined;
    readonly requireTls: boolean | undefined;
    readonly wire: Pick<DbProxy, 'VpcId' | 'VpcSecurityGroupIds' | 'VpcSubnetIds' | 'Endpoint'>;
  },
): void {
  const nativeId = `rds-proxy/${given.nativeId}`;
  const id = scope.announce('service', nativeId);
  const port = PROXY_PORTS[given.engineFamily ?? ''];
  const interfaces = managedInterfaces(scope, {
    operation,
    nativeId,
    owner: id,
    groups: given.wire.VpcSecurityGroupIds ?? [],
    subnets: given.wire.VpcSubnetIds ?? [],
    network: given.wire.VpcId,
    standsIn: 'each',
    cards: [],
    isPublic: false,
  });
  scope.draft.add({
    kind: 'service',
    id,
    name: given.nativeId,
    provenance: scope.provenance(operation, given.nativeId, { uri: given.uri }),
    serviceKind: 'database',
    engine: `${(given.engineFamily ?? 'unknown').toLowerCase()} proxy`,
    state: 'running',
    publicSwitch: false,
    endpoints: [
      {
        name: 'proxy',
        interfaces,
        ...(given.wire.Endpoint === undefined ? {} : { hostname: given.wire.Endpoint }),
        listens: TransportSet.tcp(port === undefined ? PortSet.all : PortSet.of(port)),
        authentication: 'password',
        ...(given.requireTls === undefined
          ? {}
          : { tls: given.requireTls ? 'required' : 'optional' }),
      },
    ],
    failoverSubnets: [],
    ...(port === undefined ? { inventoryOnly: `The port of ${given.nativeId} is not known.` } : {}),
  });
}
