import {
  type Direction,
  type FilterRule,
  type Peer,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { addressSetIn, portSetIn } from '../../normalize/wire-address.ts';
import type { FirewallRule, RuleTarget } from '../schema/compute.ts';
import { clusterPeers } from './cluster-peer.ts';
import { tagPeers } from './tag.ts';
import type { Team } from './team.ts';

/**
 * One rule of a Cloud Firewall. What of it cannot be read makes it a rule of undetermined action, or
 * a peer that nobody knows, and never a narrower or a wider one.
 *
 * @param index its position: DigitalOcean's rules have no ids.
 */
export function firewallRule(
  rule: FirewallRule,
  direction: Direction,
  index: number,
  team: Team,
): FilterRule {
  const target = (direction === 'ingress' ? rule.sources : rule.destinations) ?? {};
  const label = labelOf(rule, target, direction);
  const transport = transportOf(rule);
  const action = actionOf(rule, label);
  const unread: FilterRule['action'] = {
    kind: 'undetermined',
    cause: unknown(`The rule "${label}" has a word that is not known to us.`),
  };
  return {
    id: `${direction === 'ingress' ? 'inbound' : 'outbound'}/${index}`,
    direction,
    action: transport === undefined ? unread : action,
    peer: peerOf(target, label, team),
    transport: transport ?? TransportSet.all,
    label,
  };
}

/** "allow" and "deny" since 2026-09; without a word it is allow (openapi#1222). */
function actionOf({ action }: FirewallRule, label: string): FilterRule['action'] {
  if (action === undefined || action === null || action === 'allow') return 'allow';
  if (action === 'deny') return 'deny';
  const cause = unknown(
    `The rule "${label}" has the action "${action}", which is not known to us.`,
  );
  return { kind: 'undetermined', cause };
}

/**
 * TCP, UDP and ICMP are all that there is. "0" is every port, and so are the words that other tools
 * write. ICMPv6 is taken to belong to `icmp` (not stated by DigitalOcean; listed as unverified).
 */
function transportOf({ protocol, ports }: FirewallRule): TransportSet | undefined {
  if (protocol === 'icmp') return TransportSet.icmp().union(TransportSet.icmpv6());
  const isEvery = ports === undefined || ports === null || ['', '0', 'all'].includes(ports);
  const set = portSetIn(isEvery ? 'any' : ports);
  if (set === undefined) return undefined;
  if (protocol === 'tcp') return TransportSet.tcp(set);
  return protocol === 'udp' ? TransportSet.udp(set) : undefined;
}

function peerOf(target: RuleTarget, label: string, team: Team): Peer {
  const peers = [
    ...addressPeers(target.addresses ?? []),
    ...resourcePeers((target.droplet_ids ?? []).map((id) => team.names.id('workload', id))),
    ...resourcePeers(
      (target.load_balancer_uids ?? []).map((id) => team.names.id('load-balancer', id)),
    ),
    ...(target.kubernetes_ids ?? []).flatMap((id) => clusterPeers(id, team)),
    ...tagPeers(target.tags ?? [], team),
  ];
  const [only, ...others] = peers;
  if (only === undefined) return { kind: 'undetermined', cause: withoutPeer(label, team) };
  return others.length === 0 ? only : { kind: 'any-of', peers };
}

/**
 * A rule whose source is a VPC, which only the control panel can set, comes without a source: it is
 * neither "any" nor "none" (godo#445). A tag that may not be seen leaves the same.
 */
function withoutPeer(label: string, { hiddenTags }: Team): Unknown {
  return hiddenTags ?? unknown(`DigitalOcean did not tell the other end of the rule "${label}".`);
}

function addressPeers(texts: readonly string[]): readonly Peer[] {
  const sets: AddressSet[] = [];
  const unread: string[] = [];
  for (const text of texts) {
    const set = addressSetIn(text);
    if (set === undefined) unread.push(text);
    else sets.push(set);
  }
  const known: readonly Peer[] =
    sets.length === 0 ? [] : [{ kind: 'addresses', set: AddressSet.unionOf(sets) }];
  if (unread.length === 0) return known;
  const cause = unknown(`"${unread.join(', ')}" is no address range that we can read.`);
  return [...known, { kind: 'undetermined', cause }];
}

function resourcePeers(ids: readonly ResourceId[]): readonly Peer[] {
  if (ids.length === 0) return [];
  return [{ kind: 'selector', selector: { kind: 'resources', ids }, addresses: 'both' }];
}

function labelOf(rule: FirewallRule, target: RuleTarget, direction: Direction): string {
  const ends = [
    ...(target.addresses ?? []),
    ...(target.droplet_ids ?? []).map((id) => `Droplet ${id}`),
    ...(target.load_balancer_uids ?? []).map((id) => `load balancer ${id}`),
    ...(target.kubernetes_ids ?? []).map((id) => `Kubernetes cluster ${id}`),
    ...(target.tags ?? []).map((tag) => `tag ${tag}`),
  ];
  const ports = rule.ports && rule.ports !== '0' ? ` ${rule.ports}` : ' all ports';
  const what = rule.protocol === 'icmp' ? 'icmp' : `${rule.protocol}${ports}`;
  const towards = direction === 'ingress' ? 'from' : 'to';
  return `${rule.action ?? 'allow'} ${what} ${towards} ${ends.join(', ') || 'nothing named'}`;
}
