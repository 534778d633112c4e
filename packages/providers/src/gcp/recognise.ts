import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AnswerShape, Located, Recogniser } from '../offline/recogniser.ts';
import { linkParts } from './link.ts';
import type { GcpOperation } from './operation.ts';
import { COMPUTE_OPERATIONS } from './operations/compute.ts';
import { GCP_OPERATIONS } from './operations/index.ts';

/**
 * How an item tells what it is. Compute Engine writes a `kind`; where a file lost it, the collection in the self-link
 * says the same. The other services are known by the form of their names or by members that nobody else has.
 */
type Marks = (item: JsonObject) => boolean;

const hasName =
  (pattern: RegExp): Marks =>
  (item) =>
    typeof item['name'] === 'string' && pattern.test(item['name']);
const hasAll =
  (...members: readonly string[]): Marks =>
  (item) =>
    members.every((member) => Object.hasOwn(item, member));
const isKind =
  (kind: string): Marks =>
  (item) =>
    item['kind'] === kind;

function inCollection(collection: string, host: RegExp = /compute|^projects\//): Marks {
  return (item) => {
    const link = item['selfLink'];
    return (
      typeof link === 'string' && host.test(link) && linkParts(link)?.collection === collection
    );
  };
}

/** Marks of the items of operations whose answers are no Compute Engine lists. */
const MARKS: Readonly<Record<string, Marks>> = {
  project: (item) => typeof item['projectId'] === 'string',
  projects: (item) => typeof item['projectId'] === 'string',
  folders: hasName(/^folders\/\d+$/),
  childFolders: hasName(/^folders\/\d+$/),
  effectiveTags: hasAll('tagValue', 'namespacedTagValue'),
  policyAssociations: hasAll('attachmentTarget', 'firewallPolicyId'),
  hierarchicalFirewallPolicy: (item) =>
    item['kind'] === 'compute#firewallPolicy' &&
    /locations\/global\/firewallPolicies/.test(String(item['selfLink'])),
  organizationAddressGroups: hasName(/^organizations\/[^/]+\/locations\/[^/]+\/addressGroups\//),
  'networksecurity-addressGroups': hasName(/^projects\/[^/]+\/locations\/[^/]+\/addressGroups\//),
  'networkconnectivity-policyBasedRoutes': hasName(/\/locations\/global\/policyBasedRoutes\//),
  sqlInstances: (item) =>
    item['kind'] === 'sql#instance' ||
    hasAll('databaseVersion', 'backendType')(item) ||
    hasAll('databaseVersion', 'settings')(item),
  'alloydb-clusters': (item) =>
    hasName(/\/locations\/[^/]+\/clusters\/[^/]+$/)(item) &&
    (Object.hasOwn(item, 'clusterType') ||
      Object.hasOwn(item, 'databaseVersion') ||
      Object.hasOwn(item, 'networkConfig')),
  'alloydb-instances': hasName(/\/clusters\/[^/]+\/instances\/[^/]+$/),
  'redis-instances': (item) =>
    hasName(/\/locations\/[^/]+\/instances\/[^/]+$/)(item) &&
    (Object.hasOwn(item, 'redisVersion') || Object.hasOwn(item, 'connectMode')),
  'redis-clusters': (item) =>
    hasName(/\/locations\/[^/]+\/clusters\/[^/]+$/)(item) &&
    (Object.hasOwn(item, 'discoveryEndpoints') || Object.hasOwn(item, 'authorizationMode')),
  'memorystore-instances': (item) =>
    hasName(/\/locations\/[^/]+\/instances\/[^/]+$/)(item) &&
    (Object.hasOwn(item, 'engineVersion') || Object.hasOwn(item, 'discoveryEndpoints')),
  'memcache-instances': (item) =>
    hasName(/\/locations\/[^/]+\/instances\/[^/]+$/)(item) &&
    (Object.hasOwn(item, 'memcacheNodes') || Object.hasOwn(item, 'memcacheVersion')),
  'container-clusters': (item) =>
    Object.hasOwn(item, 'location') &&
    (Object.hasOwn(item, 'masterAuth') ||
      Object.hasOwn(item, 'currentMasterVersion') ||
      Object.hasOwn(item, 'controlPlaneEndpointsConfig') ||
      Object.hasOwn(item, 'nodePools')),
  'run-services': hasName(/\/locations\/[^/]+\/services\/[^/]+$/),
  'cloudfunctions-functions': hasName(/\/locations\/[^/]+\/functions\/[^/]+$/),
  'audit-log': (item) => /\/logs\/cloudaudit\.googleapis\.com/.test(String(item['logName'])),
  buckets: isKind('storage#bucket'),
  computeProject: isKind('compute#project'),
  networkEffectiveFirewalls: (item) =>
    Object.hasOwn(item, 'firewallPolicys') || Object.hasOwn(item, 'firewalls'),
  regionEffectiveFirewalls: (item) =>
    Object.hasOwn(item, 'firewallPolicys') || Object.hasOwn(item, 'firewalls'),
  routerStatus: isKind('compute#routerStatusResponse'),
  instanceGroupMembers: (item) => /\/zones\/[^/]+\/instances\//.test(String(item['instance'])),
  regionInstanceGroupMembers: (item) =>
    /\/zones\/[^/]+\/instances\//.test(String(item['instance'])),
  networkEndpoints: hasAll('networkEndpoint'),
  networkFirewallPolicy: inCollection('firewallPolicies'),
  regionNetworkFirewallPolicy: inCollection('firewallPolicies'),
  sharedVpcHost: isKind('compute#project'),
  sharedVpcResources: hasAll('id', 'type'),
  'run-service-access': (item) => Object.hasOwn(item, 'bindings') || Object.hasOwn(item, 'etag'),
  bucketAccess: (item) => item['kind'] === 'storage#policy' || Object.hasOwn(item, 'bindings'),
};

/** Operations that only a file's own name or place can tell apart from a twin. */
const TWINS: ReadonlySet<string> = new Set(['sharedVpcHost']);

function shapesOf(operation: GcpOperation): readonly AnswerShape[] {
  if (TWINS.has(operation.id)) return [];
  const { answer } = operation;
  const isCompute = COMPUTE_OPERATIONS.includes(operation) && operation.perSubject === undefined;
  const marks =
    MARKS[operation.id] ?? (isCompute ? inCollection(collectionOf(operation)) : () => false);
  const matches = (item: JsonValue) => isJsonObject(item) && marks(item);
  if (operation.id === 'hierarchicalFirewallPolicy') return policyShapes(matches);
  if (answer.kind === 'object') return [{ operation: operation.id, outline: 'object', matches }];
  const key = answer.kind === 'aggregated' ? 'items' : answer.key;
  const list: AnswerShape = {
    operation: operation.id,
    outline: { key },
    matches,
    matchesEmpty: (document) => isEmptyOf(operation, document),
  };
  const array: AnswerShape = { operation: operation.id, outline: 'array', matches };
  if (answer.kind !== 'aggregated') return [list, array];
  const flat = (held: JsonValue) => flattened(held, answer.key);
  return [{ ...list, items: flat }, list, array];
}

/** Hierarchical policies one by one, or as the list of a parent: each tells itself with what it is associated. */
function policyShapes(matches: (item: JsonValue) => boolean): readonly AnswerShape[] {
  const base = { operation: 'hierarchicalFirewallPolicy', matches };
  const subject = (_: JsonValue, items: readonly JsonValue[]) => {
    const [first] = items;
    if (!isJsonObject(first)) return undefined;
    return items.length === 1 ? textOf(first['id']) : textOf(first['parent'])?.replace('/', '-');
  };
  return [
    { ...base, subject, outline: 'object' },
    { ...base, subject, outline: 'array' },
    { ...base, subject, outline: { key: 'items' } },
  ];
}

/** The collection in the self-links of a list's items. */
function collectionOf(operation: GcpOperation): string {
  return operation.answer.kind === 'aggregated' ? operation.answer.key : operation.id;
}

/** The items of an aggregated list, taken out of their scopes; `undefined` where it is none of this kind. */
function flattened(held: JsonValue, key: string): readonly JsonValue[] | undefined {
  if (!isJsonObject(held)) return undefined;
  const items: JsonValue[] = [];
  for (const [scope, part] of Object.entries(held)) {
    if (!/^(global|zones\/|regions\/)/.test(scope) || !isJsonObject(part)) return undefined;
    const list = part[key];
    if (list === undefined) continue;
    if (!Array.isArray(list)) return undefined;
    items.push(...list);
  }
  return items;
}

/** Empty lists of Compute Engine say what they would hold. */
function isEmptyOf(operation: GcpOperation, document: JsonObject): boolean {
  const kind = document['kind'];
  if (typeof kind !== 'string')
    return (
      operation.service !== 'compute' &&
      operation.service !== 'storage' &&
      operation.service !== 'sqladmin'
    );
  const [service = '', name = ''] = kind.toLowerCase().split('#');
  const wanted = collectionOf(operation)
    .toLowerCase()
    .replace(/ies$/, 'y')
    .replace(/(ss)?es$/, '$1e')
    .replace(/s$/, '');
  if (service === 'sql') return operation.id === 'sqlInstances';
  if (service === 'storage') return operation.id === 'buckets' && name === 'buckets';
  return service === 'compute' && (name === `${wanted}list` || name === `${wanted}aggregatedlist`);
}

/** Project and place from the self-links and names inside an answer. */
function locate(operation: string, items: readonly JsonValue[]): Located {
  const known = GCP_OPERATIONS.find((one) => one.id === operation);
  for (const item of items) {
    if (!isJsonObject(item)) continue;
    if (known?.family === 'organization') {
      const organization = /organizations\/(\d+)/.exec(
        `${item['parent']} ${item['name']} ${item['attachmentTarget']}`,
      )?.[1];
      if (organization !== undefined) return { account: organization };
      continue;
    }
    const project = projectIn(item);
    if (project === undefined) continue;
    const place =
      known?.scope === 'regional' ? linkParts(textOf(item['selfLink']))?.location : undefined;
    return { account: project, ...(place === undefined ? {} : { location: place }) };
  }
  return {};
}

function projectIn(item: JsonObject): string | undefined {
  if (typeof item['projectId'] === 'string') return item['projectId'];
  if (item['kind'] === 'compute#project') return textOf(item['name']);
  for (const text of [
    item['selfLink'],
    item['name'],
    item['network'],
    item['instance'],
    item['logName'],
  ]) {
    const project = /(?:^|\/)projects\/([^/]+)\//.exec(textOf(text) ?? '')?.[1];
    if (project !== undefined) return project;
  }
  return textOf(item['project']);
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Google Cloud's part of the offline reader: list responses and the arrays that `gcloud --format=json` writes. */
export const recogniser: Recogniser = {
  answers: GCP_OPERATIONS.flatMap(shapesOf),
  locate,
  continuation: (document) => ({
    more: typeof document['nextPageToken'] === 'string' && document['nextPageToken'] !== '',
  }),
};
