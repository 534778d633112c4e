import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';
import { AddressSet } from './address-set.ts';
import {
  addressSet,
  icmpSet,
  ipv4Value,
  ipv6Value,
  packetBox,
  packetSet,
  portSet,
  protocolSet,
  transportSet,
} from './arbitraries.testkit.ts';
import { RUNS, TIMEOUT_MS } from './campaign.testkit.ts';
import { IcmpSet } from './icmp-set.ts';
import { describeLaws } from './laws.testkit.ts';
import { PacketSet } from './packet-set.ts';
import { PortSet } from './port-set.ts';
import { ProtocolSet } from './protocol-set.ts';
import { TransportSet } from './transport-set.ts';

/** Asks the set for its own witness. */
function holds<W>(set: {
  witness(): W | undefined;
  has(witness: W): boolean;
}): boolean | undefined {
  const witness = set.witness();
  return witness === undefined ? undefined : set.has(witness);
}

describeLaws({ ...kindOf(AddressSet), name: 'address sets', arbitrary: addressSet });
describeLaws({ ...kindOf(PortSet), name: 'port sets', arbitrary: portSet });
describeLaws({ ...kindOf(IcmpSet), name: 'ICMP sets', arbitrary: icmpSet });
describeLaws({ ...kindOf(ProtocolSet), name: 'protocol sets', arbitrary: protocolSet });
describeLaws({ ...kindOf(TransportSet), name: 'transport sets', arbitrary: transportSet });
describeLaws({ ...kindOf(PacketSet), name: 'packet sets', arbitrary: packetSet });

/** What a class of sets offers to its laws. */
function kindOf<S extends { witness(): W | undefined; has(witness: W): boolean }, W>(kind: {
  readonly empty: S;
  readonly all: S;
  parse(text: string): S;
  unionOf(sets: Iterable<S>): S;
}) {
  return {
    empty: kind.empty,
    all: kind.all,
    parse: (text: string) => kind.parse(text),
    unionOf: (sets: Iterable<S>) => kind.unionOf(sets),
    holdsWitness: (set: S) => holds<W>(set),
  };
}

function law<T>(name: string, some: fc.Arbitrary<T>, check: (value: T) => void): void {
  it(name, { timeout: TIMEOUT_MS }, () => {
    fc.assert(fc.property(some, check), { numRuns: RUNS });
  });
}

describe('laws of one kind', () => {
  law('an IPv4 address reads back as itself', ipv4Value, (value) => {
    expect(parseAddress(formatAddress({ family: 'ipv4', value }))).toEqual({
      family: 'ipv4',
      value,
    });
  });
  law('an IPv6 address reads back as itself', ipv6Value, (value) => {
    expect(parseAddress(formatAddress({ family: 'ipv6', value }))).toEqual({
      family: 'ipv6',
      value,
    });
  });
  law('the parts of the families make up an address set', addressSet, (set) => {
    expect(set.ipv4.union(set.ipv6).equals(set)).toBe(true);
    expect(set.ipv4.isSubsetOf(AddressSet.allIpv4)).toBe(true);
    expect(set.ipv6.isSubsetOf(AddressSet.allIpv6)).toBe(true);
    expect(set.sizeOf('ipv4') + set.sizeOf('ipv6')).toBe(set.size());
  });
  law('a list of CIDRs reads back as its address set', addressSet, (set) => {
    expect(AddressSet.from(set.toJSON()).equals(set)).toBe(true);
  });
  law('the ranges of a port set make up the set and never touch', portSet, (set) => {
    const ranges = set.ranges();
    expect(PortSet.unionOf(ranges.map(([a, b]) => PortSet.range(a, b))).equals(set)).toBe(true);
    expect(ranges.every(([first], i) => i === 0 || first > (ranges[i - 1]?.[1] ?? 0) + 1)).toBe(
      true,
    );
  });
  law('reversing twice gives the transport set back', transportSet, (set) => {
    expect(set.reversed().reversed().equals(set)).toBe(true);
    expect(set.reversed().size()).toBe(set.size());
  });
  law('any source port widens a transport set and nothing else', transportSet, (set) => {
    const wide = set.anySourcePort();
    expect(set.isSubsetOf(wide)).toBe(true);
    expect(wide.tcpPorts().equals(set.tcpPorts())).toBe(true);
    expect(wide.anySourcePort().equals(wide)).toBe(true);
  });
  law('reversing twice gives the packet set back', packetSet, (set) => {
    expect(set.reversed().reversed().equals(set)).toBe(true);
    expect(set.reversed().sources().equals(set.destinations())).toBe(true);
  });
  law(
    'the union of boxes is the union of the packet sets of each',
    fc.array(packetBox, { maxLength: 5 }),
    (boxes) => {
      const each = boxes.map((box) => PacketSet.of(box.source, box.destination, box.transport));
      expect(
        PacketSet.ofBoxes(boxes).equals(each.reduce((a, b) => a.union(b), PacketSet.empty)),
      ).toBe(true);
    },
  );
  law('the rows of a packet set are disjoint boxes that make up the set', packetSet, (set) => {
    const rows = set.rows().map((row) => PacketSet.of(row.source, row.destination, row.transport));
    expect(PacketSet.unionOf(rows).equals(set)).toBe(true);
    expect(rows.reduce((sum, row) => sum + row.size(), 0n)).toBe(set.size());
  });
  law('the projections of a packet set are the smallest box around it', packetSet, (set) => {
    const box = PacketSet.of(set.sources(), set.destinations(), set.transports());
    expect(set.isSubsetOf(box)).toBe(true);
    expect(set.restrict({ source: set.sources() }).equals(set)).toBe(true);
    expect(
      set.restrict({ destination: set.destinations(), transport: set.transports() }).equals(set),
    ).toBe(true);
  });
});
