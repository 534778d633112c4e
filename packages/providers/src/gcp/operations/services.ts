import type { z } from 'zod';
import {
  always,
  type GcpOperation,
  type GcpService,
  type OperationGiven,
  operation,
} from '../operation.ts';
import { addressGroupItem } from '../schema/hierarchy.ts';
import { policyBasedRouteItem } from '../schema/network.ts';
import {
  alloydbClusterItem,
  alloydbInstanceItem,
  bucketItem,
  cacheClusterItem,
  clusterItem,
  functionItem,
  iamPolicyItem,
  memcacheItem,
  redisItem,
  runItem,
  sqlItem,
  valkeyItem,
} from '../schema/service.ts';

/** A list over all locations (`locations/-`); locations that did not answer are named in `unreachable`. */
function everywhere<Item>(
  service: GcpService,
  collection: string,
  reads: string,
  item: z.ZodType<Item>,
  extra: Partial<OperationGiven<Item>> = {},
): GcpOperation<Item> {
  return operation({
    id: `${service}-${collection}`,
    reads,
    service,
    method: `${service}.projects.locations.${collection}.list`,
    path: `/v1/projects/{account}/locations/-/${collection}`,
    pageSize: { parameter: 'pageSize', maximum: 1000 },
    answer: { kind: 'list', key: collection },
    permissions: [`${service}.${collection}.list`],
    depth: 'modelled',
    feeds: ['service', 'interface'],
    item,
    ...extra,
  });
}

export const addressGroups = everywhere(
  'networksecurity',
  'addressGroups',
  'address groups of the project',
  addressGroupItem,
  {
    feeds: ['address-group'],
  },
);
export const policyBasedRoutes = everywhere(
  'networkconnectivity',
  'policyBasedRoutes',
  'routes chosen by more than the destination',
  policyBasedRouteItem,
  {
    method: 'networkconnectivity.projects.locations.global.policyBasedRoutes.list',
    path: '/v1/projects/{account}/locations/global/policyBasedRoutes',
    feeds: ['route-table'],
  },
);
export const sqlInstances = operation({
  id: 'sqlInstances',
  reads: 'Cloud SQL instances and their authorized networks',
  service: 'sqladmin',
  method: 'sql.instances.list',
  path: '/v1/projects/{account}/instances',
  pageSize: { parameter: 'maxResults', maximum: 500 },
  answer: { kind: 'list', key: 'items' },
  permissions: ['cloudsql.instances.list'],
  depth: 'modelled',
  feeds: ['service', 'interface', 'filter'],
  item: sqlItem,
  secretPaths: [
    'rootPassword',
    'replicaConfiguration.mysqlReplicaConfiguration.password',
    'replicaConfiguration.mysqlReplicaConfiguration.clientKey',
    'onPremisesConfiguration.password',
    'onPremisesConfiguration.clientKey',
  ],
});
export const alloydbClusters = everywhere(
  'alloydb',
  'clusters',
  'AlloyDB clusters',
  alloydbClusterItem,
  {
    secretPaths: ['initialUser.password'],
  },
);
export const alloydbInstances = everywhere(
  'alloydb',
  'instances',
  'AlloyDB instances and their authorized networks',
  alloydbInstanceItem,
  {
    method: 'alloydb.projects.locations.clusters.instances.list',
    path: '/v1/projects/{account}/locations/-/clusters/-/instances',
  },
);
export const redisInstances = everywhere(
  'redis',
  'instances',
  'Memorystore for Redis instances',
  redisItem,
);
export const redisClusters = everywhere(
  'redis',
  'clusters',
  'Memorystore for Redis clusters',
  cacheClusterItem,
);
export const valkeyInstances = everywhere(
  'memorystore',
  'instances',
  'Memorystore for Valkey instances',
  valkeyItem,
  {
    depth: 'inventory',
  },
);
export const memcacheInstances = everywhere(
  'memcache',
  'instances',
  'Memorystore for Memcached instances',
  memcacheItem,
);
export const gkeClusters = operation({
  id: 'container-clusters',
  reads: 'Kubernetes Engine clusters and who may reach their control planes',
  service: 'container',
  method: 'container.projects.locations.clusters.list',
  path: '/v1/projects/{account}/locations/-/clusters',
  paging: 'none',
  answer: { kind: 'list', key: 'clusters' },
  permissions: ['container.clusters.list'],
  depth: 'modelled',
  feeds: ['service', 'interface', 'filter'],
  item: clusterItem,
  secretPaths: [
    'masterAuth.password',
    'masterAuth.clientKey',
    'nodePools[].config.metadata.*',
    'nodeConfig.metadata.*',
  ],
});
export const runServices = everywhere('run', 'services', 'Cloud Run services', runItem, {
  path: '/v2/projects/{account}/locations/-/services',
  secretPaths: ['template.containers[].env[].value'],
});
export const runAccess = operation({
  id: 'run-service-access',
  reads: 'who may invoke one Cloud Run service',
  service: 'run',
  method: 'run.projects.locations.services.getIamPolicy',
  path: '/v2/projects/{account}/locations/{location}/services/{subject}:getIamPolicy',
  perSubject: 'Cloud Run service',
  scope: 'regional',
  answer: { kind: 'object' },
  permissions: ['run.services.getIamPolicy'],
  depth: 'modelled',
  feeds: ['service'],
  item: iamPolicyItem,
  nativeId: always('policy'),
});
export const functions = everywhere(
  'cloudfunctions',
  'functions',
  'Cloud Functions',
  functionItem,
  {
    path: '/v2/projects/{account}/locations/-/functions',
    depth: 'inventory',
    secretPaths: ['serviceConfig.environmentVariables.*', 'buildConfig.environmentVariables.*'],
  },
);
export const buckets = operation({
  id: 'buckets',
  reads: 'Cloud Storage buckets and their public access prevention',
  service: 'storage',
  method: 'storage.buckets.list',
  path: '/storage/v1/b',
  query: { project: '{account}', projection: 'noAcl' },
  pageSize: { parameter: 'maxResults', maximum: 1000 },
  answer: { kind: 'list', key: 'items' },
  permissions: ['storage.buckets.list'],
  depth: 'modelled',
  feeds: ['service', 'interface'],
  item: bucketItem,
});
export const bucketAccess = operation({
  id: 'bucketAccess',
  reads: 'who may read one bucket',
  service: 'storage',
  method: 'storage.buckets.getIamPolicy',
  path: '/storage/v1/b/{subject}/iam',
  perSubject: 'bucket',
  answer: { kind: 'object' },
  permissions: ['storage.buckets.getIamPolicy'],
  depth: 'modelled',
  feeds: ['service'],
  item: iamPolicyItem,
  nativeId: always('policy'),
});

/** Every call to a service other than Compute Engine and Resource Manager. */
export const SERVICE_OPERATIONS: readonly GcpOperation[] = [
  addressGroups,
  policyBasedRoutes,
  sqlInstances,
  alloydbClusters,
  alloydbInstances,
  redisInstances,
  redisClusters,
  valkeyInstances,
  memcacheInstances,
  gkeClusters,
  runServices,
  runAccess,
  functions,
  buckets,
  bucketAccess,
];
