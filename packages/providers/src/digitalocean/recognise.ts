import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AnswerShape, Recogniser } from '../offline/recogniser.ts';
import {
  ACTIONS,
  BYOIP_ADDRESSES,
  BYOIP_PREFIXES,
  DROPLETS,
  FIREWALLS,
  NAT_GATEWAYS,
  PARTNER_ATTACHMENTS,
  RESERVED_IPS,
  RESERVED_IPV6,
  TAGS,
  VPC_MEMBERS,
  VPC_PEERINGS,
  VPCS,
} from './operations/compute.ts';
import {
  ACCOUNT,
  AUTOSCALE_POOLS,
  CDN_ENDPOINTS,
  DEDICATED_INFERENCES,
  DOMAIN_RECORDS,
  DOMAINS,
  FUNCTION_NAMESPACES,
  NFS_SHARES,
  SPACES_KEYS,
  VECTOR_DATABASES,
} from './operations/inventory.ts';
import {
  APPS,
  DATABASE_FIREWALL,
  DATABASE_POOLS,
  DATABASE_REPLICAS,
  DATABASES,
  KUBERNETES_CLUSTERS,
  LOAD_BALANCERS,
} from './operations/service.ts';
import type { SubjectOperation } from './operations/shape.ts';
import { SPACES_BUCKET_ACL, SPACES_BUCKET_POLICY, SPACES_BUCKETS } from './operations/spaces.ts';

/** Whether an item is an object with members of these names. */
function has(item: JsonValue, ...names: readonly string[]): boolean {
  return isJsonObject(item) && names.every((name) => item[name] !== undefined);
}

/** Each list, and members that its items have and those of other lists do not. */
const LISTS: readonly (readonly [SubjectOperation, readonly string[]])[] = [
  [DROPLETS, ['id', 'networks', 'status']],
  [VPCS, ['id', 'ip_range', 'name']],
  [VPC_PEERINGS, ['id', 'vpc_ids', 'status']],
  [NAT_GATEWAYS, ['id', 'state', 'egresses']],
  [PARTNER_ATTACHMENTS, ['id', 'vpc_ids']],
  [RESERVED_IPS, ['ip', 'region']],
  [RESERVED_IPV6, ['ip', 'region_slug']],
  [BYOIP_PREFIXES, ['uuid', 'prefix']],
  [TAGS, ['name', 'resources']],
  [LOAD_BALANCERS, ['id', 'forwarding_rules']],
  [DATABASES, ['id', 'engine']],
  [KUBERNETES_CLUSTERS, ['id', 'node_pools']],
  [APPS, ['id', 'spec']],
  [ACCOUNT, ['uuid', 'droplet_limit']],
  [NFS_SHARES, ['id', 'size_gib']],
  [FUNCTION_NAMESPACES, ['namespace', 'api_host']],
  [VECTOR_DATABASES, ['id', 'endpoints']],
  [DEDICATED_INFERENCES, ['id', 'spec']],
  [AUTOSCALE_POOLS, ['id', 'droplet_template']],
  [CDN_ENDPOINTS, ['id', 'origin']],
  [DOMAINS, ['name', 'ttl']],
  [SPACES_KEYS, ['name', 'grants']],
  [ACTIONS, ['id', 'resource_type', 'started_at']],
];

const lists = LISTS.map(
  ([{ id, key }, members]): AnswerShape => ({
    operation: id,
    outline: { key },
    matches: (item) => has(item, ...members),
  }),
);

/** Firewalls of DigitalOcean have rules in two lists and text for ids; another cloud shares the key. */
const firewalls: AnswerShape = {
  operation: FIREWALLS.id,
  outline: { key: FIREWALLS.key },
  matches: (item) =>
    has(item, 'id', 'status') && (has(item, 'inbound_rules') || has(item, 'outbound_rules')),
};

/** `doctl … -o json` prints bare arrays, of which these are told apart by their items. */
const arrays = (
  [
    [DROPLETS, ['id', 'networks', 'size_slug']],
    [FIREWALLS, ['id', 'inbound_rules', 'outbound_rules']],
    [LOAD_BALANCERS, ['id', 'forwarding_rules', 'health_check']],
    [DATABASES, ['id', 'engine', 'num_nodes']],
    [KUBERNETES_CLUSTERS, ['id', 'node_pools', 'cluster_subnet']],
  ] as readonly (readonly [SubjectOperation, readonly string[]])[]
).map(
  ([{ id }, members]): AnswerShape => ({
    operation: id,
    outline: 'array',
    matches: (item) => has(item, ...members),
  }),
);

/** The cluster that every rule names; without rules it is the file's name. */
const trustedSources: AnswerShape = {
  operation: DATABASE_FIREWALL.id,
  outline: { key: DATABASE_FIREWALL.key },
  matches: (item) => has(item, 'type', 'value'),
  // An empty list of rules could be anybody's, unless nothing stands beside it.
  matchesEmpty: (document) => Object.keys(document).length === 1,
  subject: (_document, [first]) => {
    const cluster = isJsonObject(first) ? first['cluster_uuid'] : undefined;
    return typeof cluster === 'string' && cluster !== '' ? cluster : undefined;
  },
};

/** Answers about one object that do not say which: the file's name does. */
const details = (
  [
    [DATABASE_REPLICAS, ['name', 'connection']],
    [DATABASE_POOLS, ['name', 'mode', 'connection']],
    [VPC_MEMBERS, ['urn']],
    [BYOIP_ADDRESSES, ['byoip']],
    [DOMAIN_RECORDS, ['type', 'data', 'ttl']],
  ] as readonly (readonly [SubjectOperation, readonly string[]])[]
).map(
  ([{ id, key }, members]): AnswerShape => ({
    operation: id,
    outline: { key },
    matches: (item) => has(item, ...members),
  }),
);

/** What `aws s3api` prints of Spaces: another cloud has the same, so that folder and name decide. */
const spaces: readonly AnswerShape[] = [
  {
    operation: SPACES_BUCKETS.id,
    outline: { key: 'Buckets' },
    matches: (item) => has(item, 'Name'),
  },
  {
    operation: SPACES_BUCKET_ACL.id,
    outline: 'object',
    matches: (item) => has(item, 'Grants'),
  },
  {
    operation: SPACES_BUCKET_POLICY.id,
    outline: 'object',
    matches: (item) => has(item, 'Policy'),
  },
];

/**
 * Knows DigitalOcean's answers in files. Nothing in them tells the team: it is the folder's name, as
 * in `digitalocean/<team>/droplets.json`.
 */
export const recogniser: Recogniser = {
  answers: [...lists, firewalls, ...arrays, trustedSources, ...details, ...spaces],
  locate: () => ({}),
  continuation: (document) => {
    const total = memberOf(document, 'meta')?.['total'];
    const next = memberOf(memberOf(document, 'links'), 'pages')?.['next'];
    return {
      more: typeof next === 'string' && next !== '',
      ...(typeof total === 'number' ? { total } : {}),
    };
  },
};

function memberOf(holder: JsonObject | undefined, name: string): JsonObject | undefined {
  const member = holder?.[name];
  return member !== undefined && isJsonObject(member) ? member : undefined;
}
