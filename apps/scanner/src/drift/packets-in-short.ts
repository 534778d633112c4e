import {
  type AddressSet,
  internetIpv4,
  internetIpv6,
  type PacketSet,
} from '@netposture/network/netset';

/** More ranges, and more rows, than this are counted. */
const SHOWN = 3;

const FAMILIES = [
  ['ipv4', internetIpv4, 'IPv4'],
  ['ipv6', internetIpv6, 'IPv6'],
] as const;

/** A set of packets in one line for a person: `203.0.113.7/32 -> 198.51.100.1/32: tcp 22`. What is left out is counted. */
export function packetsInShort(packets: PacketSet): string {
  const rows = packets.rows();
  const shown = rows
    .slice(0, SHOWN)
    .map(
      ({ source, destination, transport }) =>
        `${sendersInShort(source)} -> ${few(destination.cidrs())}: ${transport}`,
    );
  const more = rows.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more rows` : ''}`;
}

function sendersInShort(senders: AddressSet): string {
  // A row is of one family.
  for (const [family, whole, name] of FAMILIES) {
    if (whole.isSubsetOf(senders)) return `the internet (${name})`;
    // What is missing then are single addresses that were let in before, or that are our own.
    const met = senders.intersect(whole).sizeOf(family);
    if (met * 2n > whole.sizeOf(family)) return `most of the internet (${name})`;
  }
  return few(senders.cidrs());
}

function few(ranges: readonly string[]): string {
  const more = ranges.length - SHOWN;
  return `${ranges.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more ranges` : ''}`;
}
