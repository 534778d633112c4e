import type { FilterExemption } from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';

/**
 * Hetzner's recursive name servers.
 * Source: https://docs.hetzner.com/dns-console/dns/general/recursive-name-servers/ (from general
 * knowledge, 2026-11; listed as unverified in semantics.md).
 */
const RESOLVERS: AddressSet = AddressSet.from([
  '185.12.64.1',
  '185.12.64.2',
  '2a01:4ff:ff00::add:1',
  '2a01:4ff:ff00::add:2',
]);

/** Source: "Server Metadata" of https://docs.hetzner.cloud/reference/cloud (2026-05). */
const METADATA: AddressSet = AddressSet.parse('169.254.169.254');

const DNS = TransportSet.udp(PortSet.of(53)).union(TransportSet.tcp(PortSet.of(53)));
const DNS_REPLIES = TransportSet.udp(PortSet.all, PortSet.of(53));

/**
 * What a Cloud Firewall lets pass whatever its rules say. The vendor's sentence speaks of traffic
 * *from* its services to a server; whether questions *to* its resolvers pass a firewall with
 * outbound rules is not stated. Name servers of others are never exempt.
 *
 * Left out: unasked packets from Hetzner's resolvers and rescue system. Replies pass a stateful
 * firewall anyway, and counting them would expose every server to Hetzner itself (not-modelled.ts).
 * Source: https://docs.hetzner.com/cloud/firewalls/faq (quoted second-hand, 2023-11).
 */
export const FIREWALL_EXEMPTIONS: readonly FilterExemption[] = [
  {
    direction: 'ingress',
    peer: METADATA,
    transport: TransportSet.all,
    verdict: 'allow',
    label: 'Traffic from the cloud metadata server is always allowed',
  },
  {
    direction: 'egress',
    peer: METADATA,
    transport: TransportSet.tcp(PortSet.of(80)),
    verdict: 'allow',
    label: 'The cloud metadata server is always reachable',
  },
  {
    direction: 'egress',
    peer: RESOLVERS,
    transport: DNS,
    verdict: 'undetermined',
    label: "Whether Hetzner's own resolvers stay reachable under outbound rules is not documented",
  },
];

const HOS = 'whitelist_hos is on: Hetzner services (rescue, DNS, backup, monitoring) are let in';

/**
 * What `whitelist_hos` lets pass a Robot firewall, as far as addresses are published: questions to
 * the resolvers and their answers, which a stateless firewall would judge by themselves.
 */
export const WHITELIST_HOS: readonly FilterExemption[] = [
  { direction: 'ingress', peer: RESOLVERS, transport: DNS_REPLIES, verdict: 'allow', label: HOS },
  { direction: 'egress', peer: RESOLVERS, transport: DNS, verdict: 'allow', label: HOS },
];
