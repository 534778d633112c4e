import { type FilterRule, type Peer, type Selector, unknown } from '@netposture/network/graph';
import { type AddressSet, TransportSet } from '@netposture/network/netset';
import type { Permission, SecurityGroup, SecurityGroupRule } from '../schema/filter.ts';
import { addressesOf } from './address-text.ts';
import { prefixListSelector } from './prefix-list.ts';
import type { Scope } from './scope.ts';
import { permissionTransport } from './transport.ts';

type GroupPair = NonNullable<Permission['UserIdGroupPairs']>[number];

type Direction = FilterRule['direction'];

/** Addresses of the members of a group, of the family that a reference to it would otherwise miss. */
export type Ipv6Members = (groupId: string, vpcId: string | undefined) => AddressSet;

/** The provider's own rule ids, by what the rule says. */
export type RuleIds = ReadonlyMap<string, string>;

/** The rules of a group, each one permission with one of its peers: what AWS itself calls a security group rule. */
export function rulesOfGroup(
  scope: Scope,
  group: SecurityGroup,
  ids: RuleIds,
  ipv6Members: Ipv6Members,
): readonly FilterRule[] {
  const rules: FilterRule[] = [];
  const seen = new Map<string, string[]>();
  for (const permission of group.IpPermissions ?? [])
    addRules(rules, seen, scope, group, permission, 'ingress', ids, ipv6Members);
  for (const permission of group.IpPermissionsEgress ?? [])
    addRules(rules, seen, scope, group, permission, 'egress', ids, ipv6Members);
  return rules;
}

function addRules(
  rules: FilterRule[],
  seen: Map<string, string[]>,
  scope: Scope,
  group: SecurityGroup,
  permission: Permission,
  direction: Direction,
  ids: RuleIds,
  ipv6Members: Ipv6Members,
): void {
  const { IpProtocol, FromPort, ToPort } = permission;
  const known = sharedTransport(IpProtocol, FromPort, ToPort);
  const transport = known ?? TransportSet.all;
  const action: FilterRule['action'] =
    known === undefined
      ? {
          kind: 'undetermined',
          cause: unknown(`The protocol or ports of a rule of ${group.GroupId} cannot be read.`),
        }
      : 'allow';
  const idHead = `${direction}:${IpProtocol}:${FromPort ?? ''}-${ToPort ?? ''}:`;
  const labelHead = labelOf(permission, direction);
  const add = (source: string, description: string | undefined, peer: Peer, stale?: string) => {
    const given =
      ids.size === 0
        ? undefined
        : ids.get(ruleKey(group.GroupId, direction === 'egress', permission, source));
    const own = given ?? idHead + source;
    // AWS refuses the same rule twice; files that people edit may hold it. Rules of two peers are never the same.
    const alike = seen.get(source);
    const repeat = alike?.filter((id) => id === own).length ?? 0;
    if (alike === undefined) seen.set(source, [own]);
    else alike.push(own);
    rules.push({
      id: repeat === 0 ? own : `${own}#${repeat}`,
      direction,
      action,
      peer,
      transport,
      label: stale === undefined ? labelHead + source : `${labelHead}${source} (${stale})`,
      ...(stale === undefined ? undefined : { disabled: true }),
      ...(description === undefined || description === '' ? undefined : { description }),
    });
  };
  for (const { CidrIp = '', Description } of permission.IpRanges ?? [])
    add(CidrIp, Description, cidrPeer(CidrIp));
  for (const { CidrIpv6 = '', Description } of permission.Ipv6Ranges ?? [])
    add(CidrIpv6, Description, cidrPeer(CidrIpv6));
  for (const { PrefixListId = '', Description } of permission.PrefixListIds ?? []) {
    const selector = prefixListSelector(scope, PrefixListId);
    add(PrefixListId, Description, { kind: 'selector', selector, addresses: 'both' });
  }
  for (const pair of permission.UserIdGroupPairs ?? []) {
    const peer = groupPeer(scope, group, pair, direction, ipv6Members);
    add(pair.GroupId ?? pair.GroupName ?? '', pair.Description, peer, staleness(pair));
  }
}

