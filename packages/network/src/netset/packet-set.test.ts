import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { AddressSet } from './address-set.ts';
import { type PacketBox, PacketSet } from './packet-set.ts';
import { PortSet } from './port-set.ts';
import { TransportSet } from './transport-set.ts';

const ssh = TransportSet.tcp(PortSet.of(22));
const office = AddressSet.parse('192.0.2.0/24,2001:db8::/32');
const servers = AddressSet.parse('10.0.0.0/8');

const one = ({ source, destination, transport }: PacketBox) =>
  PacketSet.of(source, destination, transport);

describe('a packet set', () => {
  it('drops combinations of two families', () => {
    expect(PacketSet.of(office, servers, ssh).toString()).toBe(
      '192.0.2.0/24 -> 10.0.0.0/8 : tcp 22',
    );
    expect(PacketSet.of(office.ipv6, servers, ssh).isEmpty).toBe(true);
    expect(
      PacketSet.ofBoxes([{ source: office.ipv6, destination: servers, transport: ssh }]).isEmpty,
    ).toBe(true);
    expect(PacketSet.all.size()).toBe((2n ** 64n + 2n ** 256n) * TransportSet.all.size());
  });

  it('prints an ordered partition: sources, destinations, transports', () => {
    const set = PacketSet.ofBoxes([
      { source: office, destination: office, transport: ssh },
      { source: servers, destination: servers, transport: TransportSet.udp() },
      {
        source: AddressSet.parse('10.0.0.0/9'),
        destination: AddressSet.parse('10.0.0.0/9'),
        transport: ssh,
      },
    ]);

    expect(set.toString().split('\n')).toEqual([
      '10.0.0.0/9 -> 10.0.0.0/9 : tcp 22; udp',
      '10.0.0.0/9 -> 10.128.0.0/9 : udp',
      '10.128.0.0/9 -> 10.0.0.0/8 : udp',
      '192.0.2.0/24 -> 192.0.2.0/24 : tcp 22',
      '2001:db8::/32 -> 2001:db8::/32 : tcp 22',
    ]);
    expect(set.toJSON()[0]).toEqual({
      source: ['10.0.0.0/9'],
      destination: ['10.0.0.0/9'],
      transport: 'tcp 22; udp',
    });
    expect(PacketSet.parse(set.toString()).equals(set)).toBe(true);
  });

  it('merges rows of equal meaning, whatever cut them', () => {
    const left = PacketSet.of(AddressSet.parse('10.0.0.0/9'), office, ssh);
    const right = PacketSet.of(AddressSet.parse('10.128.0.0/9'), office, ssh);

    expect(left.union(right).rows()).toHaveLength(1);
    expect(left.union(right).equals(PacketSet.of(servers, office, ssh))).toBe(true);
    expect(left.union(right).intern()).toBe(PacketSet.of(servers, office, ssh).intern());
  });

  it('reversed is the way back of its packets', () => {
    const set = PacketSet.of(AddressSet.parse('192.0.2.7'), servers, ssh);

    expect(set.reversed().toString()).toBe('10.0.0.0/8 -> 192.0.2.7/32 : tcp 22>0-65535');
  });

  it('restricts the sides that are named and leaves the others', () => {
    const set = PacketSet.of(office, AddressSet.all, TransportSet.all);

    expect(set.restrict({ destination: servers }).toString()).toBe(
      '192.0.2.0/24 -> 10.0.0.0/8 : any',
    );
    expect(set.restrict({ source: AddressSet.allIpv6, transport: ssh }).toString()).toBe(
      '2001:db8::/32 -> ::/0 : tcp 22',
    );
    expect(set.restrict({}).equals(set)).toBe(true);
  });

  it('gives the sides that occur', () => {
    const set = PacketSet.parse('10.0.0.1 -> 10.0.0.2 : tcp 1\n10.0.0.3 -> 10.0.0.4 : udp 2');

    expect(set.sources().toString()).toBe('10.0.0.1/32,10.0.0.3/32');
    expect(set.destinations().toString()).toBe('10.0.0.2/32,10.0.0.4/32');
    expect(set.transports().toString()).toBe('tcp 1; udp 2');
    expect(PacketSet.empty.sources()).toBe(AddressSet.empty);
    expect(PacketSet.empty.destinations()).toBe(AddressSet.empty);
    expect(PacketSet.empty.transports()).toBe(TransportSet.empty);
  });

  it('names one packet as witness', () => {
    const set = PacketSet.of(office, servers, ssh);

    expect(set.witness()).toEqual({
      source: parseAddress('192.0.2.0'),
      destination: parseAddress('10.0.0.0'),
      transport: { protocol: 6, sourcePort: 49152, destinationPort: 22 },
    });
    expect(PacketSet.empty.witness()).toBeUndefined();
  });

  it('has a packet only if all three sides agree', () => {
    const set = PacketSet.of(office, servers, ssh);
    const packet = {
      source: parseAddress('192.0.2.1'),
      destination: parseAddress('10.0.0.1'),
      transport: { protocol: 6, destinationPort: 22 },
    };

    expect(set.has(packet)).toBe(true);
    expect(set.has({ ...packet, source: parseAddress('192.0.3.1') })).toBe(false);
    expect(set.has({ ...packet, destination: parseAddress('11.0.0.1') })).toBe(false);
    expect(set.has({ ...packet, transport: { protocol: 6, destinationPort: 23 } })).toBe(false);
  });

  it('keeps its identity through operations that change nothing', () => {
    const set = PacketSet.of(office, servers, ssh);

    expect(set.union(PacketSet.empty)).toBe(set);
    expect(set.union(set)).toBe(set);
    expect(set.intersect(set)).toBe(set);
    expect(set.subtract(PacketSet.empty)).toBe(set);
    expect(PacketSet.empty.union(set).equals(set)).toBe(true);
    expect(PacketSet.empty.isSubsetOf(set)).toBe(true);
    expect(PacketSet.unionOf([]).isEmpty).toBe(true);
    expect(PacketSet.parse('none')).toBe(PacketSet.empty);
    expect(PacketSet.empty.toString()).toBe('none');
    expect(PacketSet.empty.toJSON()).toEqual([]);
  });

  it('of 20,000 boxes with few transports is a few rows', () => {
    const boxes = Array.from({ length: 20_000 }, (_, i) => ({
      source: AddressSet.parse(`10.${i >> 8}.${i & 255}.0/25`),
      destination: i % 2 === 0 ? servers : office.ipv4,
      transport: ssh,
    }));

    const set = PacketSet.ofBoxes(boxes);

    expect(set.rows()).toHaveLength(2);
    expect(set.size()).toBe(10_000n * 128n * (2n ** 24n + 256n) * 65536n);
  });

  it('is cut by as many transports as there are, beyond what one pass tells apart', () => {
    const boxes = Array.from({ length: 60 }, (_, index) => ({
      source: AddressSet.parse(`10.0.0.${index}-10.0.0.99,2001:db8::${index}`),
      destination: AddressSet.all,
      transport: TransportSet.tcp(PortSet.of(1000 + index)),
    }));

    const set = PacketSet.ofBoxes(boxes);

    expect(set.equals(PacketSet.unionOf(boxes.map((box) => one(box))))).toBe(true);
    expect(set.rows()).toHaveLength(120);
  });

  it('is narrowed to destinations, whether its rows look at them or not', () => {
    const anywhere = PacketSet.of(office, AddressSet.all, ssh);
    const somewhere = anywhere.union(PacketSet.of(servers, servers, TransportSet.udp()));
    const mixed = AddressSet.parse('10.0.0.1,2001:db8::1');

    expect(anywhere.toDestinations(mixed).toString().split('\n')).toEqual([
      '192.0.2.0/24 -> 10.0.0.1/32 : tcp 22',
      '2001:db8::/32 -> 2001:db8::1/128 : tcp 22',
    ]);
    expect(anywhere.toDestinations(mixed.ipv4).toString()).toBe(
      '192.0.2.0/24 -> 10.0.0.1/32 : tcp 22',
    );
    const toIpv4 = anywhere.toDestinations(mixed.ipv4);
    expect(toIpv4.equals(anywhere.restrict({ destination: mixed.ipv4 }))).toBe(true);
    for (const set of [anywhere, somewhere])
      expect(set.toDestinations(mixed).equals(set.restrict({ destination: mixed }))).toBe(true);
  });

  it('is narrowed to destinations where one source may do different things to each', () => {
    const set = PacketSet.parse(
      '192.0.2.1 -> 10.0.0.1 : tcp 22\n192.0.2.1 -> 10.0.0.2-10.0.0.9 : udp 53',
    );

    expect(
      set.toDestinations(AddressSet.parse('10.0.0.1,10.0.0.4')).toString().split('\n'),
    ).toEqual(['192.0.2.1/32 -> 10.0.0.1/32 : tcp 22', '192.0.2.1/32 -> 10.0.0.4/32 : udp 53']);
    expect(set.toDestinations(AddressSet.parse('10.0.0.1')).toString()).toBe(
      '192.0.2.1/32 -> 10.0.0.1/32 : tcp 22',
    );
    expect(set.widened()).toBe(undefined);
  });

  it('to everywhere, joins more transports than one pass tells apart', () => {
    const parts = Array.from({ length: 70 }, (_, port) => ({
      sources: [AddressSet.parse(`192.0.2.${port % 7}`), office.ipv6],
      transport: TransportSet.tcp(PortSet.of(port)),
    }));

    const set = PacketSet.toEverywhere(parts);

    expect(set.toString().split('\n')).toEqual([
      ...Array.from({ length: 7 }, (_, host) => {
        const ports = Array.from({ length: 10 }, (_, ten) => ten * 7 + host);
        return `192.0.2.${host}/32 -> 0.0.0.0/0 : tcp ${ports.join(',')}`;
      }),
      '2001:db8::/32 -> ::/0 : tcp 0-69',
    ]);
    expect(PacketSet.toEverywhere([]).isEmpty).toBe(true);
  });

  it('from some sources, keeps the order of its rows', () => {
    const set = PacketSet.ofBoxes([
      { source: AddressSet.parse('10.0.0.1,10.0.0.9'), destination: servers, transport: ssh },
      { source: AddressSet.parse('10.0.0.5'), destination: servers, transport: TransportSet.udp() },
    ]);

    expect(set.fromSources(AddressSet.parse('10.0.0.5-10.0.0.9')).toString().split('\n')).toEqual([
      '10.0.0.5/32 -> 10.0.0.0/8 : udp',
      '10.0.0.9/32 -> 10.0.0.0/8 : tcp 22',
    ]);
  });

  it('widened to every destination, sets that differ in their destinations alone are equal', () => {
    const to = (destination: string) =>
      PacketSet.ofBoxes([
        { source: office, destination: AddressSet.parse(destination), transport: ssh },
        {
          source: servers,
          destination: AddressSet.parse(destination),
          transport: TransportSet.udp(),
        },
      ]);
    const first = to('192.0.2.1,2001:db8::1');
    const second = to('192.0.2.7,2001:db8::7');

    expect(first.widened()?.packets.toString().split('\n')).toEqual([
      '10.0.0.0/8 -> 0.0.0.0/0 : udp',
      '192.0.2.0/24 -> 0.0.0.0/0 : tcp 22',
      '2001:db8::/32 -> ::/0 : tcp 22',
    ]);
    expect(first.widened()?.destinations.toString()).toBe('192.0.2.1/32,2001:db8::1/128');
    expect(second.widened()?.packets.intern()).toBe(first.widened()?.packets.intern());
    for (const set of [first, second, PacketSet.empty, PacketSet.all]) {
      const wide = set.widened();
      expect(wide?.packets.toDestinations(wide.destinations).equals(set)).toBe(true);
    }
  });

  it('rows of one family that go elsewhere are not widened', () => {
    const box = (source: AddressSet, destination: string) => ({
      source,
      destination: AddressSet.parse(destination),
      transport: ssh,
    });

    expect(
      PacketSet.ofBoxes([box(office, '192.0.2.1'), box(servers, '192.0.2.1,192.0.2.2')]).widened(),
    ).toBe(undefined);
  });
});
