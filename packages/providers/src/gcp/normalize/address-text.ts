import { AddressSet } from '@netposture/network/netset';

/** The addresses that texts from an answer name; `undefined` where one of them is no address. */
export function addressesIn(texts: readonly (string | undefined)[]): AddressSet | undefined {
  try {
    return AddressSet.from(
      texts.filter((text) => text !== undefined && text !== '') as readonly string[],
    );
  } catch {
    return undefined; // Untrusted text: the caller says what an unreadable address means in its place.
  }
}

/** The bits of a prefix in CIDR notation; of a plain address all of them. */
export function prefixLengthOf(cidr: string): number {
  const length = /\/(\d+)$/.exec(cidr)?.[1];
  return length === undefined ? (cidr.includes(':') ? 128 : 32) : Number(length);
}
