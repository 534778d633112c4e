import { effectiveOfNetwork, effectiveOfRegion } from './effective-firewalls.ts';
import { found, list, type Method, method, ofProject, P } from './method.ts';

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

const aggregated: readonly Method[] = AGGREGATED.map(([collection, resource = collection]) =>
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

const globals: readonly Method[] = GLOBAL_LISTS.map((collection) =>
  method(`compute.${collection}.list`, 'compute', `${P}/global/${collection}`, ({ project }) =>
    list('items', project?.compute.get(collection) ?? [], 500, 'maxResults', {
      kind: `compute#${collection.slice(0, -1)}List`,
    }),
  ),
);

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

/** What Compute Engine answers. */
export const COMPUTE_METHODS: readonly Method[] = [...aggregated, ...globals, ...computeSingles];
