import { AddressSet, NetsetParseError, PortSet } from '@netposture/network/netset';

/** The set that an address, range or CIDR of an answer spells; `undefined` where it spells none. */
export function addressSetIn(text: string): AddressSet | undefined {
  return parsed(() => AddressSet.parse(text));
}

/** The ports that a port field spells: `80`, `1024-5000`, `80,443`, `any`; `undefined` for others. */
export function portSetIn(text: string): PortSet | undefined {
  return text === 'any' ? PortSet.all : parsed(() => PortSet.parse(text.replaceAll(' ', '')));
}

/** Bits of the prefix in a CIDR; the whole length of an address where none is written. */
export function prefixLengthIn(cidr: string): number {
  const [address = '', length] = cidr.split('/');
  return length === undefined ? (address.includes(':') ? 128 : 32) : Number(length);
}

function parsed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NetsetParseError) return undefined;
    throw error;
  }
}
