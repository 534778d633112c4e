import { effectiveOfNetwork, effectiveOfRegion } from './effective-firewalls.ts';
import { type Raw, textOf } from './json.ts';
import type { GcpWorld, ProjectWorld } from './world.ts';

/** A file as people save it. */
export interface SavedFile {
  readonly path: string;
  readonly text: string;
}

/** Lists that are saved as the API answers them; the others as gcloud prints them, a bare array. */
const AS_ANSWERS: ReadonlySet<string> = new Set([
  'instances',
  'networks',
  'forwardingRules',
  'firewalls',
]);

/** The world's answers in files: aggregated and plain list responses, and arrays without anything around them. */
export function rawAnswers(world: GcpWorld): readonly SavedFile[] {
  const projects = world.projects.flatMap((project) => [
    ...computeFiles(project),
    ...serviceFiles(project),
    ...firewallFiles(world, project),
  ]);
  return [...organizationFiles(world), ...projects];
}

function organizationFiles(world: GcpWorld): readonly SavedFile[] {
  const place = `gcp/${world.organization}/global`;
  const nodes = [
    `organizations/${world.organization}`,
    ...world.folders.map((one) => textOf(one, 'name')),
  ];
  return [
    file(`${place}/organizationAddressGroups.json`, { addressGroups: world.addressGroups }),
    ...nodes.flatMap((node) => {
      const subject = node.replace('/', '-');
      const found = world.policies.filter((policy) => policy.targets.includes(node));
      const associations = found.map((policy) => ({
        name: subject,
        attachmentTarget: node,
        firewallPolicyId: policy.id,
        shortName: policy.shortName,
      }));
      const folders = world.folders.filter((one) => one['parent'] === node);
      return [
        file(`${place}/childFolders.${subject}.json`, { folders }),
        file(`${place}/policyAssociations.${subject}.json`, {
          kind: 'compute#firewallPoliciesListAssociationsResponse',
          associations,
        }),
      ];
    }),
    ...world.policies.map((policy) =>
      file(`${place}/hierarchicalFirewallPolicy.${policy.id}.json`, {
        kind: 'compute#firewallPolicy',
        id: policy.id,
        name: policy.id,
        shortName: policy.shortName,
        parent: policy.parent,
        selfLink: `https://www.googleapis.com/compute/v1/locations/global/firewallPolicies/${policy.id}`,
        rules: policy.rules,
        associations: policy.targets.map((node) => ({ name: node, attachmentTarget: node })),
      }),
    ),
  ];
}

function computeFiles(project: ProjectWorld): readonly SavedFile[] {
  const place = `gcp/${project.id}`;
  return [...project.compute].map(([collection, items]) => {
    if (!AS_ANSWERS.has(collection)) return file(`${place}/global/${collection}.json`, items);
    const isGlobal = collection === 'networks' || collection === 'firewalls';
    const kind = `compute#${collection.replace(/s$/, '')}${isGlobal ? 'List' : 'AggregatedList'}`;
    return file(`${place}/global/${collection}.json`, {
      kind,
      items: isGlobal ? items : scoped(collection, items),
    });
  });
}

function scoped(collection: string, items: readonly Raw[]): Raw {
  const scopes = Map.groupBy(
    items,
    (item) =>
      /\/(global|zones\/[^/]+|regions\/[^/]+)\//.exec(textOf(item, 'selfLink'))?.[1] ?? 'global',
  );
  return Object.fromEntries([...scopes].map(([scope, held]) => [scope, { [collection]: held }]));
}

/** The lists of other services, by the name of the operation that reads them. */
const SERVICE_FILES: Readonly<Record<string, string>> = {
  'sqladmin/instances': 'sqlInstances',
  'storage/buckets': 'buckets',
  'logging/entries': 'audit-log',
};

function serviceFiles(project: ProjectWorld): readonly SavedFile[] {
  const place = `gcp/${project.id}/global`;
  const lists = [...project.services].map(([list, items]) =>
    file(`${place}/${SERVICE_FILES[list] ?? list.replace('/', '-')}.json`, items),
  );
  const info = {
    name: `projects/${project.number}`,
    projectId: project.id,
    parent: project.parent,
    state: project.state,
    displayName: project.id,
  };
  return [...lists, file(`${place}/project.json`, info)];
}

/** The answers about single objects: they take their subject from the name of the file. */
function firewallFiles(world: GcpWorld, project: ProjectWorld): readonly SavedFile[] {
  const networks = project.compute.get('networks') ?? [];
  const details = [...project.details].flatMap(([key, items]) => detailFile(project, key, items));
  return [
    ...details,
    ...networks.flatMap((network) => {
      const link = textOf(network, 'selfLink');
      const name = textOf(network, 'name');
      return [
        file(
          `gcp/${project.id}/global/networkEffectiveFirewalls.${name}.json`,
          effectiveOfNetwork(world, project, link),
        ),
        file(
          `gcp/${project.id}/europe-west1/regionEffectiveFirewalls.${name}.json`,
          effectiveOfRegion(world, project, link, 'europe-west1'),
        ),
      ];
    }),
  ];
}

function detailFile(
  project: ProjectWorld,
  key: string,
  items: readonly Raw[],
): readonly SavedFile[] {
  const [what = '', subject = ''] = key.split(' ');
  const [, location = '', collection = '', name = ''] =
    /\/(?:zones|regions)\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(subject) ?? [];
  if (what === 'members') {
    const isZone = subject.includes('/zones/');
    const operation =
      collection === 'networkEndpointGroups'
        ? 'networkEndpoints'
        : isZone
          ? 'instanceGroupMembers'
          : 'regionInstanceGroupMembers';
    return [
      file(`gcp/${project.id}/${location}/${operation}.${name}.json`, {
        kind: 'compute#list',
        items,
      }),
    ];
  }
  if (what === 'iam' && subject.startsWith('run/'))
    return [
      file(`gcp/${project.id}/europe-west1/run-service-access.${subject.slice(4)}.json`, items[0]),
    ];
  if (what === 'iam' && subject.startsWith('bucket/'))
    return [file(`gcp/${project.id}/global/bucketAccess.${subject.slice(7)}.json`, items[0])];
  return [];
}

function file(path: string, document: unknown): SavedFile {
  return { path, text: JSON.stringify(document) };
}
