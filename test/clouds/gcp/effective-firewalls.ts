import { type Raw, rowsOf, textOf } from './json.ts';
import type { GcpWorld, ProjectWorld } from './world.ts';

/** The nodes above a project, the organisation first. */
export function nodesAbove(world: GcpWorld, project: ProjectWorld): readonly string[] {
  const chain: string[] = [];
  for (let node = project.parent; node !== undefined; ) {
    chain.unshift(node);
    const folder = world.folders.find((one) => one['name'] === node);
    node = folder === undefined ? undefined : textOf(folder, 'parent');
  }
  return chain;
}

/** What `networks.getEffectiveFirewalls` answers: hierarchical and global policies, and the VPC rules. */
export function effectiveOfNetwork(world: GcpWorld, project: ProjectWorld, network: string): Raw {
  return {
    firewallPolicys: [
      ...hierarchical(world, project),
      ...networkPolicies(project, network, undefined),
    ],
    firewalls: (project.compute.get('firewalls') ?? []).filter(
      (rule) => rule['network'] === network,
    ),
  };
}

/** What `regionNetworkFirewallPolicies.getEffectiveFirewalls` answers: the same with the region's and Google's own. */
export function effectiveOfRegion(
  world: GcpWorld,
  project: ProjectWorld,
  network: string,
  region: string,
): Raw {
  const system = project.systemPolicies
    .filter((one) => one.network === network && one.region === region)
    .map(({ policy }) => ({ type: 'SYSTEM_REGIONAL', ...policy }));
  return {
    firewallPolicys: [
      // This answer alone has no short names (schema of its policies, 2026-09-22).
      ...hierarchical(world, project).map(({ shortName: _, ...policy }) => policy),
      ...system,
      ...networkPolicies(project, network, undefined),
      ...networkPolicies(project, network, region),
    ],
    firewalls: (project.compute.get('firewalls') ?? []).filter(
      (rule) => rule['network'] === network,
    ),
  };
}

function hierarchical(world: GcpWorld, project: ProjectWorld): readonly Raw[] {
  return nodesAbove(world, project).flatMap((node) =>
    world.policies
      .filter((policy) => policy.targets.includes(node))
      .map(({ id, shortName, rules }) => ({
        name: id,
        shortName,
        displayName: shortName,
        type: 'HIERARCHY',
        rules,
      })),
  );
}

function networkPolicies(
  project: ProjectWorld,
  network: string,
  region: string | undefined,
): readonly Raw[] {
  const all = project.compute.get('firewallPolicies') ?? [];
  const found = all.flatMap((policy) => {
    const at = /\/regions\/([^/]+)\//.exec(textOf(policy, 'selfLink'))?.[1];
    const link = rowsOf(policy, 'associations').find((one) => one['attachmentTarget'] === network);
    if (link === undefined || at !== region) return [];
    const type = region === undefined ? 'NETWORK' : 'NETWORK_REGIONAL';
    const priority = typeof link['priority'] === 'number' ? link['priority'] : 1000;
    return [
      { name: policy['name'], type, priority, rules: policy['rules'], tie: textOf(link, 'name') },
    ];
  });
  found.sort((a, b) => a.priority - b.priority || (a.tie < b.tie ? -1 : 1));
  return found.map(({ tie: _, ...policy }) => policy);
}
