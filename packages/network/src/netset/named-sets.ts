import { AddressSet } from './address-set.ts';

/** A set of addresses with a meaning that is published somewhere. */
export interface NamedSet {
  readonly name: string;
  readonly set: AddressSet;
  /** The document that gives it its meaning. */
  readonly source: URL;
  /** When the source was last taken over here, `YYYY-MM-DD`. */
  readonly date: string;
}

const IANA_IPV4 = 'https://www.iana.org/assignments/iana-ipv4-special-registry/';
const IANA_IPV6 = 'https://www.iana.org/assignments/iana-ipv6-special-registry/';

const DATE = '2026-11-21';

function named(name: string, source: string, set: AddressSet): NamedSet {
  return { name, set, source: new URL(source), date: DATE };
}

function rfc(number: number): string {
  return `https://www.rfc-editor.org/rfc/rfc${number}`;
}

/** Addresses of private networks: RFC 1918, and unique local IPv6 (RFC 4193). */
export const privateAddresses: AddressSet = AddressSet.parse(
  '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7',
);

/** Space shared between a carrier and its customers (RFC 6598). */
export const carrierGradeNat: AddressSet = AddressSet.parse('100.64.0.0/10');

/** Addresses that hold on one link only (RFC 3927, RFC 4291). The metadata services of clouds live here. */
export const linkLocal: AddressSet = AddressSet.parse('169.254.0.0/16,fe80::/10');

/** Addresses of the host itself (RFC 1122, RFC 4291). */
export const loopback: AddressSet = AddressSet.parse('127.0.0.0/8,::1');

/** Addresses for examples (RFC 5737, RFC 3849, RFC 9637). Never routed. */
export const documentation: AddressSet = AddressSet.parse(
  '192.0.2.0/24,198.51.100.0/24,203.0.113.0/24,2001:db8::/32,3fff::/20',
);

/** Groups of receivers (RFC 5771, RFC 4291). Never the source of a packet. */
export const multicast: AddressSet = AddressSet.parse('224.0.0.0/4,ff00::/8');

/** Benchmarking of network devices (RFC 2544, RFC 5180). */
export const benchmarking: AddressSet = AddressSet.parse('198.18.0.0/15,2001:2::/48');

/** "This network" and future use with limited broadcast (RFC 791, RFC 1112): no host has such an address. */
export const reserved: AddressSet = AddressSet.parse('0.0.0.0/8,240.0.0.0/4');

/** Protocol assignments that are not globally reachable as a block, and the retired 6to4 relays (RFC 6890, RFC 7526). */
export const protocolAssignments: AddressSet = AddressSet.parse(
  '192.0.0.0/24,192.88.99.0/24,2001::/23,2002::/16',
);

/**
 * Addresses that a host on the internet can have: all of IPv4 and the global unicast block of IPv6 (2000::/3), less
 * every block of the IANA special-purpose registries that is not globally reachable, less multicast and 240.0.0.0/4.
 * The few globally reachable anycast addresses inside 192.0.0.0/24 and 2001::/23 serve protocols, not hosts, and are
 * left out with their block.
 */
export const internet: AddressSet = AddressSet.parse('0.0.0.0/0,2000::/3').subtract(
  AddressSet.unionOf([
    privateAddresses,
    carrierGradeNat,
    linkLocal,
    loopback,
    documentation,
    multicast,
    benchmarking,
    reserved,
    protocolAssignments,
  ]),
);

/** The IPv4 part of {@link internet}. */
export const internetIpv4: AddressSet = internet.ipv4;

/** The IPv6 part of {@link internet}. */
export const internetIpv6: AddressSet = internet.ipv6;

/** The sets above with their sources. The plain sets are exported beside them. */
export const namedSets: readonly NamedSet[] = [
  named('internet (IPv4)', IANA_IPV4, internetIpv4),
  named('internet (IPv6)', IANA_IPV6, internetIpv6),
  named('private (IPv4)', rfc(1918), privateAddresses.ipv4),
  named('private (IPv6)', rfc(4193), privateAddresses.ipv6),
  named('carrier-grade NAT', rfc(6598), carrierGradeNat),
  named('link-local (IPv4)', rfc(3927), linkLocal.ipv4),
  named('link-local (IPv6)', rfc(4291), linkLocal.ipv6),
  named('loopback (IPv4)', rfc(1122), loopback.ipv4),
  named('loopback (IPv6)', rfc(4291), loopback.ipv6),
  named('documentation (IPv4)', rfc(5737), documentation.ipv4),
  named('documentation (IPv6)', IANA_IPV6, documentation.ipv6),
  named('multicast (IPv4)', rfc(5771), multicast.ipv4),
  named('multicast (IPv6)', rfc(4291), multicast.ipv6),
  named('benchmarking (IPv4)', rfc(2544), benchmarking.ipv4),
  named('benchmarking (IPv6)', rfc(5180), benchmarking.ipv6),
  named('reserved (IPv4)', IANA_IPV4, reserved),
  named('protocol assignments (IPv4)', IANA_IPV4, protocolAssignments.ipv4),
  named('protocol assignments (IPv6)', IANA_IPV6, protocolAssignments.ipv6),
];
