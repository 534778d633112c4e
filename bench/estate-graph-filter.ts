import type { FilterRule, GraphRecord, Peer } from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { addresses, base, id, transportOf } from './estate-graph-base.ts';
import type { GroupPlan, NetworkPlan, RulePlan } from './estate-plan.ts';

const EVERYWHERE = AddressSet.all.intern();

/**
 * A planned group as a stateful filter.
 *
 * @param members the IPv6 addresses that a reference to a group means as well.
 */
export function groupRecord(
  group: GroupPlan,
  plan: NetworkPlan,
  members: ReadonlyMap<string, AddressSet>,
): GraphRecord {
  const egress: FilterRule = {
    id: 'egress',
    direction: 'egress',
    action: 'allow',
    peer: { kind: 'addresses', set: EVERYWHERE },
    transport: TransportSet.all,
    label: 'allow all',
  };
  const ingress = group.ingress.map(
    (rule, index): FilterRule => ({
      id: `r${index + 1}`,
      direction: 'ingress',
      action: rule.action,
      peer: peerOf(rule.peer, members),
      transport: transportOf(rule.transport),
      label: `rule ${index + 1}`,
    }),
  );
  return {
    ...base('filter', group.name),
    kind: 'filter',
    nativeKind: 'group',
    stateful: true,
    planes: ['public', 'private'],
    combination: group.denies ? 'deny-overrides' : 'any-allow',
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'deny', noMatch: 'deny' },
    },
    exemptions: [],
    isDefault: false,
    rules: [egress, ...ingress],
    network: id('network', plan.name),
  };
}

function peerOf(peer: RulePlan['peer'], members: ReadonlyMap<string, AddressSet>): Peer {
  if (typeof peer === 'string') return { kind: 'addresses', set: addresses(peer) };
  const selected: Peer = {
    kind: 'selector',
    addresses: 'private',
    selector: { kind: 'filter-members', filter: id('filter', peer.group), through: ['peering'] },
  };
  const set = members.get(peer.group);
  return set === undefined
    ? selected
    : { kind: 'any-of', peers: [selected, { kind: 'addresses', set }] };
}

/** The IPv6 addresses of those who carry each group. */
export function ipv6Members({ hosts }: NetworkPlan): ReadonlyMap<string, AddressSet> {
  const byGroup = new Map<string, AddressSet[]>();
  for (const { placement } of hosts) {
    if (placement.ipv6 === undefined) continue;
    for (const group of placement.groups) {
      const sets = byGroup.get(group) ?? [];
      sets.push(AddressSet.parse(placement.ipv6));
      byGroup.set(group, sets);
    }
  }
  return new Map([...byGroup].map(([group, sets]) => [group, AddressSet.unionOf(sets).intern()]));
}

/** A planned border as a stateless filter. */
export function borderRecord(name: string, border: readonly RulePlan[]): GraphRecord {
  const rule = (
    direction: 'ingress' | 'egress',
    priority: number,
    given: Pick<FilterRule, 'action' | 'peer' | 'transport'>,
  ): FilterRule => ({
    id: `${direction}-${priority}`,
    direction,
    priority,
    ...given,
    label: `${priority} ${given.action === 'deny' ? 'deny' : 'allow'}`,
  });
  const rest = {
    action: 'allow',
    peer: { kind: 'addresses', set: EVERYWHERE },
    transport: TransportSet.all,
  } as const;
  const none = new Map<string, AddressSet>();
  return {
    ...base('filter', name),
    kind: 'filter',
    nativeKind: 'list',
    stateful: false,
    planes: ['public', 'private'],
    combination: 'first-match',
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'deny', noMatch: 'deny' },
    },
    exemptions: [],
    isDefault: false,
    rules: [
      ...border.map(({ action, peer, transport }, line) =>
        rule('ingress', line, {
          action,
          peer: peerOf(peer, none),
          transport: transportOf(transport),
        }),
      ),
      rule('ingress', 100, rest),
      rule('egress', 100, rest),
    ],
  };
}
