import {
  type Direction,
  type FilterAction,
  type FilterRule,
  type Peer,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { addressSetIn, portSetIn } from '../../normalize/wire-address.ts';
import type { RobotFirewallRule } from '../schema/robot.ts';

/**
 * One rule of a dedicated server's firewall. `null` means any. Rules for IPv6 cannot hold addresses,
 * and a rule without version holds for both families.
 * Source: https://docs.hetzner.com/robot/dedicated-server/firewall/ (2023-03).
 */
export function robotRule(
  rule: RobotFirewallRule,
  direction: Direction,
  index: number,
): FilterRule {
  const isIngress = direction === 'ingress';
  const far = isIngress ? rule.src_ip : rule.dst_ip;
  const near = isIngress ? rule.dst_ip : rule.src_ip;
  const transport = transportOf(rule);
  const flags = readFlags(rule);
  const own = near ? ownAt(near, rule.ip_version) : undefined;
  const action = actionOf(rule, transport !== undefined && own !== null, flags);
  return {
    id: `${isIngress ? 'input' : 'output'}-${index}`,
    direction,
    action,
    priority: index,
    peer: peerAt(far, rule.ip_version),
    ...(own ? { own } : {}),
    transport: transport ?? TransportSet.all,
    ...(flags === 'established' || flags === 'some-established' ? { establishedOnly: true } : {}),
    label: labelOf(rule, isIngress),
    ...(rule.name ? { description: rule.name } : {}),
  };
}

function actionOf(
  rule: RobotFirewallRule,
  isRead: boolean,
  flags: Flags,
): FilterAction | { readonly kind: 'undetermined'; readonly cause: Unknown } {
  const action =
    rule.action === 'accept' ? 'allow' : rule.action === 'discard' ? 'deny' : undefined;
  if (action === undefined || !isRead) {
    return undeterminedAction(`The rule "${rule.name ?? ''}" has a word that is not known to us.`);
  }
  if (flags === 'some' || flags === 'some-established') {
    return undeterminedAction(`Which packets have the flags "${rule.tcp_flags}" is not modelled.`);
  }
  return action;
}

function undeterminedAction(reason: string) {
  return { kind: 'undetermined', cause: unknown(reason) } as const;
}

/** The versions that a rule holds for. */
function familyOf(version: string | null | undefined): AddressSet {
  if (version === 'ipv4') return AddressSet.allIpv4;
  if (version === 'ipv6') return AddressSet.allIpv6;
  return AddressSet.all;
}

/**
 * The other end. A rule without version should hold no address; where it does, the address counts
 * for IPv4, and what becomes of IPv6 is not known.
 */
function peerAt(text: string | null | undefined, version: string | null | undefined): Peer {
  const family = familyOf(version);
  if (!text) return { kind: 'addresses', set: family };
  const set = addressSetIn(text);
  if (set === undefined) {
    const cause = unknown(`"${text}" is no address range that we can read.`);
    return { kind: 'undetermined', cause, within: family };
  }
  const known: Peer = { kind: 'addresses', set };
  if (version === 'ipv4' || version === 'ipv6') return known;
  const cause = unknown('The rule holds for both families, and its address for one of them.');
  return {
    kind: 'any-of',
    peers: [known, { kind: 'undetermined', cause, within: AddressSet.allIpv6 }],
  };
}

/** This end; `null` where it cannot be read. */
function ownAt(text: string, version: string | null | undefined): AddressSet | null {
  const set = addressSetIn(text);
  if (set === undefined) return null;
  return version === 'ipv4' || version === 'ipv6' ? set : set.union(AddressSet.allIpv6);
}

/** `undefined` where a word in it is not known to us. */
function transportOf(rule: RobotFirewallRule): TransportSet | undefined {
  const destination = rule.dst_port ? portSetIn(rule.dst_port) : PortSet.all;
  const source = rule.src_port ? portSetIn(rule.src_port) : PortSet.all;
  if (destination === undefined || source === undefined) return undefined;
  const tcp = TransportSet.tcp(destination, source);
  const udp = TransportSet.udp(destination, source);
  switch (rule.protocol) {
    case null:
    case undefined:
    case '':
      return rule.dst_port || rule.src_port ? tcp.union(udp) : TransportSet.all;
    case 'tcp':
      return tcp;
    case 'udp':
      return udp;
    case 'icmp':
      return rule.ip_version === 'ipv4'
        ? TransportSet.icmp()
        : TransportSet.icmp().union(TransportSet.icmpv6());
    case 'gre':
      return TransportSet.protocol(47);
    case 'esp':
      return TransportSet.protocol(50);
    case 'ah':
      return TransportSet.protocol(51);
    case 'ipip':
      return TransportSet.protocol(4);
    default:
      return undefined;
  }
}

/**
 * What a rule's flags leave of its packets: `any`; `established`: all but the first packet of a
 * connection; `some-established`: some of those; `some`: the first packet and some others.
 */
type Flags = 'any' | 'established' | 'some-established' | 'some';

/**
 * `|` joins alternatives, `&` flags that must be set together. The first packet of a connection has
 * SYN alone, every later one has ACK. Flags mean something for TCP only: a rule that does not say
 * `tcp` is not narrowed by them.
 */
function readFlags({ tcp_flags, protocol }: RobotFirewallRule): Flags {
  if (!tcp_flags || protocol !== 'tcp') return 'any';
  const alternatives = tcp_flags
    .toLowerCase()
    .split('|')
    .map((alternative) => alternative.replaceAll(/[\s()]/g, ''));
  const takesFirst = alternatives.includes('syn');
  const takesLater = alternatives.includes('ack');
  if (takesFirst) return takesLater ? 'any' : 'some';
  return takesLater ? 'established' : 'some-established';
}

/** The rule as Robot's form shows it. */
function labelOf(rule: RobotFirewallRule, isIngress: boolean): string {
  const end = (ip: string | null | undefined, port: string | null | undefined) =>
    `${ip || 'any'}${port ? `:${port}` : ''}`;
  const parts = [
    isIngress ? 'input' : 'output',
    rule.action,
    rule.ip_version || 'ipv4+ipv6',
    rule.protocol || 'any protocol',
    `${end(rule.src_ip, rule.src_port)} → ${end(rule.dst_ip, rule.dst_port)}`,
  ];
  if (rule.tcp_flags) parts.push(`flags ${rule.tcp_flags}`);
  return parts.join(' ');
}
