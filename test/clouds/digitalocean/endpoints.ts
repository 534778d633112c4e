import {
  actionObject,
  dropletObject,
  firewallObject,
  memberObjects,
  natGatewayObject,
  partnerAttachmentObject,
  peeringObject,
  reservedIpObject,
  reservedIpv6Object,
  vpcObject,
  type WireObject,
} from './compute-objects.ts';
import {
  accountObject,
  autoscalePoolObjects,
  byoipAddressObjects,
  byoipPrefixObjects,
  cdnEndpointObjects,
  dedicatedInferenceObjects,
  domainObjects,
  domainRecordObjects,
  namespaceObjects,
  nfsShareObjects,
  spacesKeyObjects,
  tagObjects,
  vectorDatabaseObjects,
} from './inventory-objects.ts';
import {
  appObject,
  clusterObject,
  databaseObject,
  loadBalancerObject,
  poolObjects,
  replicaObjects,
  trustedSourceObjects,
} from './service-objects.ts';
import type { TeamDeclaration } from './world.ts';

/** One endpoint of the API, as far as it is simulated. */
export interface Endpoint {
  /** The adapter's name for the call. */
  readonly operation: string;
  /** Below `/v2`, with `{id}` for the object that is asked about. */
  readonly path: string;
  readonly scope: string;
  /** The member of the answer that holds the list (or the one object). */
  readonly key: string;
  readonly paging: 'pages' | 'total-beside' | 'none';
  /** The object is not there: 404. */
  readonly objects: (team: TeamDeclaration, id: string) => readonly WireObject[] | undefined;
  /** Holds one object and no list. */
  readonly isSingle?: boolean;
}

const hidden = (team: TeamDeclaration, id: number) => team.hiddenDroplets?.includes(id) ?? false;

const database = (team: TeamDeclaration, id: string) =>
  team.databases?.find((one) => one.id === id);

