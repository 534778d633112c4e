import { PortSet, TransportSet } from '@netposture/network/netset';

/** A protocol with ports, as both kinds of firewall rule write it. */
export interface ProtocolText {
  readonly protocol: string;
  readonly ports: readonly string[] | undefined;
}

/**
 * Protocol numbers of the names that rules may use (reference of `firewalls`, 2026-09-22). `icmp` is that of IPv4;
 * ICMPv6 is written as 58.
 */
const NUMBERS: Readonly<Record<string, number>> = {
  icmp: 1,
  ipip: 4,
  tcp: 6,
  udp: 17,
  esp: 50,
  ah: 51,
  sctp: 132,
  gre: 47,
};

/** What a list of protocols admits; `undefined` where one of them cannot be read. */
export function transportOf(protocols: readonly ProtocolText[]): TransportSet | undefined {
  const sets = protocols.map(transportOfOne);
  return sets.every((set) => set !== undefined) ? TransportSet.unionOf(sets) : undefined;
}

function transportOfOne({ protocol, ports }: ProtocolText): TransportSet | undefined {
  const name = protocol.toLowerCase();
  if (name === 'all') return TransportSet.all;
  const number = NUMBERS[name] ?? (/^\d{1,3}$/.test(name) ? Number(name) : undefined);
  if (number === undefined || number > 255) return undefined;
  if (ports === undefined || ports.length === 0) return TransportSet.protocol(number);
  const set = portsOf(ports);
  if (set === undefined) return undefined;
  switch (number) {
    case 6:
      return TransportSet.tcp(set);
    case 17:
      return TransportSet.udp(set);
    case 132:
      return TransportSet.sctp(set);
    default:
      return TransportSet.protocol(number);
  }
}

/** Ports and ranges (`22`, `80-443`); `undefined` where one cannot be read. */
export function portsOf(texts: readonly string[]): PortSet | undefined {
  try {
    return PortSet.unionOf(texts.map((text) => PortSet.parse(text.trim())));
  } catch {
    return undefined; // Untrusted text: the caller says what unreadable ports mean in their place.
  }
}
