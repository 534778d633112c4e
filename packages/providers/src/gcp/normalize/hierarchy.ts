import { type CoverageKey, type Unknown, unknown } from '@netposture/network/graph';
import { networkEffective } from '../operations/compute.ts';
import {
  associations,
  foldersBelow,
  foldersIn,
  hierarchicalPolicy,
  projectInfo,
} from '../operations/hierarchy.ts';
import type { EffectivePolicy, PolicyItem } from '../schema/hierarchy.ts';
import { ancestorsOf } from '../tree.ts';
import type { Reading, Told } from './reading.ts';

/** A policy in force above the VPC rules of a network. */
export interface UpperPolicy {
  /** Where the record of it belongs. */
  readonly account: string;
  readonly nativeId: string;
  readonly name: string;
  readonly rules: PolicyItem['rules'];
  readonly told: Pick<Told<unknown>, 'account' | 'operation'>;
}

/** The hierarchical policies of a network, top down; or why they are not known. */
export type UpperPolicies =
  | {
      readonly kind: 'known';
      readonly policies: readonly UpperPolicy[];
      readonly assumes: readonly CoverageKey[];
    }
  | { readonly kind: 'unknown'; readonly cause: Unknown };

/** The tree above the projects, as far as it was read. */
export interface Hierarchy {
  /** Policies in force on every network of a project; `network` matters for what only its own answer tells. */
  readonly above: (project: string, network: string) => UpperPolicies;
}

/** Reads the tree once. */
export function hierarchyOf(reading: Reading): Hierarchy {
  const folders = new Map(
    [...reading.all(foldersBelow), ...reading.all(foldersIn)].map(({ item }) => [item.name, item]),
  );
  const policies = new Map(
    reading.all(hierarchicalPolicy).map((told) => [told.item.id ?? told.item.name, told]),
  );
  const declared = (project: string): UpperPolicies => {
    const standing = reading.standing(projectInfo, project);
    if (standing.kind === 'gap') return { kind: 'unknown', cause: standing.cause };
    if (standing.kind === 'assumed') return aboveNobody(policies, standing.key);
    const told = reading.of(projectInfo, project)[0];
    if (told === undefined) {
      return { kind: 'unknown', cause: unknown(`The parent of ${project} was not read.`) };
    }
    const nodes = ancestorsOf(told.item.parent, folders);
    if (nodes === undefined) {
      return {
        kind: 'unknown',
        cause: unknown(`Not every folder above ${project} could be read.`),
      };
    }
    return policiesOf(nodes, policies, reading);
  };
  return {
    above(project, network) {
      const own = declared(project);
      if (own.kind === 'known') return own;
      return effectiveOn(project, network, reading, own.cause, policies.size > 0);
    },
  };
}

type PoliciesById = ReadonlyMap<string, Told<PolicyItem>>;

/**
 * Files without the project itself: policies that are all associated with one organisation are taken to stand above it,
 * which every answer that leans on it says.
 */
function aboveNobody(policies: PoliciesById, assumed: CoverageKey): UpperPolicies {
  const targets = [...policies.values()].flatMap(({ item }) => targetsOf(item));
  const [node] = targets;
  const isOne = node?.startsWith('organizations/') === true && targets.every((one) => one === node);
  if (!isOne) {
    return { kind: 'unknown', cause: unknown('No file tells the parent of the project.', assumed) };
  }
  const found = [...policies].map(([id, told]) => upperPolicy(told, id));
  return { kind: 'known', policies: found, assumes: [assumed] };
}

function targetsOf(policy: PolicyItem): readonly string[] {
  return (policy.associations ?? []).flatMap(({ attachmentTarget }) =>
    attachmentTarget === undefined ? [] : [nodeIn(attachmentTarget)],
  );
}

/** `organizations/1` and `folders/2`, however the target was written. */
function nodeIn(target: string): string {
  return /(?:organizations|folders)\/\d+/.exec(target)?.[0] ?? target;
}

function upperPolicy(told: Told<PolicyItem>, id: string): UpperPolicy {
  const { item, account } = told;
  return {
    account,
    nativeId: `firewallPolicies/${id}`,
    name: item.shortName ?? item.displayName ?? id,
    rules: item.rules,
    told,
  };
}

/** The policies associated with each node of a chain. */
function policiesOf(
  nodes: readonly string[],
  policies: PoliciesById,
  reading: Reading,
): UpperPolicies {
  const organization = nodes[0]?.replace('organizations/', '') ?? '';
  const found: UpperPolicy[] = [];
  const assumes: CoverageKey[] = [];
  for (const node of nodes) {
    const subject = node.replace('/', '-');
    const standing = reading.standing(associations, organization, 'global', subject);
    if (standing.kind === 'gap') return { kind: 'unknown', cause: standing.cause };
    if (standing.kind === 'assumed') assumes.push(standing.key);
    const ids =
      standing.kind === 'assumed'
        ? [...policies].filter(([, { item }]) => targetsOf(item).includes(node)).map(([id]) => id)
        : reading
            .of(associations, organization, 'global', subject)
            .map(({ item }) => item.firewallPolicyId ?? '');
    for (const id of ids) {
      const told = policies.get(id);
      const missing = reading.gap(hierarchicalPolicy, organization, 'global', id);
      if (told === undefined) {
        const cause = missing ?? unknown(`The firewall policy ${id} could not be read.`);
        return { kind: 'unknown', cause };
      }
      found.push(upperPolicy(told, id));
    }
  }
  return { kind: 'known', policies: found, assumes };
}

/** What the network's own answer tells, where the organisation itself cannot be read. */
function effectiveOn(
  project: string,
  network: string,
  reading: Reading,
  cause: Unknown,
  hasPolicies: boolean,
): UpperPolicies {
  const standing = reading.standing(networkEffective, project, 'global', network);
  if (standing.kind === 'gap') {
    return { kind: 'unknown', cause: cause.coverage === undefined ? standing.cause : cause };
  }
  if (standing.kind === 'assumed') {
    // That there are none cannot be assumed where some are there to be seen.
    if (hasPolicies) return { kind: 'unknown', cause };
    return { kind: 'known', policies: [], assumes: [standing.key] };
  }
  const [told] = reading.of(networkEffective, project, 'global', network);
  if (told === undefined) return { kind: 'unknown', cause };
  const found = (told.item.firewallPolicys ?? []).filter((policy) => policy.type === 'HIERARCHY');
  return {
    kind: 'known',
    policies: found.map((policy) => effectivePolicy(policy, project, network, told)),
    assumes: [],
  };
}

/** A policy as an effective answer holds it. */
export function effectivePolicy(
  policy: EffectivePolicy,
  project: string,
  network: string,
  told: Pick<Told<unknown>, 'account' | 'operation'>,
  region?: string,
): UpperPolicy {
  const id = policy.name ?? policy.shortName ?? policy.displayName ?? 'unnamed';
  const place = region === undefined ? '' : `${region}/`;
  return {
    account: project,
    nativeId: `networks/${network}/effective/${place}${id}`,
    name: policy.shortName ?? policy.displayName ?? id,
    rules: policy.rules,
    told,
  };
}
