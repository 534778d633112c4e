import { type FilterRule, type Peer, unknown } from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { addressSetIn, portSetIn } from '../../normalize/wire-address.ts';
import type { FirewallRule } from '../schema/cloud.ts';

/**
 * One rule of a Cloud Firewall. It allows, always; what of it cannot be read makes it a rule of
 * undetermined action, or a peer that nobody knows, and never a narrower or a wider one.
 *
 * @param index its position: Hetzner's rules have no ids.
 */
export function firewallRule(rule: FirewallRule, index: number): FilterRule {
  const direction =
    rule.direction === 'in' ? 'ingress' : rule.direction === 'out' ? 'egress' : undefined;
  const cidrs = (direction === 'egress' ? rule.destination_ips : rule.source_ips) ?? [];
  const transport = transportOf(rule);
  const isRead = direction !== undefined && transport !== undefined;
  return {
    id: String(index),
    direction: direction ?? 'ingress',
    action: isRead
      ? 'allow'
      : {
          kind: 'undetermined',
          cause: unknown(`The rule "${labelOf(rule, cidrs)}" has a word that is not known to us.`),
        },
    peer: peerOf(cidrs),
    transport: transport ?? TransportSet.all,
    label: labelOf(rule, cidrs),
    ...(rule.description ? { description: rule.description } : {}),
  };
}

function peerOf(cidrs: readonly string[]): Peer {
  const sets: AddressSet[] = [];
  const unread: string[] = [];
  for (const cidr of cidrs) {
    const set = addressSetIn(cidr);
    if (set === undefined) unread.push(cidr);
    else sets.push(set);
  }
  const known: Peer = { kind: 'addresses', set: AddressSet.unionOf(sets) };
  if (cidrs.length === 0) {
    // A stored rule without addresses has no documented meaning: not "any", and not "none".
    const cause = unknown('The rule names no address, and Hetzner does not say what that means.');
    return { kind: 'undetermined', cause };
  }
  if (unread.length === 0) return known;
  const cause = unknown(`"${unread.join(', ')}" is no address range that we can read.`);
  return { kind: 'any-of', peers: [known, { kind: 'undetermined', cause }] };
}

/** ICMPv6 is taken to belong to `icmp` (not stated by Hetzner; listed as unverified). */
function transportOf({ protocol, port }: FirewallRule): TransportSet | undefined {
  switch (protocol) {
    case 'tcp':
    case 'udp': {
      const ports = typeof port === 'string' ? portSetIn(port) : undefined;
      return ports && (protocol === 'tcp' ? TransportSet.tcp(ports) : TransportSet.udp(ports));
    }
    case 'icmp':
      return TransportSet.icmp().union(TransportSet.icmpv6());
    case 'gre':
      return TransportSet.protocol(47);
    case 'esp':
      return TransportSet.protocol(50);
    default:
      return undefined;
  }
}

function labelOf(rule: FirewallRule, cidrs: readonly string[]): string {
  const ports = rule.port ? ` ${rule.port}` : '';
  const towards = rule.direction === 'out' ? 'to' : 'from';
  return `${rule.direction} ${rule.protocol}${ports} ${towards} ${cidrs.join(', ') || 'nothing'}`;
}
