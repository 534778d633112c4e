import { describe, expect, it } from 'vitest';
import { IcmpSet } from './icmp-set.ts';
import { PortSet } from './port-set.ts';
import { ProtocolSet } from './protocol-set.ts';
import { TransportSet } from './transport-set.ts';

const ssh = TransportSet.tcp(PortSet.of(22));

describe('a transport set', () => {
  it.each([
    ['tcp', 'tcp'],
    ['tcp 0-65535', 'tcp'],
    ['tcp 443,80', 'tcp 80,443'],
    ['tcp 22;tcp 23', 'tcp 22-23'],
    ['udp 1024-65535>53', 'udp 1024-65535>53'],
    ['udp 1-2>53; udp 3>53', 'udp 1-3>53'],
    ['udp 1-2>53; udp 2-3>54', 'udp 1>53; udp 2>53-54; udp 3>54'],
    ['sctp 0-65535>7', 'sctp 7'],
    ['sctp 7>0-65535', 'sctp 7>0-65535'],
    ['icmpv6 128/0; icmp 8', 'icmp 8; icmpv6 128/0'],
    ['icmpv6; icmp', 'icmp; icmpv6'],
    ['protocol 47,50-51', 'protocol 47,50-51'],
    ['protocol 6', 'tcp'],
    ['protocol 17', 'udp'],
    ['protocol 132', 'sctp'],
    ['protocol 1', 'icmp'],
    ['protocol 58', 'icmpv6'],
    ['protocol 46-47; protocol 48', 'protocol 46-48'],
    ['protocol 0-255', 'any'],
    ['protocol none', 'none'],
    ['tcp none', 'none'],
    ['any', 'any'],
    ['none', 'none'],
  ])('%s prints as %s', (written, canonical) => {
    expect(TransportSet.parse(written).toString()).toBe(canonical);
    expect(JSON.stringify(TransportSet.parse(written))).toBe(JSON.stringify(canonical));
  });

  it('of one protocol number is every packet of it', () => {
    expect(TransportSet.protocol(6).equals(TransportSet.tcp())).toBe(true);
    expect(TransportSet.protocol(17).equals(TransportSet.udp())).toBe(true);
    expect(TransportSet.protocol(132).equals(TransportSet.sctp())).toBe(true);
    expect(TransportSet.protocol(1).equals(TransportSet.icmp())).toBe(true);
    expect(TransportSet.protocol(58).equals(TransportSet.icmpv6())).toBe(true);
    expect(TransportSet.protocol(47).otherProtocols().toString()).toBe('47');
    expect(TransportSet.protocols(ProtocolSet.all).equals(TransportSet.all)).toBe(true);
    expect(TransportSet.protocols(ProtocolSet.empty).isEmpty).toBe(true);
  });

  it('counts headers', () => {
    expect(ssh.size()).toBe(65536n);
    expect(TransportSet.icmp(IcmpSet.of(8, 0)).size()).toBe(1n);
    expect(TransportSet.all.size()).toBe(3n * 2n ** 32n + 2n * 65536n + 251n);
  });

  it('gives the ports, messages and protocols that occur', () => {
    const set = TransportSet.parse(
      'tcp 22; tcp 5>80; udp 53; sctp 7; icmp 8; icmpv6 128; protocol 47',
    );

    expect(set.tcpPorts().toString()).toBe('22,80');
    expect(set.udpPorts().toString()).toBe('53');
    expect(set.sctpPorts().toString()).toBe('7');
    expect(set.icmpTypes().toString()).toBe('8');
    expect(set.icmpv6Types().toString()).toBe('128');
    expect(set.otherProtocols().toString()).toBe('47');
    expect(set.sourcePorts()).toBe(PortSet.all);
    expect(TransportSet.parse('tcp 5>80; udp 6>53').sourcePorts().toString()).toBe('5-6');
    expect(TransportSet.icmp().tcpPorts()).toBe(PortSet.empty);
    expect(TransportSet.icmp().udpPorts()).toBe(PortSet.empty);
    expect(TransportSet.icmp().sctpPorts()).toBe(PortSet.empty);
    expect(TransportSet.icmp().sourcePorts()).toBe(PortSet.empty);
  });

  it('reversed swaps the ports and keeps the rest', () => {
    expect(TransportSet.parse('tcp 22; icmp 8; protocol 47').reversed().toString()).toBe(
      'tcp 22>0-65535; icmp 8; protocol 47',
    );
    expect(TransportSet.parse('sctp 1>2; udp 3>4').reversed().toString()).toBe('udp 4>3; sctp 2>1');
  });

  it('from any source port keeps the destination ports', () => {
    expect(
      TransportSet.parse('tcp 1>22; tcp 2>23; udp 3>53; sctp 4>5; icmp').anySourcePort().toString(),
    ).toBe('tcp 22-23; udp 53; sctp 5; icmp');
    expect(TransportSet.icmp().anySourcePort().toString()).toBe('icmp');
  });

  it('has a packet that agrees with what is given', () => {
    const set = TransportSet.parse(
      'tcp 1000>22; udp 53; sctp 7; icmp 8/0; icmpv6 128; protocol 47',
    );

    expect(set.has({ protocol: 6 })).toBe(true);
    expect(set.has({ protocol: 6, destinationPort: 22 })).toBe(true);
    expect(set.has({ protocol: 6, destinationPort: 23 })).toBe(false);
    expect(set.has({ protocol: 6, sourcePort: 1000 })).toBe(true);
    expect(set.has({ protocol: 6, sourcePort: 1001, destinationPort: 22 })).toBe(false);
    expect(set.has({ protocol: 17, destinationPort: 53 })).toBe(true);
    expect(set.has({ protocol: 17, destinationPort: 22 })).toBe(false);
    expect(set.has({ protocol: 132, destinationPort: 7 })).toBe(true);
    expect(set.has({ protocol: 132, destinationPort: 53 })).toBe(false);
    expect(set.has({ protocol: 1 })).toBe(true);
    expect(set.has({ protocol: 1, icmpType: 8 })).toBe(true);
    expect(set.has({ protocol: 1, icmpType: 8, icmpCode: 1 })).toBe(false);
    expect(set.has({ protocol: 1, icmpType: 0 })).toBe(false);
    expect(set.has({ protocol: 58, icmpType: 128, icmpCode: 9 })).toBe(true);
    expect(set.has({ protocol: 58, icmpType: 8 })).toBe(false);
    expect(set.has({ protocol: 47 })).toBe(true);
    expect(set.has({ protocol: 50 })).toBe(false);
    expect(TransportSet.tcp().has({ protocol: 1 })).toBe(false);
    expect(TransportSet.tcp().has({ protocol: 6, sourcePort: 0, destinationPort: 0 })).toBe(true);
  });

  it('names one header as witness, from a client port where that may be', () => {
    expect(ssh.witness()).toEqual({ protocol: 6, sourcePort: 49152, destinationPort: 22 });
    expect(TransportSet.parse('udp 5-9>53').witness()).toEqual({
      protocol: 17,
      sourcePort: 5,
      destinationPort: 53,
    });
    expect(TransportSet.parse('tcp 5>22; tcp 40000-50000>23').witness()).toEqual({
      protocol: 6,
      sourcePort: 49152,
      destinationPort: 23,
    });
    expect(TransportSet.sctp().witness()?.protocol).toBe(132);
    expect(TransportSet.icmp(IcmpSet.of(3, 4)).witness()).toEqual({
      protocol: 1,
      icmpType: 3,
      icmpCode: 4,
    });
    expect(TransportSet.icmpv6(IcmpSet.of(128)).witness()).toEqual({
      protocol: 58,
      icmpType: 128,
      icmpCode: 0,
    });
    expect(TransportSet.protocol(47).witness()).toEqual({ protocol: 47 });
    expect(TransportSet.empty.witness()).toBeUndefined();
  });

  it('keeps its identity through operations that change nothing', () => {
    expect(ssh.union(ssh)).toBe(ssh);
    expect(ssh.intersect(ssh)).toBe(ssh);
    expect(ssh.union(TransportSet.empty)).toBe(ssh);
    expect(ssh.subtract(TransportSet.icmp())).toBe(ssh);
    expect(TransportSet.unionOf([ssh, ssh])).toBe(ssh);
    const echo = TransportSet.icmp(IcmpSet.of(8));
    expect(echo.union(echo)).toBe(echo);
    expect(echo.intersect(echo)).toBe(echo);
    expect(TransportSet.unionOf([echo, echo])).toBe(echo);
    expect(TransportSet.unionOf([])).toBe(TransportSet.empty);
  });

  it.each(['tcp 22', 'udp 22', 'sctp 22', 'icmp 22', 'icmpv6 22', 'protocol 22'])(
    '%s is told from its neighbours in every comparison',
    (text) => {
      const set = TransportSet.parse(text);
      const others = ['tcp 23', 'udp 23', 'sctp 23', 'icmp 23', 'icmpv6 23', 'protocol 23'].map(
        TransportSet.parse,
      );

      expect(set.isEmpty).toBe(false);
      expect(others.filter((other) => other.overlaps(set))).toEqual([]);
      expect(others.filter((other) => other.equals(set))).toEqual([]);
      expect(others.filter((other) => set.isSubsetOf(other))).toEqual([]);
      expect(set.overlaps(TransportSet.all)).toBe(true);
      expect(set.equals(TransportSet.parse(text))).toBe(true);
    },
  );
});
