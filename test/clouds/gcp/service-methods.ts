import { type Raw, textOf } from './json.ts';
import { found, list, type Method, method } from './method.ts';
import type { ProjectWorld } from './world.ts';

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

/** What Resource Manager and the other services answer. */
export const SERVICE_METHODS: readonly Method[] = [...hierarchy, ...services];