const transports = new Map<string, TransportSet>();

/** A bound, so that a long-lived process does not grow: protocols with ports that repeat are few. */
const MOST_REMEMBERED = 20_000;

/** The packets of a permission, as one object for all that say the same: comparing them is then cheap. */
function sharedTransport(
  protocol: string | undefined,
  from: number | undefined,
  to: number | undefined,
): TransportSet | undefined {
  const key = `${protocol} ${from} ${to}`;
  const known = transports.get(key);
  if (known !== undefined) return known;
  const set = permissionTransport(protocol, from, to)?.intern();
  if (set === undefined) return undefined;
  if (transports.size >= MOST_REMEMBERED) transports.clear();
  transports.set(key, set);
  return set;
}

function cidrPeer(text: string): Peer {
  const set = addressesOf(text);
  if (set !== undefined) return { kind: 'addresses', set };
  return { kind: 'undetermined', cause: unknown(`${text} is not a prefix.`) };
}

/**
 * A reference means the private addresses of the members, also across an active peering; across a transit gateway
 * for ingress only. IPv6 addresses of members in the group's own network are added as addresses, because every IPv6
 * address counts as public elsewhere in the model (semantics.md, L-A2).
 */
function groupPeer(
  scope: Scope,
  group: SecurityGroup,
  pair: GroupPair,
  direction: Direction,
  ipv6Members: Ipv6Members,
): Peer {
  const { GroupId: referenced, UserId: owner } = pair;
  if (referenced === undefined) {
    const cause = unknown(
      `The group ${pair.GroupName ?? ''} of ${owner ?? 'another account'} is named without its id.`,
    );
    return { kind: 'undetermined', cause };
  }
  const isAccount = owner !== undefined && /^\d{12}$/.test(owner);
  const filter = scope.refer('filter', referenced, isAccount ? owner : undefined);
  const selector: Selector = {
    kind: 'filter-members',
    filter,
    through: direction === 'ingress' ? ['peering', 'transit'] : ['peering'],
  };
  const members: Peer = { kind: 'selector', selector, addresses: 'private' };
  const set = ipv6Members(referenced, group.VpcId);
  return set.isEmpty ? members : { kind: 'any-of', peers: [members, { kind: 'addresses', set }] };
}

/** Why a reference matches nothing any more. */
function staleness(pair: GroupPair): string | undefined {
  const { PeeringStatus: status } = pair;
  if (status === undefined || status === 'active') return undefined;
  return `stale: the peering is ${status}`;
}

/** The permission in words, up to its peer. */
function labelOf(permission: Permission, direction: Direction): string {
  const { IpProtocol, FromPort, ToPort } = permission;
  const protocol = IpProtocol === '-1' ? 'all traffic' : (IpProtocol ?? 'unknown protocol');
  const ports =
    FromPort === undefined || IpProtocol === '-1'
      ? ''
      : FromPort === ToPort
        ? ` ${FromPort}`
        : ` ${FromPort}-${ToPort}`;
  return `allow ${protocol}${ports} ${direction === 'ingress' ? 'from' : 'to'} `;
}

/** The provider's own rule ids of a place, where they were read. */
export function ruleIds(scope: Scope): RuleIds {
  const ids = new Map<string, string>();
  for (const rule of scope.read('DescribeSecurityGroupRules').items) {
    const source = sourceOf(rule);
    if (source === undefined || rule.GroupId === undefined) continue;
    ids.set(ruleKey(rule.GroupId, rule.IsEgress === true, rule, source), rule.SecurityGroupRuleId);
  }
  return ids;
}

function sourceOf(rule: SecurityGroupRule): string | undefined {
  return rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
}

function ruleKey(
  group: string,
  egress: boolean,
  ports: Pick<Permission, 'IpProtocol' | 'FromPort' | 'ToPort'>,
  source: string,
): string {
  // One API leaves ports out where the other writes -1.
  const port = (number: number | undefined) => (number === undefined ? -1 : number);
  return `${group} ${egress} ${ports.IpProtocol} ${port(ports.FromPort)} ${port(ports.ToPort)} ${source}`;
}
