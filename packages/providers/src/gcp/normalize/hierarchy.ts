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
  const declared = (project: string): UpperPolicies => {
    const gap = reading.gap(projectInfo, project);
    if (gap !== undefined) return { kind: 'unknown', cause: gap };
    const told = reading.of(projectInfo, project)[0];
    // Offline nobody may have saved the project: then its parents are as unknown as they can be.
    if (told === undefined)
      return { kind: 'unknown', cause: unknown(`The parent of ${project} was not read.`) };
    const nodes = ancestorsOf(told.item.parent, folders);
    if (nodes === undefined) {
      return {
        kind: 'unknown',
        cause: unknown(`Not every folder above ${project} could be read.`),
      };
    }
    return policiesOf(nodes, reading);
  };
  return {
    above(project, network) {
      const own = declared(project);
      if (own.kind === 'known') return own;
      return effectiveOn(project, network, reading, own.cause);
    },
  };
}

/** The policies associated with each node of a chain. */
function policiesOf(nodes: readonly string[], reading: Reading): UpperPolicies {
  const organization = nodes[0]?.replace('organizations/', '') ?? '';
  const policies: UpperPolicy[] = [];
  for (const node of nodes) {
    const subject = node.replace('/', '-');
    const gap = reading.gap(associations, organization, 'global', subject);
    if (gap !== undefined) return { kind: 'unknown', cause: gap };
    for (const { item } of reading.of(associations, organization, 'global', subject)) {
      const id = item.firewallPolicyId ?? '';
      const read = reading.of(hierarchicalPolicy, organization, 'global', id)[0];
      const missing = reading.gap(hierarchicalPolicy, organization, 'global', id);
      if (read === undefined || missing !== undefined) {
        return {
          kind: 'unknown',
          cause: missing ?? unknown(`The firewall policy ${id} could not be read.`),
        };
      }
      policies.push({
        account: organization,
        nativeId: `firewallPolicies/${id}`,
        name: read.item.shortName ?? read.item.displayName ?? id,
        rules: read.item.rules,
        told: read,
      });
    }
  }
  return { kind: 'known', policies, assumes: [] };
}

/** What the network's own answer tells, where the organisation itself cannot be read. */
function effectiveOn(
  project: string,
  network: string,
  reading: Reading,
  cause: Unknown,
): UpperPolicies {
  const standing = reading.standing(networkEffective, project, 'global', network);
  if (standing.kind === 'gap')
    return { kind: 'unknown', cause: cause.coverage === undefined ? standing.cause : cause };
  if (standing.kind === 'assumed') return { kind: 'known', policies: [], assumes: [standing.key] };
  const [told] = reading.of(networkEffective, project, 'global', network);
  const found = (told?.item.firewallPolicys ?? []).filter((policy) => policy.type === 'HIERARCHY');
  if (told === undefined) return { kind: 'unknown', cause };
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
