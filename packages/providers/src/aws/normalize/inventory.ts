import { type Known, type ServiceKind, unknown } from '@netposture/network/graph';
import type { Scope } from './scope.ts';
import type { ReadOperation } from './wire-items.ts';

/** Something of which only the existence is told. */
export interface Listed {
  readonly operation: ReadOperation;
  readonly nativeId: string;
  readonly uri?: string | undefined;
  readonly name?: string | undefined;
  readonly serviceKind: ServiceKind;
  readonly engine: string;
  /** Why its exposure is undetermined, as a sentence. */
  readonly reason: string;
  readonly publicSwitch?: Known<boolean> | undefined;
}

/** A service record whose every answer is undetermined. */
export function inventoryService(scope: Scope, listed: Listed): void {
  scope.draft.add({
    kind: 'service',
    id: scope.announce('service', listed.nativeId),
    name: listed.name ?? listed.nativeId,
    provenance: scope.provenance(listed.operation, listed.name ?? listed.nativeId, {
      uri: listed.uri,
    }),
    serviceKind: listed.serviceKind,
    engine: listed.engine,
    state: unknown('Not read for services that are only listed.'),
    endpoints: [],
    inventoryOnly: listed.reason,
    ...(listed.publicSwitch === undefined ? {} : { publicSwitch: listed.publicSwitch }),
  });
}

/** Everything that is listed and not modelled. */
export function normalizeInventory(scope: Scope): void {
  const only = 'Its existence is read, its exposure is not modelled.';
  for (const { Name, ARN, Engine } of scope.read('memorydb-DescribeClusters').items) {
    inventoryService(scope, {
      operation: 'memorydb-DescribeClusters',
      nativeId: `memorydb/${Name}`,
      uri: ARN,
      name: Name,
      serviceKind: 'cache',
      engine: Engine ?? 'memorydb',
      reason: only,
    });
  }
  for (const { ClusterArn, ClusterName, Provisioned } of scope.read('ListClustersV2').items) {
    const type = Provisioned?.BrokerNodeGroupInfo?.ConnectivityInfo?.PublicAccess?.Type;
    inventoryService(scope, {
      operation: 'ListClustersV2',
      nativeId: ClusterArn,
      uri: ClusterArn,
      name: ClusterName,
      serviceKind: 'broker',
      engine: 'kafka',
      reason: only,
      publicSwitch: type === undefined ? undefined : type !== 'DISABLED',
    });
  }
  for (const { FunctionName, FunctionArn } of scope.read('ListFunctions').items) {
    const urls = scope.read('ListFunctionUrlConfigs', FunctionName);
    inventoryService(scope, {
      operation: 'ListFunctions',
      nativeId: `function/${FunctionName}`,
      uri: FunctionArn,
      name: FunctionName,
      serviceKind: 'function',
      engine: 'lambda',
      reason: only,
      publicSwitch: scope.known(urls.items.length > 0, urls),
    });
  }
  for (const { Name } of scope.read('ListBuckets').items) {
    if (scope.location !== 'global') continue;
    inventoryService(scope, {
      operation: 'ListBuckets',
      nativeId: `bucket/${Name}`,
      uri: `arn:aws:s3:::${Name}`,
      name: Name,
      serviceKind: 'object-store',
      engine: 's3',
      reason: only,
    });
  }
  for (const { name = '', arn, publiclyAccessible } of scope.read('GetRelationalDatabases').items) {
    inventoryService(scope, {
      operation: 'GetRelationalDatabases',
      nativeId: `lightsail-database/${name}`,
      uri: arn,
      name,
      serviceKind: 'database',
      engine: 'lightsail',
      reason: only,
      publicSwitch: publiclyAccessible,
    });
  }
  for (const { name = '', arn } of scope.read('GetLoadBalancers').items) {
    inventoryService(scope, {
      operation: 'GetLoadBalancers',
      nativeId: `lightsail-load-balancer/${name}`,
      uri: arn,
      name,
      serviceKind: 'other',
      engine: 'lightsail load balancer',
      reason: only,
    });
  }
  for (const { containerServiceName = '', arn } of scope.read('GetContainerServices').items) {
    inventoryService(scope, {
      operation: 'GetContainerServices',
      nativeId: `lightsail-container/${containerServiceName}`,
      uri: arn,
      name: containerServiceName,
      serviceKind: 'other',
      engine: 'lightsail container service',
      reason: only,
    });
  }
  for (const { EndpointName } of scope.read('DescribeEndpointAccess').items) {
    inventoryService(scope, {
      operation: 'DescribeEndpointAccess',
      nativeId: `redshift-endpoint/${EndpointName}`,
      name: EndpointName,
      serviceKind: 'warehouse',
      engine: 'redshift',
      reason: only,
    });
  }
}
