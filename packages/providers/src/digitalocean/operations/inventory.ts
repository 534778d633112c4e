import * as schema from '../schema/inventory.ts';
import {
  COMMON,
  INVENTORY,
  idIn,
  LISTED,
  type ListOperation,
  referenceOf,
  type SubjectOperation,
} from './shape.ts';

/** `GET /v2/account`. */
export const ACCOUNT: ListOperation = {
  ...COMMON,
  ...INVENTORY,
  paging: 'none',
  id: 'account',
  at: '/account',
  key: 'account',
  reads: 'which team the token belongs to',
  permissions: ['account:read'],
  secretPaths: ['email', 'name'],
  item: schema.Account,
  nativeId: idIn('uuid'),
  source: referenceOf('account/#account_get'),
};

/** `GET /v2/nfs`, access points included. */
export const NFS_SHARES: ListOperation<schema.NfsShare> = {
  ...COMMON,
  ...INVENTORY,
  paging: 'none',
  id: 'nfs',
  at: '/nfs',
  key: 'shares',
  reads: 'NFS shares, their access points and VPCs',
  permissions: ['nfs:list'],
  feeds: ['service'],
  item: schema.NfsShare,
  nativeId: idIn('id'),
  fileNames: ['shares'],
  source: referenceOf('nfs/#nfs_list'),
};

/**
 * `GET /v2/functions/namespaces`. The answer holds the key of each namespace, and the API wants
 * `function:admin` beside the scope below, which nobody should give to a scanner.
 */
export const FUNCTION_NAMESPACES: ListOperation<schema.FunctionNamespace> = {
  ...COMMON,
  ...INVENTORY,
  paging: 'none',
  id: 'function_namespaces',
  at: '/functions/namespaces',
  key: 'namespaces',
  reads: 'namespaces of Functions',
  permissions: ['function:read'],
  feeds: ['service'],
  secretPaths: ['key', 'keys'],
  item: schema.FunctionNamespace,
  nativeId: idIn('namespace'),
  fileNames: ['namespaces'],
  source: referenceOf('functions/#functions_list_namespaces'),
};

/** `GET /v2/vector-databases`; never their credentials. */
export const VECTOR_DATABASES: ListOperation<schema.VectorDatabase> = {
  ...LISTED,
  ...INVENTORY,
  id: 'vector_databases',
  at: '/vector-databases',
  key: 'vector_dbs',
  reads: 'managed vector databases and where they answer',
  permissions: ['database:read'],
  feeds: ['service'],
  secretPaths: ['**.api_key', '**.password', '**.credentials'],
  item: schema.VectorDatabase,
  nativeId: idIn('id'),
  fileNames: ['vector_dbs'],
  source: referenceOf('vector-databases/#vectorDatabases_list'),
};

/** `GET /v2/dedicated-inferences`; never their tokens. */
export const DEDICATED_INFERENCES: ListOperation<schema.DedicatedInference> = {
  ...LISTED,
  ...INVENTORY,
  id: 'dedicated_inferences',
  at: '/dedicated-inferences',
  key: 'dedicated_inferences',
  reads: 'dedicated inference endpoints, and whether they are public',
  permissions: ['dedicated_inference:read'],
  feeds: ['service'],
  secretPaths: ['**.hugging_face_token', '**.tokens', '**.access_tokens'],
  item: schema.DedicatedInference,
  nativeId: idIn('id'),
  source: referenceOf('dedicated-inference/#dedicatedInferences_list'),
};

/** `GET /v2/droplets/autoscale`. */
export const AUTOSCALE_POOLS: ListOperation = {
  ...LISTED,
  ...INVENTORY,
  id: 'autoscale_pools',
  at: '/droplets/autoscale',
  key: 'autoscale_pools',
  reads: 'pools that make and remove Droplets by themselves',
  permissions: ['droplet:read'],
  secretPaths: ['droplet_template.user_data', 'droplet_template.ssh_keys'],
  item: schema.AutoscalePool,
  nativeId: idIn('id'),
  source: referenceOf('droplet-autoscale-pools/#autoscalepools_list'),
};

/** `GET /v2/cdn/endpoints`. */
export const CDN_ENDPOINTS: ListOperation<schema.CdnEndpoint> = {
  ...LISTED,
  ...INVENTORY,
  id: 'cdn_endpoints',
  at: '/cdn/endpoints',
  key: 'endpoints',
  reads: 'CDN endpoints and the Spaces behind them',
  permissions: ['cdn:read'],
  feeds: ['service'],
  item: schema.CdnEndpoint,
  nativeId: idIn('id'),
  fileNames: ['endpoints'],
  source: referenceOf('cdn-endpoints/#cdn_list_endpoints'),
};

/** `GET /v2/domains`. */
export const DOMAINS: ListOperation = {
  ...LISTED,
  ...INVENTORY,
  id: 'domains',
  at: '/domains',
  key: 'domains',
  reads: 'DNS zones',
  permissions: ['domain:read'],
  item: schema.Domain,
  nativeId: idIn('name'),
  source: referenceOf('domains/#domains_list'),
};

/** `GET /v2/domains/{name}/records`. */
export const DOMAIN_RECORDS: SubjectOperation = {
  ...LISTED,
  ...INVENTORY,
  id: 'domain-records',
  key: 'domain_records',
  reads: 'the records of one DNS zone',
  permissions: ['domain:read'],
  perSubject: 'domain',
  item: schema.DomainRecord,
  nativeId: idIn('id'),
  fileNames: ['domain_records'],
  source: referenceOf('domain-records/#domains_list_records'),
};

/** `GET /v2/spaces/keys`; a secret key is never in the list. */
export const SPACES_KEYS: ListOperation<schema.SpacesKey> = {
  ...LISTED,
  ...INVENTORY,
  id: 'spaces_keys',
  at: '/spaces/keys',
  key: 'keys',
  reads: 'which Spaces keys there are, and the buckets that they open',
  permissions: ['spaces_key:read'],
  feeds: ['service'],
  secretPaths: ['secret_key', 'access_key'],
  item: schema.SpacesKey,
  nativeId: idIn('name'),
  source: referenceOf('spaces-keys/#spacesKey_list'),
};
