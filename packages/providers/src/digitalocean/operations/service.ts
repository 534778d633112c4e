import { isJsonObject, type JsonValue } from '../../json.ts';
import * as schema from '../schema/service.ts';
import {
  COMMON,
  DATABASE_SECRETS,
  idIn,
  LISTED,
  type ListOperation,
  referenceOf,
  type SubjectOperation,
} from './shape.ts';

/** `GET /v2/load_balancers`. */
export const LOAD_BALANCERS: ListOperation<schema.LoadBalancer> = {
  ...LISTED,
  id: 'load_balancers',
  at: '/load_balancers',
  key: 'load_balancers',
  reads: 'load balancers, their listeners, targets and allow and deny lists',
  permissions: ['load_balancer:read'],
  feeds: ['load-balancer', 'interface', 'filter', 'address'],
  item: schema.LoadBalancer,
  nativeId: idIn('id'),
  source: referenceOf('load-balancers/#loadBalancers_list'),
};

/** `GET /v2/databases`, which is not paged. */
export const DATABASES: ListOperation<schema.Database> = {
  ...COMMON,
  paging: 'none',
  id: 'databases',
  at: '/databases',
  key: 'databases',
  reads: 'managed databases and where they answer, without users and passwords',
  permissions: ['database:read'],
  feeds: ['service', 'interface', 'filter'],
  secretPaths: DATABASE_SECRETS,
  item: schema.Database,
  nativeId: idIn('id'),
  source: referenceOf('databases/#databases_list_clusters'),
};

/** `GET /v2/databases/{id}/firewall`, for clusters and for read replicas: each has a list of its own. */
export const DATABASE_FIREWALL: SubjectOperation<schema.TrustedSource> = {
  ...COMMON,
  paging: 'none',
  id: 'database-firewall',
  key: 'rules',
  reads: 'the trusted sources of one managed database or replica',
  permissions: ['database:read'],
  perSubject: 'database or replica',
  feeds: ['filter'],
  item: schema.TrustedSource,
  nativeId: trustedSourceId,
  fileNames: ['databases-firewall', 'firewall'],
  source: referenceOf('databases/#databases_list_firewall_rules'),
};

/** `GET /v2/databases/{id}/replicas`. */
export const DATABASE_REPLICAS: SubjectOperation<schema.DatabaseReplica> = {
  ...COMMON,
  paging: 'none',
  id: 'database-replicas',
  key: 'replicas',
  reads: 'the read replicas of one managed database',
  permissions: ['database:read'],
  perSubject: 'database',
  feeds: ['service', 'interface', 'filter'],
  secretPaths: DATABASE_SECRETS,
  item: schema.DatabaseReplica,
  nativeId: idIn('id'),
  fileNames: ['replicas'],
  source: referenceOf('databases/#databases_list_replicas'),
};

/** `GET /v2/databases/{id}/pools`. */
export const DATABASE_POOLS: SubjectOperation<schema.DatabasePool> = {
  ...COMMON,
  paging: 'none',
  id: 'database-pools',
  key: 'pools',
  reads: 'the connection pools of one PostgreSQL database, and the port that they answer on',
  permissions: ['database:read'],
  perSubject: 'database',
  feeds: ['service'],
  secretPaths: DATABASE_SECRETS,
  item: schema.DatabasePool,
  nativeId: idIn('name'),
  fileNames: ['pools'],
  source: referenceOf('databases/#databases_list_connectionPools'),
};

/** `GET /v2/kubernetes/clusters`; never `kubeconfig` and `credentials`. */
export const KUBERNETES_CLUSTERS: ListOperation<schema.KubernetesCluster> = {
  ...LISTED,
  id: 'kubernetes_clusters',
  at: '/kubernetes/clusters',
  key: 'kubernetes_clusters',
  reads: 'Kubernetes clusters, their control-plane firewalls and the Droplets of their nodes',
  permissions: ['kubernetes:read'],
  feeds: ['service', 'interface', 'filter', 'address'],
  item: schema.KubernetesCluster,
  nativeId: idIn('id'),
  fileNames: ['clusters'],
  source: referenceOf('kubernetes/#kubernetes_list_clusters'),
};

/**
 * `GET /v2/apps`. The specification of an app holds the values of environment variables and of log
 * destinations, and its deployments hold copies of it: all of that is dropped.
 */
export const APPS: ListOperation<schema.App> = {
  ...LISTED,
  id: 'apps',
  at: '/apps',
  key: 'apps',
  reads: 'apps of the App Platform and the addresses that they send with',
  permissions: ['app:read'],
  depth: 'inventory',
  feeds: ['service', 'address'],
  secretPaths: [
    ...['services', 'static_sites', 'workers', 'jobs', 'functions', 'databases', 'alerts'].map(
      (components) => `spec.${components}`,
    ),
    ...['envs', 'ingress', 'maintenance', 'vpc'].map((member) => `spec.${member}`),
    '**.envs',
    '**.log_destinations',
    '**.registry_credentials',
    ...['active', 'in_progress', 'pending', 'pinned'].map((state) => `${state}_deployment`),
  ],
  item: schema.App,
  nativeId: idIn('id'),
  source: referenceOf('apps/#apps_list'),
};

/** Trusted sources have ids of their own; where an answer leaves them out, type and value do. */
function trustedSourceId(item: JsonValue): string | undefined {
  const own = idIn('uuid')(item);
  if (own !== undefined && own !== '') return own;
  if (!isJsonObject(item)) return undefined;
  const { type, value } = item;
  return typeof type === 'string' && typeof value === 'string' ? `${type}:${value}` : undefined;
}
