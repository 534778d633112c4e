import { effectiveOfNetwork, effectiveOfRegion } from './effective-firewalls.ts';
import { type Raw, textOf } from './json.ts';
import type { GcpWorld, ProjectWorld } from './world.ts';

/** How a method answers, before paging. */
export type Answer =
  | { readonly kind: 'object'; readonly body: Raw }
  | {
      readonly kind: 'list';
      readonly key: string;
      readonly items: readonly Raw[];
      readonly maximum: number;
      readonly sizeParameter: 'maxResults' | 'pageSize' | undefined;
      readonly extra?: Raw;
    }
  | {
      readonly kind: 'aggregated';
      readonly key: string;
      readonly items: readonly Raw[];
      readonly unreachable: readonly string[];
    }
  | { readonly kind: 'error'; readonly status: number; readonly message: string };

/** What a method is called with. */
export interface Call {
  readonly world: GcpWorld;
  readonly project: ProjectWorld | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** One method of the simulated services. */
export interface Method {
  readonly id: string;
  readonly service: string;
  readonly verb: 'GET' | 'POST';
  readonly path: RegExp;
  /** Query parameters besides those of paging. */
  readonly parameters: readonly string[];
  readonly answer: (call: Call) => Answer;
}

const NOT_FOUND: Answer = { kind: 'error', status: 404, message: 'The resource was not found' };

const P = '/compute/v1/projects/(?<project>[^/]+)';

function method(
  id: string,
  service: string,
  path: string,
  answer: Method['answer'],
  more: Partial<Method> = {},
): Method {
  return {
    id,
    service,
    verb: 'GET',
    path: new RegExp(`^${path}$`),
    parameters: [],
    answer,
    ...more,
  };
}

/** Compute Engine's aggregated lists, by collection and the resource that the method belongs to. */
const AGGREGATED: readonly (readonly [collection: string, resource?: string])[] = [
  ['subnetworks'],
  ['instances'],
  ['firewallPolicies', 'networkFirewallPolicies'],
  ['addresses'],
  ['publicDelegatedPrefixes'],
  ['routers'],
  ['forwardingRules'],
  ['backendServices'],
  ['targetHttpProxies'],
  ['targetHttpsProxies'],
  ['targetTcpProxies'],
  ['urlMaps'],
  ['targetPools'],
  ['targetInstances'],
  ['networkEndpointGroups'],
  ['instanceGroups'],
  ['securityPolicies'],
  ['sslPolicies'],
  ['healthChecks'],
  ['vpnTunnels'],
  ['vpnGateways'],
  ['interconnectAttachments'],
  ['packetMirrorings'],
  ['serviceAttachments'],
  ['networkAttachments'],
];
const GLOBAL_LISTS = [
  'networks',
  'firewalls',
  'routes',
  'backendBuckets',
  'targetSslProxies',
  'targetGrpcProxies',
];

const aggregated = AGGREGATED.map(([collection, resource = collection]) =>
  method(
    `compute.${resource}.aggregatedList`,
    'compute',
    `${P}/aggregated/${collection}`,
    ({ project }) => ({
      kind: 'aggregated',
      key: collection,
      items: project?.compute.get(collection) ?? [],
      unreachable: project?.unreachable ?? [],
    }),
    { parameters: ['returnPartialSuccess'] },
  ),
);

const globals = GLOBAL_LISTS.map((collection) =>
  method(`compute.${collection}.list`, 'compute', `${P}/global/${collection}`, ({ project }) =>
    list('items', project?.compute.get(collection) ?? [], 500, 'maxResults', {
      kind: `compute#${collection.slice(0, -1)}List`,
    }),
  ),
);

function list(
  key: string,
  items: readonly Raw[],
  maximum: number,
  sizeParameter: 'maxResults' | 'pageSize' | undefined,
  extra: Raw = {},
): Answer {
  return { kind: 'list', key, items, maximum, sizeParameter, extra };
}

function ofProject(call: Call, path: string): string {
  return `https://www.googleapis.com/compute/v1/projects/${call.project?.id}/${path}`;
}

function found(body: Raw | undefined): Answer {
  return body === undefined ? NOT_FOUND : { kind: 'object', body };
}

const computeSingles: readonly Method[] = [
  method('compute.projects.get', 'compute', P, ({ project }) =>
    found(
      project && {
        kind: 'compute#project',
        id: project.number,
        name: project.id,
        selfLink: `https://www.googleapis.com/compute/v1/projects/${project.id}`,
        xpnProjectStatus: project.xpnProjectStatus,
        commonInstanceMetadata: {
          items: [{ key: 'startup-script', value: 'export PASSWORD=planted-project-metadata' }],
        },
      },
    ),
  ),
  method('compute.projects.getXpnHost', 'compute', `${P}/getXpnHost`, ({ project }) => ({
    kind: 'object',
    body: project?.xpnHost === undefined ? {} : { kind: 'compute#project', name: project.xpnHost },
  })),
  method(
    'compute.projects.getXpnResources',
    'compute',
    `${P}/getXpnResources`,
    ({ world, project }) =>
      list(
        'resources',
        world.projects
          .filter((one) => one.xpnHost === project?.id)
          .map((one) => ({ id: one.id, type: 'PROJECT' })),
        500,
        'maxResults',
      ),
  ),
  method(
    'compute.networks.getEffectiveFirewalls',
    'compute',
    `${P}/global/networks/(?<name>[^/]+)/getEffectiveFirewalls`,
    (call) =>
      found(
        call.project &&
          effectiveOfNetwork(
            call.world,
            call.project,
            ofProject(call, `global/networks/${call.params['name']}`),
          ),
      ),
  ),
  method(
    'compute.regionNetworkFirewallPolicies.getEffectiveFirewalls',
    'compute',
    `${P}/regions/(?<region>[^/]+)/firewallPolicies/getEffectiveFirewalls`,
    (call) =>
      found(
        call.project &&
          effectiveOfRegion(
            call.world,
            call.project,
            call.query.get('network') ?? '',
            call.params['region'] ?? '',
          ),
      ),
    { parameters: ['network'] },
  ),
  ...(
    [
      ['compute.networkFirewallPolicies.get', 'global'],
      ['compute.regionNetworkFirewallPolicies.get', 'regions/(?<region>[^/]+)'],
    ] as const
  ).map(([id, at]) =>
    method(id, 'compute', `${P}/${at}/firewallPolicies/(?<name>[^/]+)`, (call) => {
      const region = call.params['region'];
      const link = ofProject(
        call,
        `${region === undefined ? 'global' : `regions/${region}`}/firewallPolicies/${call.params['name']}`,
      );
      const policy = call.project?.compute
        .get('firewallPolicies')
        ?.find((one) => one['selfLink'] === link);
      return found(
        policy && {
          ...policy,
          rules: policy['rules'] ?? call.project?.details.get(`rules ${link}`) ?? [],
        },
      );
    }),
  ),
  method(
    'compute.routers.getRouterStatus',
    'compute',
    `${P}/regions/(?<region>[^/]+)/routers/(?<name>[^/]+)/getRouterStatus`,
    (call) => {
      const link = ofProject(
        call,
        `regions/${call.params['region']}/routers/${call.params['name']}`,
      );
      return found(
        call.project?.details.get(`status ${link}`)?.[0] ?? {
          kind: 'compute#routerStatusResponse',
          result: {},
        },
      );
    },
  ),
  ...(
    [
      ['compute.instanceGroups.listInstances', 'zones', 'instanceGroups', 'listInstances'],
      ['compute.regionInstanceGroups.listInstances', 'regions', 'instanceGroups', 'listInstances'],
      [
        'compute.networkEndpointGroups.listNetworkEndpoints',
        'zones',
        'networkEndpointGroups',
        'listNetworkEndpoints',
      ],
    ] as const
  ).map(([id, scope, collection, verb]) =>
    method(
      id,
      'compute',
      `${P}/${scope}/(?<location>[^/]+)/${collection}/(?<name>[^/]+)/${verb}`,
      (call) => {
        const link = ofProject(
          call,
          `${scope}/${call.params['location']}/${collection}/${call.params['name']}`,
        );
        return list('items', call.project?.details.get(`members ${link}`) ?? [], 500, 'maxResults');
      },
      { verb: 'POST' },
    ),
  ),
  method(
    'compute.firewallPolicies.listAssociations',
    'compute',
    '/compute/v1/locations/global/firewallPolicies/listAssociations',
    ({ world, query }) => {
      const node = query.get('targetResource') ?? '';
      const associations = world.policies
        .filter((policy) => policy.targets.includes(node))
        .map((policy) => ({
          name: node.replace('/', '-'),
          attachmentTarget: node,
          firewallPolicyId: policy.id,
          shortName: policy.shortName,
        }));
      return {
        kind: 'object',
        body: { kind: 'compute#firewallPoliciesListAssociationsResponse', associations },
      };
    },
    { parameters: ['targetResource'] },
  ),
  method(
    'compute.firewallPolicies.get',
    'compute',
    '/compute/v1/locations/global/firewallPolicies/(?<id>[^/]+)',
    ({ world, params }) => {
      const policy = world.policies.find((one) => one.id === params['id']);
      return found(
        policy && {
          kind: 'compute#firewallPolicy',
          id: policy.id,
          name: policy.id,
          shortName: policy.shortName,
          parent: policy.parent,
          selfLink: `https://www.googleapis.com/compute/v1/locations/global/firewallPolicies/${policy.id}`,
          rules: policy.rules,
          associations: policy.targets.map((node) => ({ name: node, attachmentTarget: node })),
        },
      );
    },
  ),
];

function resourceOf(project: ProjectWorld): Raw {
  return {
    name: `projects/${project.number}`,
    projectId: project.id,
    ...(project.parent === undefined ? {} : { parent: project.parent }),
    state: project.state,
    displayName: project.id,
  };
}

const hierarchy: readonly Method[] = [
  method(
    'cloudresourcemanager.projects.get',
    'cloudresourcemanager',
    '/v3/projects/(?<project>[^/:]+)',
    ({ project }) =>
      project === undefined
        ? {
            kind: 'error',
            status: 403,
            message: "The caller does not have permission 'resourcemanager.projects.get'",
          }
        : { kind: 'object', body: resourceOf(project) },
  ),
  method(
    'cloudresourcemanager.projects.search',
    'cloudresourcemanager',
    '/v3/projects:search',
    ({ world }) => list('projects', world.projects.map(resourceOf), 500, 'pageSize'),
  ),
  method(
    'cloudresourcemanager.folders.search',
    'cloudresourcemanager',
    '/v3/folders:search',
    ({ world }) => list('folders', world.folders, 500, 'pageSize'),
  ),
  method(
    'cloudresourcemanager.folders.list',
    'cloudresourcemanager',
    '/v3/folders',
    ({ world, query }) =>
      list(
        'folders',
        world.folders.filter((one) => one['parent'] === query.get('parent')),
        500,
        'pageSize',
      ),
    { parameters: ['parent'] },
  ),
  method(
    'cloudresourcemanager.effectiveTags.list',
    'cloudresourcemanager',
    '/v3/effectiveTags',
    ({ world, query }) => {
      const [, number = '', id = ''] =
        /projects\/([^/]+)\/zones\/[^/]+\/instances\/(.+)$/.exec(query.get('parent') ?? '') ?? [];
      const project = world.projects.find((one) => one.number === number);
      return list('effectiveTags', project?.details.get(`tags ${id}`) ?? [], 300, 'pageSize');
    },
    { parameters: ['parent'] },
  ),
];

/** Lists of the other services: method, service, path, key, largest page, and the world's list. */
const LOCATION_LISTS: readonly (readonly [
  id: string,
  service: string,
  path: string,
  key: string,
])[] = [
  [
    'networksecurity.projects.locations.addressGroups.list',
    'networksecurity',
    '/v1/projects/(?<project>[^/]+)/locations/-/addressGroups',
    'addressGroups',
  ],
  [
    'networkconnectivity.projects.locations.global.policyBasedRoutes.list',
    'networkconnectivity',
    '/v1/projects/(?<project>[^/]+)/locations/global/policyBasedRoutes',
    'policyBasedRoutes',
  ],
  [
    'alloydb.projects.locations.clusters.list',
    'alloydb',
    '/v1/projects/(?<project>[^/]+)/locations/-/clusters',
    'clusters',
  ],
  [
    'alloydb.projects.locations.clusters.instances.list',
    'alloydb',
    '/v1/projects/(?<project>[^/]+)/locations/-/clusters/-/instances',
    'instances',
  ],
  [
    'redis.projects.locations.instances.list',
    'redis',
    '/v1/projects/(?<project>[^/]+)/locations/-/instances',
    'instances',
  ],
  [
    'redis.projects.locations.clusters.list',
    'redis',
    '/v1/projects/(?<project>[^/]+)/locations/-/clusters',
    'clusters',
  ],
  [
    'memorystore.projects.locations.instances.list',
    'memorystore',
    '/v1/projects/(?<project>[^/]+)/locations/-/instances',
    'instances',
  ],
  [
    'memcache.projects.locations.instances.list',
    'memcache',
    '/v1/projects/(?<project>[^/]+)/locations/-/instances',
    'instances',
  ],
  [
    'run.projects.locations.services.list',
    'run',
    '/v2/projects/(?<project>[^/]+)/locations/-/services',
    'services',
  ],
  [
    'cloudfunctions.projects.locations.functions.list',
    'cloudfunctions',
    '/v2/projects/(?<project>[^/]+)/locations/-/functions',
    'functions',
  ],
];

const services: readonly Method[] = [
  ...LOCATION_LISTS.map(([id, service, path, key]) =>
    method(id, service, path, ({ project }) =>
      list(key, project?.services.get(`${service}/${key}`) ?? [], 1000, 'pageSize'),
    ),
  ),
  method(
    'networksecurity.organizations.locations.addressGroups.list',
    'networksecurity',
    '/v1/organizations/(?<organization>[^/]+)/locations/-/addressGroups',
    ({ world }) => list('addressGroups', world.addressGroups, 1000, 'pageSize'),
  ),
  method(
    'sql.instances.list',
    'sqladmin',
    '/v1/projects/(?<project>[^/]+)/instances',
    ({ project }) =>
      list('items', project?.services.get('sqladmin/instances') ?? [], 1000, 'maxResults', {
        kind: 'sql#instancesList',
      }),
  ),
  method(
    'container.projects.locations.clusters.list',
    'container',
    '/v1/projects/(?<project>[^/]+)/locations/-/clusters',
    ({ project }) =>
      list(
        'clusters',
        project?.services.get('container/clusters') ?? [],
        Number.POSITIVE_INFINITY,
        undefined,
      ),
  ),
  method(
    'run.projects.locations.services.getIamPolicy',
    'run',
    '/v2/projects/(?<project>[^/]+)/locations/(?<location>[^/]+)/services/(?<name>[^/:]+):getIamPolicy',
    ({ project, params }) =>
      found(project?.details.get(`iam run/${params['name']}`)?.[0] ?? { etag: 'x' }),
  ),
  method(
    'storage.buckets.list',
    'storage',
    '/storage/v1/b',
    ({ world, query }) => {
      const project = world.projects.find((one) => one.id === query.get('project'));
      return list('items', project?.services.get('storage/buckets') ?? [], 1000, 'maxResults', {
        kind: 'storage#buckets',
      });
    },
    { parameters: ['project', 'projection'] },
  ),
  method(
    'storage.buckets.getIamPolicy',
    'storage',
    '/storage/v1/b/(?<name>[^/]+)/iam',
    ({ world, params }) => {
      const name = params['name'] ?? '';
      const owner = world.projects.find((one) =>
        one.services.get('storage/buckets')?.some((bucket) => textOf(bucket, 'name') === name),
      );
      return found(
        owner &&
          (owner.details.get(`iam bucket/${name}`)?.[0] ?? {
            kind: 'storage#policy',
            bindings: [],
          }),
      );
    },
  ),
];

/** Every method that the simulation knows. */
export const METHODS: readonly Method[] = [
  ...aggregated,
  ...globals,
  ...computeSingles,
  ...hierarchy,
  ...services,
];
