import { AddressSet, internet } from '@netposture/network/netset';

/*
 * Addresses that Google publishes and that mean something to a verdict. Sources and dates: semantics.md, section
 * "Published ranges".
 */

/** Google Front Ends: what backends of global external balancers see, and where most health checks come from. */
export const frontEnds: AddressSet = AddressSet.parse('35.191.0.0/16,130.211.0.0/22');

/** The same over IPv6, for global external application and proxy balancers. */
export const frontEndsIpv6: AddressSet = AddressSet.parse(
  '2600:2d00:1:b029::/64,2600:2d00:1:1::/64',
);

/** Health checks of external passthrough balancers. */
export const passthroughChecks: AddressSet = AddressSet.parse(
  '35.191.0.0/16,209.85.152.0/22,209.85.204.0/22,2600:1901:8001::/48',
);

/** Identity-Aware Proxy, TCP forwarding. */
export const identityAwareProxy: AddressSet = AddressSet.parse(
  '35.235.240.0/20,2600:2d00:1:7::/64',
);

/** Metadata, DHCP, DNS and time: no firewall rule of any stage keeps an instance from it. */
export const metadataServer: AddressSet = AddressSet.parse('169.254.169.254,fd20:ce::254');

/** Ranges from which Google itself, or anybody by way of Google, sends to instances inside a network. */
export const googleSpecial: AddressSet = AddressSet.unionOf([
  frontEnds,
  frontEndsIpv6,
  passthroughChecks,
  identityAwareProxy,
]);

/** Everything that is not an address of the internet. */
export const notInternet: AddressSet = internet.complement();
