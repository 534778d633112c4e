import { type FilterRule, type ResourceId, unknown } from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import type { NetworkAclEntry } from '../schema/filter.ts';
import { addressesOf } from './address-text.ts';
import { linkLocalExemptions } from './link-local.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';
import { icmpMessages, portRange, protocolNumber, wholeProtocol } from './transport.ts';

/** Network ACLs as filters: stateless, in ascending order, the first rule that matches decides. */
export function normalizeNetworkAcls(scope: Scope): void {
  for (const acl of scope.read('DescribeNetworkAcls').items) {
    const account = scope.accountFor(acl.OwnerId);
    if (account === undefined) continue;
    const id = scope.announce('filter', acl.NetworkAclId, account);
    const entries = [...(acl.Entries ?? [])].sort(
      (a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0),
    );
    scope.draft.add({
      kind: 'filter',
      id,
      ...named(acl.NetworkAclId, acl.Tags),
      provenance: scope.provenance('DescribeNetworkAcls', acl.NetworkAclId, {
        account,
        console: `vpcconsole/home#NetworkAclDetails:networkAclId=${acl.NetworkAclId}`,
      }),
      nativeKind: 'network ACL',
      stateful: false,
      planes: ['public', 'private'],
      combination: 'first-match',
      defaults: {
        ingress: { noRule: 'deny', noMatch: 'deny' },
        egress: { noRule: 'deny', noMatch: 'deny' },
      },
      exemptions: linkLocalExemptions,
      isDefault: acl.IsDefault === true,
      rules: entries.map((entry, index) => ruleOf(entry, index)),
      ...(acl.VpcId === undefined ? {} : { network: scope.refer('network', acl.VpcId) }),
    });
  }
}

/** Which network ACL each subnet has. */
export function aclBySubnet(scope: Scope): ReadonlyMap<string, ResourceId> {
  const bySubnet = new Map<string, ResourceId>();
  for (const acl of scope.read('DescribeNetworkAcls').items) {
    for (const { SubnetId } of acl.Associations ?? []) {
      if (SubnetId !== undefined) bySubnet.set(SubnetId, scope.refer('filter', acl.NetworkAclId));
    }
  }
  return bySubnet;
}

function ruleOf(entry: NetworkAclEntry, index: number): FilterRule {
  const direction = entry.Egress === true ? 'egress' : 'ingress';
  const cidr = entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '';
  const set = addressesOf(cidr);
  const transport = entryTransport(entry);
  const action = entry.RuleAction;
  const readable = (action === 'allow' || action === 'deny') && transport !== undefined;
  const cause = unknown(`Entry ${entry.RuleNumber ?? index} of the network ACL cannot be read.`);
  return {
    id: `${direction}:${entry.RuleNumber ?? `#${index}`}${entry.Ipv6CidrBlock === undefined ? '' : ':v6'}`,
    direction,
    action: readable ? action : { kind: 'undetermined', cause },
    ...(entry.RuleNumber === undefined ? {} : { priority: entry.RuleNumber }),
    peer: set === undefined ? { kind: 'undetermined', cause } : { kind: 'addresses', set },
    transport: transport ?? TransportSet.all,
    label: labelOf(entry, direction, cidr),
  };
}

/**
 * Ports count for TCP and UDP, types for ICMP, and for ICMPv6 where the prefix is an IPv6 one; with every other
 * protocol AWS takes all. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html, read 2026-11-21.
 */
function entryTransport(entry: NetworkAclEntry): TransportSet | undefined {
  const number = protocolNumber(entry.Protocol);
  switch (number) {
    case undefined:
      return undefined;
    case -1:
      return TransportSet.all;
    case 6:
    case 17: {
      const { PortRange: range } = entry;
      const ports = range === undefined ? undefined : portRange(range.From, range.To);
      if (range !== undefined && ports === undefined) return undefined;
      return number === 6 ? TransportSet.tcp(ports) : TransportSet.udp(ports);
    }
    case 1:
    case 58: {
      if (number === 58 && entry.Ipv6CidrBlock === undefined) return TransportSet.icmpv6();
      const messages = icmpMessages(entry.IcmpTypeCode?.Type, entry.IcmpTypeCode?.Code);
      if (messages === undefined) return undefined;
      return number === 1 ? TransportSet.icmp(messages) : TransportSet.icmpv6(messages);
    }
    default:
      return wholeProtocol(number);
  }
}

function labelOf(entry: NetworkAclEntry, direction: string, cidr: string): string {
  const number = (entry.RuleNumber ?? 0) >= 32_767 ? '*' : String(entry.RuleNumber ?? '?');
  const protocol = entry.Protocol === '-1' ? 'all traffic' : `protocol ${entry.Protocol ?? '?'}`;
  const { PortRange: range } = entry;
  const ports = range === undefined ? '' : ` ports ${range.From ?? '?'}-${range.To ?? '?'}`;
  return `${number} ${entry.RuleAction ?? '?'} ${protocol}${ports} ${direction === 'ingress' ? 'from' : 'to'} ${cidr}`;
}
