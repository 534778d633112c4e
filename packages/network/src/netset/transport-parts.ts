import { IcmpSet } from './icmp-set.ts';
import { PortSet } from './port-set.ts';
import { Product } from './product.ts';
import { ProtocolSet } from './protocol-set.ts';

/** A set of pairs of source port and destination port: which destination ports each source port meets. */
export type PortPairs = Product<PortSet, PortSet>;

/** The protocols whose headers carry a source and a destination port. */
export type PortProtocol = 'tcp' | 'udp' | 'sctp';

/**
 * The disjoint parts of a transport set. A packet lies in the part of its protocol; `other` holds the protocols
 * that we know no header of, by number.
 */
export interface TransportParts {
  readonly tcp: PortPairs;
  readonly udp: PortPairs;
  readonly sctp: PortPairs;
  readonly icmp: IcmpSet;
  readonly icmpv6: IcmpSet;
  readonly other: ProtocolSet;
}

/** Numbers of the protocols that have a part of their own. Source: https://www.iana.org/assignments/protocol-numbers */
export const PROTOCOL_NUMBERS = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 } as const;

/** The protocols with ports, in the order in which they are written. */
export const PORT_PROTOCOLS: readonly PortProtocol[] = ['tcp', 'udp', 'sctp'];

/** No pair of ports. */
const NO_PORTS: PortPairs = Product.empty<PortSet, PortSet>();
/** Every pair of ports. */
export const ALL_PORTS: PortPairs = Product.of(PortSet.all, PortSet.all);
/** The protocols without a part of their own. */
const OTHER_PROTOCOLS: ProtocolSet = ProtocolSet.of(
  ...Object.values(PROTOCOL_NUMBERS),
).complement();

/** Parts of the empty set. */
export const NO_PARTS: TransportParts = {
  tcp: NO_PORTS,
  udp: NO_PORTS,
  sctp: NO_PORTS,
  icmp: IcmpSet.empty,
  icmpv6: IcmpSet.empty,
  other: ProtocolSet.empty,
};

/** Parts of the set of everything. */
export const ALL_PARTS: TransportParts = {
  tcp: ALL_PORTS,
  udp: ALL_PORTS,
  sctp: ALL_PORTS,
  icmp: IcmpSet.all,
  icmpv6: IcmpSet.all,
  other: OTHER_PROTOCOLS,
};

/** Every packet of these protocols. */
export function partsOfProtocols(protocols: ProtocolSet): TransportParts {
  return {
    tcp: protocols.has(PROTOCOL_NUMBERS.tcp) ? ALL_PORTS : NO_PORTS,
    udp: protocols.has(PROTOCOL_NUMBERS.udp) ? ALL_PORTS : NO_PORTS,
    sctp: protocols.has(PROTOCOL_NUMBERS.sctp) ? ALL_PORTS : NO_PORTS,
    icmp: protocols.has(PROTOCOL_NUMBERS.icmp) ? IcmpSet.all : IcmpSet.empty,
    icmpv6: protocols.has(PROTOCOL_NUMBERS.icmpv6) ? IcmpSet.all : IcmpSet.empty,
    other: protocols.intersect(OTHER_PROTOCOLS),
  };
}
