import { formatIpv4, formatIpv6 } from './address-format.ts';
import { isIpv6Text, readIpv4, readIpv6 } from './address-scan.ts';
import { toBigint, toLimbs } from './limbs.ts';

/** The two families. Neither ever contains an address of the other. */
export type Family = 'ipv4' | 'ipv6';

/** One address: an unsigned 32-bit number, or an unsigned 128-bit bigint. */
export type Address =
  | { readonly family: 'ipv4'; readonly value: number }
  | { readonly family: 'ipv6'; readonly value: bigint };

/**
 * Reads one address: four decimal octets without leading zeros, or IPv6 as in RFC 4291 section 2.2.
 * Zone ids and IPv4-mapped addresses in dotted notation are refused (see {@link AddressSet.parse}).
 * Throws {@link NetsetParseError}.
 */
export function parseAddress(text: string): Address {
  if (!isIpv6Text(text, 0, text.length)) {
    return { family: 'ipv4', value: readIpv4(text, 0, text.length) };
  }
  const limbs = new Uint32Array(4);
  readIpv6(text, 0, text.length, limbs, 0);
  return { family: 'ipv6', value: toBigint(limbs, 0) };
}

/** Writes an address: dotted decimal, or the one form of RFC 5952 section 4. */
export function formatAddress(address: Address): string {
  return address.family === 'ipv4'
    ? formatIpv4(address.value)
    : formatIpv6(toLimbs(address.value), 0);
}