/** The simulated part of https://api.digitalocean.com/v2. */
export const ENDPOINTS: readonly Endpoint[] = [
  list('droplets', '/droplets', 'droplet:read', (team) =>
    (team.droplets ?? [])
      .filter(({ id }) => !hidden(team, id))
      .map((one) => dropletObject(one, team)),
  ),
  list('firewalls', '/firewalls', 'firewall:read', (team) =>
    (team.firewalls ?? []).map(firewallObject),
  ),
  list('tags', '/tags', 'tag:read', tagObjects),
  list('vpcs', '/vpcs', 'vpc:read', (team) => (team.vpcs ?? []).map(vpcObject)),
  {
    ...list('vpc-members', '/vpcs/{id}/members', 'vpc:read', () => []),
    key: 'members',
    objects: (team, id) =>
      team.vpcs?.some((one) => one.id === id) ? memberObjects(id, team) : undefined,
  },
  list('vpc_peerings', '/vpc_peerings', 'vpc_peering:read', (team) =>
    (team.peerings ?? []).map(peeringObject),
  ),
  list('vpc_nat_gateways', '/vpc_nat_gateways', 'nat_gateway:read', (team) =>
    (team.natGateways ?? []).map(natGatewayObject),
  ),
  list(
    'partner_attachments',
    '/partner_network_connect/attachments',
    'partner_network_connect:read',
    (team) => (team.partnerAttachments ?? []).map(partnerAttachmentObject),
  ),
  list('reserved_ips', '/reserved_ips', 'reserved_ip:read', (team) =>
    (team.reservedIps ?? []).map((one) => reservedIpObject(one, team)),
  ),
  {
    ...list('reserved_ipv6', '/reserved_ipv6', 'reserved_ip:read', (team) =>
      (team.reservedIpv6 ?? []).map((one) => reservedIpv6Object(one, team)),
    ),
    key: 'reserved_ipv6s',
  },
  list('byoip_prefixes', '/byoip_prefixes', 'byoip_prefix:read', byoipPrefixObjects),
  {
    ...list('byoip_prefix-ips', '/byoip_prefixes/{id}/ips', 'byoip_prefix:read', () => []),
    key: 'ips',
    objects: (team, id) => byoipAddressObjects(id, team),
  },
  list('load_balancers', '/load_balancers', 'load_balancer:read', (team) =>
    (team.loadBalancers ?? []).map((one) => loadBalancerObject(one, team)),
  ),
  {
    ...list('databases', '/databases', 'database:read', (team) =>
      (team.databases ?? []).map(databaseObject),
    ),
    paging: 'none',
  },
  {
    ...list('database-firewall', '/databases/{id}/firewall', 'database:read', () => []),
    key: 'rules',
    paging: 'none',
    objects: trustedSources,
  },
  {
    ...list('database-replicas', '/databases/{id}/replicas', 'database:read', () => []),
    key: 'replicas',
    paging: 'none',
    objects: (team, id) => {
      const found = database(team, id);
      return found && replicaObjects(found);
    },
  },
  {
    ...list('database-pools', '/databases/{id}/pools', 'database:read', () => []),
    key: 'pools',
    paging: 'none',
    objects: (team, id) => {
      const found = database(team, id);
      return found && poolObjects(found);
    },
  },
  list('kubernetes_clusters', '/kubernetes/clusters', 'kubernetes:read', (team) =>
    (team.clusters ?? []).map(clusterObject),
  ),
  list('apps', '/apps', 'app:read', (team) => (team.apps ?? []).map(appObject)),
  {
    ...list('account', '/account', 'account:read', () => [accountObject()]),
    paging: 'none',
    isSingle: true,
  },
  { ...list('nfs', '/nfs', 'nfs:list', nfsShareObjects), key: 'shares', paging: 'none' },
  {
    ...list('function_namespaces', '/functions/namespaces', 'function:admin', namespaceObjects),
    key: 'namespaces',
    paging: 'none',
  },
  {
    ...list('vector_databases', '/vector-databases', 'database:read', vectorDatabaseObjects),
    key: 'vector_dbs',
    paging: 'total-beside',
  },
  list(
    'dedicated_inferences',
    '/dedicated-inferences',
    'dedicated_inference:read',
    dedicatedInferenceObjects,
  ),
  list('autoscale_pools', '/droplets/autoscale', 'droplet:read', autoscalePoolObjects),
  { ...list('cdn_endpoints', '/cdn/endpoints', 'cdn:read', cdnEndpointObjects), key: 'endpoints' },
  list('domains', '/domains', 'domain:read', domainObjects),
  {
    ...list('domain-records', '/domains/{id}/records', 'domain:read', () => []),
    key: 'domain_records',
    objects: (team, id) =>
      team.domains?.some(({ name }) => name === id) ? domainRecordObjects(id, team) : undefined,
  },
  { ...list('spaces_keys', '/spaces/keys', 'spaces_key:read', spacesKeyObjects), key: 'keys' },
  list('actions', '/actions', 'actions:read', (team) => (team.actions ?? []).map(actionObject)),
];

function list(
  operation: string,
  path: string,
  scope: string,
  objects: (team: TeamDeclaration) => readonly WireObject[],
): Endpoint {
  return { operation, path, scope, key: operation, paging: 'pages', objects };
}

function trustedSources(team: TeamDeclaration, id: string): readonly WireObject[] | undefined {
  const replicas = (team.databases ?? []).flatMap((one) => one.replicas ?? []);
  const holder = database(team, id) ?? replicas.find((one) => one.id === id);
  return holder && trustedSourceObjects(id, holder.trusted ?? []);
}

/** The members that go without a word when a scope is missing. */
const MEMBERS_OF_SCOPE: Readonly<Record<string, readonly string[]>> = {
  'tag:read': ['tags'],
  'droplet:read': ['droplet_ids'],
  'vpc:read': ['vpc_uuid', 'private_network_uuid', 'vpc_ids'],
  'load_balancer:read': ['load_balancer_uids'],
  'kubernetes:read': ['kubernetes_ids'],
};

/** What a token may see of an object. */
export function visible(object: WireObject, team: TeamDeclaration): WireObject {
  const lost = new Set((team.lacks ?? []).flatMap((scope) => MEMBERS_OF_SCOPE[scope] ?? []));
  return lost.size === 0 ? object : (without(object, lost) as WireObject);
}

function without(value: unknown, lost: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((element) => without(element, lost));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !lost.has(name))
      .map(([name, member]) => [name, without(member, lost)]),
  );
}
