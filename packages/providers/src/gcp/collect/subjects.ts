import type { Observation } from '../../observation.ts';
import { parseItems } from '../../observation.ts';
import { linkParts, projectOfLink } from '../link.ts';
import type { GcpOperation } from '../operation.ts';
import * as compute from '../operations/compute.ts';
import { effectiveTags } from '../operations/hierarchy.ts';
import * as services from '../operations/services.ts';
import type { PolicyItem } from '../schema/hierarchy.ts';
import type { Asked } from './ask.ts';

/** One call that follows from the answer of another. */
export interface FollowUp {
  readonly operation: GcpOperation;
  readonly asked: Asked;
}

/** What the lists of a project tell to ask next, one object at a time. */
export function followUps(account: string, lists: readonly Observation[]): readonly FollowUp[] {
  const read = <Item>(operation: GcpOperation<Item>): readonly Item[] =>
    lists
      .filter((observation) => observation.operation === operation.id)
      .flatMap((observation) => parseItems(observation, operation).items);
  return [
    ...read(compute.networkPolicies).flatMap(rulesOfPolicy),
    ...effectiveOfNetworks(account, read),
    ...read(compute.routers).flatMap(({ name, selfLink, nats }) =>
      nats === undefined ? [] : [subjectAt(compute.routerStatus, selfLink, name)],
    ),
    ...read(compute.instanceGroups).map(({ name, selfLink }) => {
      const zonal = linkParts(selfLink)?.scope === 'zones';
      const operation = zonal ? compute.zoneGroupMembers : compute.regionGroupMembers;
      return subjectAt(operation, selfLink, name, { body: { instanceState: 'ALL' } });
    }),
    ...read(compute.endpointGroups).flatMap(({ name, selfLink }) =>
      linkParts(selfLink)?.scope === 'zones'
        ? [subjectAt(compute.zoneEndpoints, selfLink, name, { body: { healthStatus: 'SKIP' } })]
        : [],
    ),
    ...read(compute.computeProject).flatMap(({ xpnProjectStatus }) =>
      xpnProjectStatus === 'HOST'
        ? [{ operation: compute.sharedResources, asked: { subject: account } }]
        : [],
    ),
    ...read(services.runServices).map(({ name }) => {
      const [, , , location = '', , subject = ''] = name.split('/');
      return { operation: services.runAccess, asked: { location, subject } };
    }),
    ...read(services.buckets).map(({ name }) => ({
      operation: services.bucketAccess,
      asked: { subject: name },
    })),
  ];
}

/** Whether a policy rule speaks of secure tags, so that the tags of the instances matter. */
export function mentionsSecureTags(policies: readonly Pick<PolicyItem, 'rules'>[]): boolean {
  return policies.some(({ rules }) =>
    rules?.some(
      (rule) => rule.targetSecureTags !== undefined || rule.match?.srcSecureTags !== undefined,
    ),
  );
}

/** Asks for the secure tags of every instance. */
export function tagFollowUps(projectNumber: string, instances: Observation): readonly FollowUp[] {
  return parseItems(instances, compute.instances).items.flatMap(({ name, id, selfLink }) => {
    const location = linkParts(selfLink)?.location;
    if (location === undefined || id === undefined) return [];
    const parent = `//compute.googleapis.com/projects/${projectNumber}/zones/${location}/instances/${id}`;
    return [{ operation: effectiveTags, asked: { location, subject: name, query: { parent } } }];
  });
}

/** Lists may leave out the rules of a policy; every policy has some, the closing ones at least. */
function rulesOfPolicy(policy: PolicyItem): readonly FollowUp[] {
  if (policy.rules !== undefined || policy.selfLink === undefined) return [];
  const regional = linkParts(policy.selfLink)?.scope === 'regions';
  const operation = regional ? compute.regionPolicy : compute.networkPolicy;
  return [subjectAt(operation, policy.selfLink, policy.name)];
}

/**
 * System policies are told by the answers about one region only, so every region is asked in which something stands
 * that they could protect; the subnets of a Shared VPC host count, since the instances are in other projects.
 */
function effectiveOfNetworks(
  account: string,
  read: <Item>(operation: GcpOperation<Item>) => readonly Item[],
): readonly FollowUp[] {
  const isHost = read(compute.computeProject).some((item) => item.xpnProjectStatus === 'HOST');
  const regions = new Map<string, Set<string>>();
  const note = (network: string | undefined, region: string | undefined) => {
    if (network === undefined || region === undefined || projectOfLink(network) !== account) return;
    const known = regions.get(network) ?? new Set();
    regions.set(network, known.add(region));
  };
  for (const instance of read(compute.instances)) {
    const region = linkParts(instance.selfLink)?.region;
    for (const card of instance.networkInterfaces ?? []) note(card.network, region);
  }
  if (isHost) {
    for (const { network, selfLink } of read(compute.subnetworks))
      note(network, linkParts(selfLink)?.region);
  }
  return read(compute.networks).flatMap(({ name, selfLink }) => [
    { operation: compute.networkEffective, asked: { subject: name } },
    ...[...(regions.get(selfLink) ?? [])].sort().map((location) => ({
      operation: compute.regionEffective,
      asked: { location, subject: name, query: { network: selfLink } },
    })),
  ]);
}

function subjectAt(
  operation: GcpOperation,
  selfLink: string,
  subject: string,
  more: Omit<Asked, 'location' | 'subject'> = {},
): FollowUp {
  const location = linkParts(selfLink)?.location ?? 'global';
  return { operation, asked: { location, subject, ...more } };
}
