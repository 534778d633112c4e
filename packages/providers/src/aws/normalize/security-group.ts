import {
  type FilterRule,
  type Peer,
  type Selector,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { type AddressSet, TransportSet } from '@netposture/network/netset';
import type { Permission, SecurityGroup, SecurityGroupRule } from '../schema/filter.ts';
import { addressesOf } from './address-text.ts';
import { linkLocalExemptions } from './link-local.ts';
import { named } from './naming.ts';
import { prefixListSelector } from './prefix-list.ts';
import type { Scope } from './scope.ts';
import { permissionTransport } from './transport.ts';

type GroupPair = NonNullable<Permission['UserIdGroupPairs']>[number];

/** One permission with one of its peers: what AWS itself calls a security group rule. */
interface Line {
  readonly permission: Permission;
  readonly direction: 'ingress' | 'egress';
  /** The peer as AWS writes it. */
  readonly source: string;
  readonly description: string | undefined;
  readonly peer: Peer;
  readonly stale: string | undefined;
}

/** Addresses of the members of a group, of the family that a reference to it would otherwise miss. */
export type Ipv6Members = (groupId: string, vpcId: string | undefined) => AddressSet;

/** Security groups as filters: stateful, allow rules only, one rule per permission and peer. */
export function normalizeSecurityGroups(scope: Scope, ipv6Members: Ipv6Members): void {
  const ids = ruleIds(scope);
  for (const group of scope.read('DescribeSecurityGroups').items) {
    const account = scope.accountFor(group.OwnerId);
    if (account === undefined) continue;
    const id = scope.announce('filter', group.GroupId, account);
    scope.draft.add({
      kind: 'filter',
      id,
      ...named(group.GroupId, group.Tags, group.GroupName),
      provenance: scope.provenance('DescribeSecurityGroups', group.GroupId, {
        account,
        uri: group.SecurityGroupArn,
        console: `vpcconsole/home#SecurityGroup:groupId=${group.GroupId}`,
      }),
      nativeKind: 'security group',
      stateful: true,
      planes: ['public', 'private'],
      combination: 'any-allow',
      defaults: {
        ingress: { noRule: 'deny', noMatch: 'deny' },
        egress: { noRule: 'deny', noMatch: 'deny' },
      },
      exemptions: linkLocalExemptions,
      isDefault: group.GroupName === 'default',
      rules: rulesOf(scope, group, ids, ipv6Members),
      ...(group.VpcId === undefined ? {} : { network: scope.refer('network', group.VpcId) }),
    });
  }
}

function rulesOf(
  scope: Scope,
  group: SecurityGroup,
  ids: ReadonlyMap<string, string>,
  ipv6Members: Ipv6Members,
): readonly FilterRule[] {
  const seen = new Map<string, number>();
  const lines = [
    ...(group.IpPermissions ?? []).flatMap((permission) =>
      linesOf(scope, group, permission, 'ingress', ipv6Members),
    ),
    ...(group.IpPermissionsEgress ?? []).flatMap((permission) =>
      linesOf(scope, group, permission, 'egress', ipv6Members),
    ),
  ];
  return lines.map((line) => {
    const { IpProtocol, FromPort, ToPort } = line.permission;
    const own =
      (ids.size === 0
        ? undefined
        : ids.get(
            ruleKey(group.GroupId, line.direction === 'egress', line.permission, line.source),
          )) ?? `${line.direction}:${IpProtocol}:${FromPort ?? ''}-${ToPort ?? ''}:${line.source}`;
    // AWS refuses the same rule twice; files that people edit may hold it.
    const repeat = seen.get(own) ?? 0;
    seen.set(own, repeat + 1);
    const transport = permissionTransport(IpProtocol, FromPort, ToPort);
    return {
      id: repeat === 0 ? own : `${own}#${repeat}`,
      direction: line.direction,
      action:
        transport === undefined
          ? {
              kind: 'undetermined',
              cause: unknown(`The protocol or ports of a rule of ${group.GroupId} cannot be read.`),
            }
          : 'allow',
      peer: line.peer,
      transport: transport ?? TransportSet.all,
      label: labelOf(line),
      ...(line.stale === undefined ? {} : { disabled: true }),
      ...(line.description === undefined || line.description === ''
        ? {}
        : { description: line.description }),
    };
  });
}

function linesOf(
  scope: Scope,
  group: SecurityGroup,
  permission: Permission,
  direction: Line['direction'],
  ipv6Members: Ipv6Members,
): readonly Line[] {
  const lines: Line[] = [];
  const add = (source: string, description: string | undefined, peer: Peer, stale?: string) =>
    lines.push({ permission, direction, source, description, peer, stale });
  for (const { CidrIp = '', Description } of permission.IpRanges ?? []) {
    add(CidrIp, Description, cidrPeer(CidrIp));
  }
  for (const { CidrIpv6 = '', Description } of permission.Ipv6Ranges ?? []) {
    add(CidrIpv6, Description, cidrPeer(CidrIpv6));
  }
  for (const { PrefixListId = '', Description } of permission.PrefixListIds ?? []) {
    const selector = prefixListSelector(scope, PrefixListId);
    add(PrefixListId, Description, { kind: 'selector', selector, addresses: 'both' });
  }
  for (const pair of permission.UserIdGroupPairs ?? []) {
    const peer = groupPeer(scope, group, pair, direction, ipv6Members);
    add(pair.GroupId ?? pair.GroupName ?? '', pair.Description, peer, staleness(pair));
  }
  return lines;
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
  direction: Line['direction'],
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

function labelOf(line: Line): string {
  const { IpProtocol, FromPort, ToPort } = line.permission;
  const protocol = IpProtocol === '-1' ? 'all traffic' : (IpProtocol ?? 'unknown protocol');
  const ports =
    FromPort === undefined || IpProtocol === '-1'
      ? ''
      : FromPort === ToPort
        ? ` ${FromPort}`
        : ` ${FromPort}-${ToPort}`;
  const preposition = line.direction === 'ingress' ? 'from' : 'to';
  const stale = line.stale === undefined ? '' : ` (${line.stale})`;
  return `allow ${protocol}${ports} ${preposition} ${line.source}${stale}`;
}

/** The provider's own rule ids, by what the rule says. */
function ruleIds(scope: Scope): ReadonlyMap<string, string> {
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

/** The layer that an interface's groups form: their rules count as one filter. Without any group nothing filters. */
export function groupLayer(scope: Scope, groups: readonly string[]) {
  return {
    kind: 'layer' as const,
    combine: 'pool' as const,
    attachments: groups.map((group) => ({
      filter: scope.refer('filter', group),
      enforcement: 'enforced' as const,
    })),
    whenNone: { ingress: 'allow' as const, egress: 'allow' as const },
    atEnd: { ingress: 'deny' as const, egress: 'deny' as const },
  };
}

/** Where nothing says which groups an interface has. */
export function groupsUnknown(nativeId: string, cause?: Unknown): Unknown {
  return cause ?? unknown(`Nothing says which security groups ${nativeId} has.`);
}
