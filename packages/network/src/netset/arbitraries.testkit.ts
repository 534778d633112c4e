/** Random sets for property tests: crowded at the ends of the universes and at limb boundaries, where bugs live. */
import fc, { type Arbitrary } from 'fast-check';
import { AddressSet } from './address-set.ts';
import { IcmpSet } from './icmp-set.ts';
import { PacketSet } from './packet-set.ts';
import { PortSet } from './port-set.ts';
import { ProtocolSet } from './protocol-set.ts';
import { TransportSet } from './transport-set.ts';

const IPV4_END = 2 ** 32;
const IPV6_END = 1n << 128n;

/** One IPv4 address as a number. */
export const ipv4Value: Arbitrary<number> = fc.oneof(
  fc.nat(12),
  fc.nat(12).map((n) => IPV4_END - 1 - n),
  fc.nat(12).map((n) => 0x0a000000 + n),
  fc.nat(IPV4_END - 1),
);

/** One IPv6 address as a number. */
export const ipv6Value: Arbitrary<bigint> = fc.oneof(
  fc.bigInt(0n, 6n),
  fc.bigInt(0n, 6n).map((n) => IPV6_END - 1n - n),
  fc.tuple(fc.constantFrom(32n, 64n, 96n), fc.bigInt(-4n, 4n)).map(([bit, n]) => (1n << bit) + n),
  fc.bigInt(0n, IPV6_END - 1n),
);

function ordered<T extends number | bigint>(pair: readonly [T, T]): readonly [T, T] {
  return pair[0] <= pair[1] ? pair : [pair[1], pair[0]];
}

const ipv4Range: Arbitrary<AddressSet> = fc.tuple(ipv4Value, ipv4Value).map((pair) => {
  const [first, last] = ordered(pair);
  return AddressSet.range({ family: 'ipv4', value: first }, { family: 'ipv4', value: last });
});

const ipv6Range: Arbitrary<AddressSet> = fc.tuple(ipv6Value, ipv6Value).map((pair) => {
  const [first, last] = ordered(pair);
  return AddressSet.range({ family: 'ipv6', value: first }, { family: 'ipv6', value: last });
});

/** Up to six ranges of both families, at times complemented. */
export const addressSet: Arbitrary<AddressSet> = fc
  .tuple(fc.array(fc.oneof(ipv4Range, ipv6Range), { maxLength: 6 }), fc.boolean())
  .map(([ranges, flip]) => {
    const set = AddressSet.unionOf(ranges);
    return flip ? set.complement() : set;
  });

const port: Arbitrary<number> = fc.oneof(
  fc.nat(5),
  fc.nat(5).map((n) => 65535 - n),
  fc.integer({ min: 20, max: 25 }),
  fc.nat(65535),
);

/** Up to four ranges of ports. */
export const portSet: Arbitrary<PortSet> = fc
  .array(fc.tuple(port, port).map(ordered), { maxLength: 4 })
  .map((ranges) => PortSet.unionOf(ranges.map(([first, last]) => PortSet.range(first, last))));

const octet: Arbitrary<number> = fc.oneof(
  fc.nat(3),
  fc.constantFrom(8, 128, 254, 255),
  fc.nat(255),
);

const icmpPart: Arbitrary<IcmpSet> = fc.oneof(
  octet.map((type) => IcmpSet.of(type)),
  fc.tuple(octet, octet).map(([type, code]) => IcmpSet.of(type, code)),
  fc
    .tuple(octet, fc.tuple(octet, octet).map(ordered))
    .map(([type, [first, last]]) => IcmpSet.parse(`${type}/${first}-${last}`)),
  fc
    .tuple(octet, octet)
    .map(ordered)
    .map(([first, last]) => IcmpSet.parse(`${first}-${last}`)),
);

/** Up to four types, ranges of types, or codes of a type. */
export const icmpSet: Arbitrary<IcmpSet> = fc
  .array(icmpPart, { maxLength: 4 })
  .map((parts) => IcmpSet.unionOf(parts));

/** Up to five protocols; the five that have parts of their own are frequent. */
export const protocolSet: Arbitrary<ProtocolSet> = fc
  .tuple(
    fc.array(fc.oneof(fc.constantFrom(1, 6, 17, 58, 132, 47), fc.nat(255)), { maxLength: 5 }),
    fc.boolean(),
  )
  .map(([numbers, flip]) =>
    flip ? ProtocolSet.of(...numbers).complement() : ProtocolSet.of(...numbers),
  );

const sourcePorts: Arbitrary<PortSet> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(PortSet.all) },
  { weight: 1, arbitrary: portSet },
);

const transportPart: Arbitrary<TransportSet> = fc.oneof(
  fc.tuple(portSet, sourcePorts).map(([to, from]) => TransportSet.tcp(to, from)),
  fc.tuple(portSet, sourcePorts).map(([to, from]) => TransportSet.udp(to, from)),
  fc.tuple(portSet, sourcePorts).map(([to, from]) => TransportSet.sctp(to, from)),
  icmpSet.map((messages) => TransportSet.icmp(messages)),
  icmpSet.map((messages) => TransportSet.icmpv6(messages)),
  protocolSet.map((protocols) => TransportSet.protocols(protocols)),
);

/** Up to three parts, at times complemented. */
export const transportSet: Arbitrary<TransportSet> = fc
  .tuple(fc.array(transportPart, { maxLength: 3 }), fc.boolean())
  .map(([parts, flip]) => {
    const set = TransportSet.unionOf(parts);
    return flip ? set.complement() : set;
  });

// Few distinct sides, so that boxes meet.
const side: Arbitrary<AddressSet> = fc.oneof(
  fc.constantFrom(
    AddressSet.all,
    AddressSet.allIpv6,
    AddressSet.parse('10.0.0.0/8'),
    AddressSet.parse('10.0.0.0/24,2001:db8::/32'),
    AddressSet.parse('0.0.0.0/1,::/1'),
    AddressSet.parse('10.0.0.7-10.3.0.0'),
  ),
  addressSet,
);

const transportSide: Arbitrary<TransportSet> = fc.oneof(
  fc.constantFrom(
    TransportSet.all,
    TransportSet.tcp(PortSet.of(22)),
    TransportSet.tcp(PortSet.range(1, 1024)),
    TransportSet.udp(),
  ),
  transportPart,
);

/** A box of a packet set. */
export const packetBox = fc.record({ source: side, destination: side, transport: transportSide });

/** Up to three boxes. */
export const packetSet: Arbitrary<PacketSet> = fc
  .array(packetBox, { maxLength: 3 })
  .map((boxes) => PacketSet.ofBoxes(boxes));
