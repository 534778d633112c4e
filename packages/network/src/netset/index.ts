/** The packet-set algebra: immutable, canonical sets of addresses, ports, messages, protocols and packets. */
export { type Address, type Family, formatAddress, parseAddress } from './address.ts';
export { AddressLookup } from './address-lookup.ts';
export { AddressSet } from './address-set.ts';
export { type IcmpMessage, IcmpSet } from './icmp-set.ts';
export {
  benchmarking,
  carrierGradeNat,
  documentation,
  internet,
  internetIpv4,
  internetIpv6,
  linkLocal,
  loopback,
  multicast,
  type NamedSet,
  namedSets,
  privateAddresses,
  protocolAssignments,
  reserved,
} from './named-sets.ts';
export { NetsetParseError } from './netset-parse-error.ts';
export { type Packet, type PacketBox, PacketSet } from './packet-set.ts';
export { PortSet } from './port-set.ts';
export { ProtocolSet } from './protocol-set.ts';
export type { TransportWitness } from './transport-packet.ts';
export { TransportSet } from './transport-set.ts';
