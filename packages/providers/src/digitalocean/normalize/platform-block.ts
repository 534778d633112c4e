import { type Filter, type FilterLayer, type FilterRule, unknown } from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { DROPLETS } from '../operations/compute.ts';
import type { Team } from './team.ts';

const EVERYBODY = { kind: 'addresses', set: AddressSet.all } as const;
const MEMCACHED = PortSet.of(11211);
const SMTP = TransportSet.tcp(PortSet.of(25));

/**
 * What DigitalOcean drops for every Droplet, whatever its firewalls say: memcached from outside, and
 * mail over IPv6. Mail over IPv4 is closed for some accounts, which no API tells.
 * Source: https://docs.digitalocean.com/products/droplets/details/limits/ (copy of unknown day).
 */
const RULES: readonly FilterRule[] = [
  {
    id: 'memcached',
    direction: 'ingress',
    action: 'deny',
    peer: EVERYBODY,
    transport: TransportSet.tcp(MEMCACHED).union(TransportSet.udp(MEMCACHED)),
    label: 'TCP and UDP traffic on port 11211 inbound from external networks is blocked',
  },
  {
    id: 'smtp-ipv6',
    direction: 'egress',
    action: 'deny',
    peer: { kind: 'addresses', set: AddressSet.allIpv6 },
    transport: SMTP,
    label: 'SMTP over IPv6 is blocked',
  },
  {
    id: 'smtp',
    direction: 'egress',
    action: {
      kind: 'undetermined',
      cause: unknown('SMTP is blocked for some accounts, and no API tells for which.'),
    },
    peer: { kind: 'addresses', set: AddressSet.allIpv4 },
    transport: SMTP,
    label: 'SMTP is blocked for new accounts',
  },
];

/** Adds the platform's own block, once for the team. */
export function addPlatformBlock({ names, records }: Team): void {
  const passes = { noRule: 'allow', noMatch: 'allow' } as const;
  const filter: Filter = {
    kind: 'filter',
    id: names.id('filter', 'platform-block'),
    name: 'DigitalOcean platform block',
    provenance: names.provenance(DROPLETS, 'platform-block'),
    nativeKind: 'platform block',
    stateful: true,
    planes: ['public'],
    combination: 'deny-overrides',
    defaults: { ingress: passes, egress: passes },
    exemptions: [],
    isDefault: false,
    rules: RULES,
    words: {
      noMatch: {
        ingress: 'DigitalOcean itself blocks nothing else',
        egress: 'DigitalOcean itself blocks nothing else',
      },
    },
  };
  records.add(filter);
}

/** The layer of the platform's block on a public interface. */
export function platformLayer({ names }: Team): FilterLayer {
  const filter = names.id('filter', 'platform-block');
  return {
    kind: 'layer',
    combine: 'pool',
    attachments: [{ filter, enforcement: 'enforced' }],
    whenNone: { ingress: 'allow', egress: 'allow' },
    atEnd: { ingress: 'allow', egress: 'allow' },
  };
}
