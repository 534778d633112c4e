import { AddressSet, internetIpv4, internetIpv6 } from '@netposture/network/netset';

/** More entries of one list than this are counted instead of shown to a person. */
const SHOWN = 4;

const FAMILIES = [
  { family: 'ipv4', word: 'IPv4', internet: internetIpv4, all: AddressSet.allIpv4 },
  { family: 'ipv6', word: 'IPv6', internet: internetIpv6, all: AddressSet.allIpv6 },
] as const;

/**
 * Addresses in a few words for a person: sets that everybody knows by their name ("the internet", "the internet (IPv4)
 * except 198.18.0.10/32"), else the first ranges and the number of the others. A name is given only to exactly that set.
 *
 * @param ranges addresses, CIDRs or ranges, as a set prints them
 */
export function addressesInWords(ranges: readonly string[]): string {
  if (ranges.length <= SHOWN && !ranges.some((range) => range.endsWith('/0'))) {
    return ranges.join(', ');
  }
  const set = AddressSet.from(ranges);
  if (set.equals(AddressSet.all)) return 'any address';
  if (set.equals(internetIpv4.union(internetIpv6))) return 'the internet';
  return FAMILIES.map((one) => ({ ...one, own: set[one.family] }))
    .filter(({ own }) => !own.isEmpty)
    .map(({ own, word, internet, all }) =>
      own.equals(all) ? `any ${word} address` : familyInWords(own, internet, word),
    )
    .join(' and ');
}

function familyInWords(own: AddressSet, internet: AddressSet, word: string): string {
  const met = own.intersect(internet);
  if (met.size() * 2n <= internet.size()) return few(own.cidrs());
  const missing = internet.subtract(own).cidrs();
  const besides = own.subtract(internet).cidrs();
  const name = missing.length > SHOWN ? `most of the internet (${word})` : `the internet (${word})`;
  const except = missing.length === 0 ? '' : ` except ${few(missing)}`;
  return `${name}${except}${besides.length === 0 ? '' : `, and ${few(besides)}`}`;
}

function few(entries: readonly string[]): string {
  if (entries.length <= SHOWN) return entries.join(', ');
  return `${entries.slice(0, SHOWN).join(', ')} and ${entries.length - SHOWN} more ranges`;
}
