/** IANA names of the protocols that people ask about: https://www.iana.org/assignments/protocol-numbers */
const numbers: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['igmp', 2],
  ['ipip', 4],
  ['tcp', 6],
  ['udp', 17],
  ['gre', 47],
  ['esp', 50],
  ['ah', 51],
  ['icmpv6', 58],
  ['sctp', 132],
]);

/** The number of a protocol given by name or by number (0 to 255); undefined where it is neither. */
export function protocolNumber(text: string): number | undefined {
  const byName = numbers.get(text.toLowerCase());
  if (byName !== undefined) return byName;
  if (!/^[0-9]{1,3}$/.test(text)) return undefined;
  const number = Number(text);
  return number <= 255 ? number : undefined;
}
