import { describe, expect, it } from 'vitest';
import { AddressSet } from './address-set.ts';
import { mix, mixAll, SEED } from './hash.ts';
import { PacketSet } from './packet-set.ts';
import { PortSet } from './port-set.ts';
import { TransportSet } from './transport-set.ts';

const distinct = (hashes: readonly number[]) => new Set(hashes).size;

describe('a hash', () => {
  it('depends on every bit of a word', () => {
    expect(distinct(Array.from({ length: 32 }, (_, bit) => mix(SEED, 2 ** bit)))).toBe(32);
  });

  it('depends on the words before, on their order and on their number', () => {
    expect(mix(mix(SEED, 1), 2)).not.toBe(mix(mix(SEED, 2), 1));
    expect(mix(1, 7)).not.toBe(mix(2, 7));
    expect(mixAll(SEED, Uint32Array.of(0))).not.toBe(mixAll(SEED, Uint32Array.of(0, 0)));
    expect(mixAll(SEED, Uint32Array.of(5, 9))).not.toBe(mixAll(SEED, Uint32Array.of(6, 9)));
  });

  it('is a signed 32-bit number, the same each time', () => {
    for (let word = 0; word < 1000; word++) expect(mix(SEED, word)).toBe(mix(SEED, word) | 0);
  });

  it('tells neighbouring sets apart', () => {
    const ports = Array.from({ length: 5000 }, (_, port) => PortSet.of(port).hash);
    const networks = Array.from(
      { length: 5000 },
      (_, n) => AddressSet.parse(`10.${n >> 8}.${n & 255}.0/24`).hash,
    );

    const transports = Array.from(
      { length: 1000 },
      (_, port) => TransportSet.tcp(PortSet.of(port)).hash,
    );
    const packets = Array.from(
      { length: 1000 },
      (_, n) => PacketSet.parse(`10.0.0.1 -> 10.0.0.2 : tcp ${n}`).hash,
    );

    expect(distinct(ports)).toBe(5000);
    expect(distinct(networks)).toBe(5000);
    expect(distinct(transports)).toBe(1000);
    expect(distinct(packets)).toBe(1000);
  });
});

describe('sets of the same hash are told apart', () => {
  it.each([
    ['10.1.136.171', '10.2.216.238'],
    ['2001:db8::474', '2001:db8::7bf5'],
  ])('addresses %s and %s', (text, twin) => {
    const [one, other] = [AddressSet.parse(text), AddressSet.parse(twin)];

    expect(one.hash).toBe(other.hash);
    expect(one.equals(other)).toBe(false);
    expect(one.intern()).not.toBe(other.intern());
  });

  it.each([
    ['tcp 11678-11679', 'tcp 2909-2911'],
    ['tcp 11678-11679>22', 'tcp 2909-2911>22'],
    ['udp 11678-11679', 'udp 2909-2911'],
    ['sctp 11678-11679', 'sctp 2909-2911'],
    ['icmp 45/158-159', 'icmp 11/93-95'],
    ['icmpv6 45/158-159', 'icmpv6 11/93-95'],
    ['protocol 137,140-220', 'protocol 143,177-196'],
  ])('transports %s and %s', (text, twin) => {
    const [one, other] = [TransportSet.parse(text), TransportSet.parse(twin)];

    expect(one.hash).toBe(other.hash);
    expect(one.equals(other)).toBe(false);
    expect(one.intern()).not.toBe(other.intern());
  });

  it('packets', () => {
    const to = (port: string) => PacketSet.parse(`10.0.0.1 -> 10.0.0.2 : tcp ${port}`);
    const from = (source: string) => PacketSet.parse(`${source} -> 10.0.0.2 : tcp 22`);

    expect(to('11678-11679').hash).toBe(to('2909-2911').hash);
    expect(to('11678-11679').equals(to('2909-2911'))).toBe(false);
    expect(from('10.1.136.171').hash).toBe(from('10.2.216.238').hash);
    expect(from('10.1.136.171').equals(from('10.2.216.238'))).toBe(false);
  });
});
