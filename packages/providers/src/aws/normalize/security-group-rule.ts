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

/** References to groups by network and direction of the rule, each made once: rules that refer to one group share its peer. */
export type SharedReferences = Map<string, References>;

type References = Map<string, { readonly owner: string | undefined; readonly peer: Peer }>;

function referencesOf(shared: SharedReferences, key: string): References {
  let references = shared.get(key);
  if (references === undefined) {
    references = new Map();
    shared.set(key, references);
  }
  return references;
}

/** The rules of a group, each one permission with one of its peers: what AWS itself calls a security group rule. */
export function rulesOfGroup(
  scope: Scope,
  group: SecurityGroup,
  ids: RuleIds,
  ipv6Members: Ipv6Members,
  shared: SharedReferences,
): readonly FilterRule[] {
  const rules: FilterRule[] = [];
  const seen: Seen = new Map();
  for (const [direction, permissions = []] of [
    ['ingress', group.IpPermissions],
    ['egress', group.IpPermissionsEgress],
  ] as const) {
    const references = referencesOf(shared, `${direction} ${group.VpcId ?? ''}`);
    for (const permission of permissions)
      addRules(rules, seen, scope, group, permission, direction, ids, ipv6Members, references);
  }
  return rules;
}

/** The ids of the rules so far by the text of their peer: most peers occur once. */
type Seen = Map<string, string | string[]>;

/** How many rules of the peer have this id already; writes it down. */
function countSeen(seen: Seen, source: string, id: string): number {
  const alike = seen.get(source);
  if (alike === undefined) {
    seen.set(source, id);
    return 0;
  }
  const ids = typeof alike === 'string' ? [alike] : alike;
  const count = ids.filter((known) => known === id).length;
  ids.push(id);
  seen.set(source, ids);
  return count;
}

function addRules(
  rules: FilterRule[],
  seen: Seen,
  scope: Scope,
  group: SecurityGroup,
  permission: Permission,
  direction: Direction,
  ids: RuleIds,
  ipv6Members: Ipv6Members,
  references: References,
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
    const repeat = countSeen(seen, source, own);
    const id = repeat === 0 ? own : `${own}#${repeat}`;
    const label = stale === undefined ? labelHead + source : `${labelHead}${source} (${stale})`;
    const rule: FilterRule = { id, direction, action, peer, transport, label };
    const isDescribed = description !== undefined && description !== '';
    // By far the most have neither: no copy is made of them.
    rules.push(
      stale === undefined && !isDescribed
        ? rule
        : {
            ...rule,
            ...(stale === undefined ? undefined : { disabled: true }),
            ...(isDescribed ? { description } : undefined),
          },
    );
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
    const peer = groupPeer(scope, group, pair, direction, ipv6Members, references);
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

const peersOfSets = new WeakMap<AddressSet, Peer>();

/** One object for all prefixes that are one set: a text that repeats is read as one. */
function cidrPeer(text: string): Peer {
  const set = addressesOf(text);
  if (set === undefined)
    return { kind: 'undetermined', cause: unknown(`${text} is not a prefix.`) };
  let peer = peersOfSets.get(set);
  if (peer === undefined) {
    peer = { kind: 'addresses', set };
    peersOfSets.set(set, peer);
  }
  return peer;
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
  references: References,
): Peer {
  const { GroupId: referenced, UserId: owner } = pair;
  if (referenced === undefined) {
    const cause = unknown(
      `The group ${pair.GroupName ?? ''} of ${owner ?? 'another account'} is named without its id.`,
    );
    return { kind: 'undetermined', cause };
  }
  const known = references.get(referenced);
  if (known !== undefined && known.owner === owner) return known.peer;
  const isAccount = owner !== undefined && /^\d{12}$/.test(owner);
  const filter = scope.refer('filter', referenced, isAccount ? owner : undefined);
  const selector: Selector = {
    kind: 'filter-members',
    filter,
    through: direction === 'ingress' ? ['peering', 'transit'] : ['peering'],
  };
  const members: Peer = { kind: 'selector', selector, addresses: 'private' };
  const set = ipv6Members(referenced, group.VpcId);
  const peer: Peer = set.isEmpty
    ? members
    : { kind: 'any-of', peers: [members, { kind: 'addresses', set }] };
  references.set(referenced, { owner, peer });
  return peer;
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
