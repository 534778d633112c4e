import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { AddressSet } from './address-set.ts';
import { IcmpSet } from './icmp-set.ts';
import { NetsetParseError } from './netset-parse-error.ts';
import { PacketSet } from './packet-set.ts';
import { PortSet } from './port-set.ts';
import { ProtocolSet } from './protocol-set.ts';
import { TransportSet } from './transport-set.ts';

/** The error that a parser throws, as the fields that a caller may rely on. */
function refusal(parse: () => unknown): { text: string; position: number; reason: string } {
  try {
    const value = parse();
    throw new Error(`accepted as ${value}`);
  } catch (error) {
    if (!(error instanceof NetsetParseError)) throw error;
    const { text, position, reason } = error;
    return { text, position, reason };
  }
}

const FOUR = 'an IPv4 address has four octets';
const EIGHT = 'an IPv6 address has eight groups';
const ZONE = 'a zone id names an interface of one machine, not an address';
const MAPPED = 'an IPv4-mapped address: write the IPv4 address itself';
const OCTAL = 'an octet has a leading zero, which some systems read as octal';

describe('an address set is refused', () => {
  it.each<[text: string, position: number, reason: string]>([
    ['', 0, 'an address is expected'],
    [' ', 0, 'a digit or a dot is expected'],
    [' 1.2.3.4', 0, 'a digit or a dot is expected'],
    ['1.2.3.4 ', 7, 'a digit or a dot is expected'],
    ['1.2.3', 5, FOUR],
    ['1', 1, FOUR],
    ['1.2.3.4.5', 7, FOUR],
    ['1.2.3.', 6, 'an octet is missing'],
    ['1..2.3', 2, 'an octet is missing'],
    ['.1.2.3', 0, 'an octet is missing'],
    ['01.2.3.4', 0, OCTAL],
    ['1.2.3.00', 6, OCTAL],
    ['256.1.1.1', 0, 'an octet is above 255'],
    ['1.2.3.1000', 6, 'an octet is above 255'],
    ['1.2.3.x', 6, 'a digit or a dot is expected'],
    ['1.2.3.-4', 6, 'an octet is missing'],
    ['10.0.0.1/33', 9, 'a prefix length is at most 32'],
    ['10.0.0.1/', 9, 'a prefix length is missing'],
    ['1.2.3.4/08', 8, 'a prefix length has no leading zero'],
    ['1.2.3.4/+8', 8, 'a prefix length is a plain decimal number'],
    ['1.2.3.4/255.0.0.0', 8, 'a prefix length is at most 32'],
    ['1.2.3.4/8/8', 9, 'a prefix length is a plain decimal number'],
    ['/8', 0, 'an address is expected'],
    ['1.2.3.4-', 8, 'an address is expected'],
    ['1.2.3.4-1.2.3.3', 8, 'a range ends before it begins'],
    ['1.2.3.4-::1', 8, 'a range stays in one family'],
    ['1.2.3.4-1.2.3.5/32', 15, 'a digit or a dot is expected'],
    ['::1-1.2.3.4', 4, 'a range stays in one family'],
    ['fe80::-10.0.0.1', 7, 'a range stays in one family'],
    ['::2-::1', 4, 'a range ends before it begins'],
    ['1:0:0:0:0:0:0:0-0:0:0:0:0:0:0:9', 16, 'a range ends before it begins'],
    ['1.2.3.4,', 8, 'an address is expected'],
    [',1.2.3.4', 0, 'an address is expected'],
    ['1.2.3.4, 5.6.7.8', 8, 'a digit or a dot is expected'],
    ['::1::', 3, '"::" may stand only once'],
    ['::1::2', 3, '"::" may stand only once'],
    [':::', 2, 'a group is missing'],
    ['::::', 2, 'a group is missing'],
    [':1', 0, 'a group is missing'],
    [':', 0, 'a group is missing'],
    ['1:', 2, 'a group is missing'],
    ['1::2:', 5, 'a group is missing'],
    ['1:2', 3, EIGHT],
    ['1:2:3:4:5:6:7', 13, EIGHT],
    ['1:2:3:4:5:6:7:8:9', 16, EIGHT],
    ['1:2:3:4:5:6:7:8:', 16, 'a group is missing'],
    ['1:2:3:4:5:6:7::8', 16, '"::" stands for at least one group'],
    ['::1:2:3:4:5:6:7:8', 17, '"::" stands for at least one group'],
    ['1:2:3:4:5:6:7:8::', 17, '"::" stands for at least one group'],
    ['::12345', 6, 'a group has more than four digits'],
    ['::g', 2, 'a hexadecimal digit or a colon is expected'],
    ['::`', 2, 'a hexadecimal digit or a colon is expected'],
    ['::@', 2, 'a hexadecimal digit or a colon is expected'],
    ['::.1', 2, 'a hexadecimal digit or a colon is expected'],
    ['::1/129', 4, 'a prefix length is at most 128'],
    ['fe80::1%eth0', 7, ZONE],
    ['fe80::%1/64', 6, ZONE],
    ['::ffff:1.2.3.4', 0, MAPPED],
    ['0:0:0:0:0:ffff:1.2.3.4/128', 0, MAPPED],
    ['10.0.0.0/8,::ffff:1.2.3.4', 11, MAPPED],
    ['::1.2.3', 7, FOUR],
    ['64:ff9b::1.2.3.400', 15, 'an octet is above 255'],
    ['1:2:3:4:5:6:7:1.2.3.4', 14, 'an IPv4 tail takes the place of the last two groups'],
    ['::1.2.3.4:5', 9, 'a digit or a dot is expected'],
    ['1:2:3:4:5:1.2.3.4', 17, EIGHT],
    ['1:2:3:4:5:6::1.2.3.4', 20, '"::" stands for at least one group'],
  ])('%j', (text, position, reason) => {
    expect(refusal(() => AddressSet.parse(text))).toEqual({ text, position, reason });
    expect(refusal(() => AddressSet.from(['10.0.0.0/8', text]))).toEqual({
      text,
      position,
      reason,
    });
  });

  it('as a range of numbers that is reversed or of two families', () => {
    const [a, b] = [parseAddress('10.0.0.2'), parseAddress('10.0.0.1')];
    const reason = 'a range stays in one family and ends after it begins';

    expect(refusal(() => AddressSet.range(a, b))).toEqual({
      text: '10.0.0.2-10.0.0.1',
      position: 0,
      reason,
    });
    for (const other of ['::', '2001:db8::'])
      expect(refusal(() => AddressSet.range(a, parseAddress(other)))).toEqual({
        text: `10.0.0.2-${other}`,
        position: 0,
        reason,
      });
  });
});

describe('an address is refused', () => {
  it.each<[text: string, position: number, reason: string]>([
    ['', 0, 'an address is expected'],
    ['10.0.0.0/8', 8, 'a digit or a dot is expected'],
    ['::/0', 2, 'a hexadecimal digit or a colon is expected'],
    ['fe80::1%eth0', 7, ZONE],
    ['::ffff:1.2.3.4', 0, MAPPED],
  ])('%j', (text, position, reason) => {
    expect(refusal(() => parseAddress(text))).toEqual({ text, position, reason });
  });
});

describe('a port set is refused', () => {
  it.each<[text: string, position: number, reason: string]>([
    ['', 0, 'a port is missing'],
    ['80-22', 0, 'a range ends before it begins'],
    ['70000', 0, 'a port is at most 65535'],
    ['1-65536', 2, 'a port is at most 65535'],
    ['-1', 0, 'a port is missing'],
    ['22-', 3, 'a port is missing'],
    ['22,', 3, 'a port is missing'],
    [',22', 0, 'a port is missing'],
    ['22,,23', 3, 'a port is missing'],
    ['22, 23', 3, 'a port is a plain decimal number'],
    ['022', 0, 'a port has no leading zero'],
    ['1e3', 1, 'a port is a plain decimal number'],
    ['22-23-24', 5, 'a port is a plain decimal number'],
    ['ssh', 0, 'a port is a plain decimal number'],
  ])('%j', (text, position, reason) => {
    expect(refusal(() => PortSet.parse(text))).toEqual({ text, position, reason });
  });

  it('made of numbers that are no ports', () => {
    const reason = 'a port is a whole number from 0 to 65535';

    expect(refusal(() => PortSet.of(22, 65536))).toEqual({ text: '65536', position: 0, reason });
    expect(refusal(() => PortSet.of(-1))).toEqual({ text: '-1', position: 0, reason });
    expect(refusal(() => PortSet.of(1.5))).toEqual({ text: '1.5', position: 0, reason });
    expect(refusal(() => PortSet.range(0, Number.NaN))).toEqual({
      text: 'NaN',
      position: 0,
      reason,
    });
    expect(refusal(() => PortSet.range(80, 22))).toEqual({
      text: '80-22',
      position: 0,
      reason: 'a range ends before it begins',
    });
  });
});

describe('ICMP and protocol sets are refused', () => {
  it.each<[text: string, position: number, reason: string]>([
    ['', 0, 'a type of ICMP is missing'],
    ['256', 0, 'a type of ICMP is at most 255'],
    ['8/', 2, 'a code of ICMP is missing'],
    ['/4', 0, 'a type of ICMP is missing'],
    ['8/256', 2, 'a code of ICMP is at most 255'],
    ['8-9/0', 1, 'a type of ICMP is a plain decimal number'],
    ['3/4-2', 2, 'a range ends before it begins'],
    ['3,8/x', 4, 'a code of ICMP is a plain decimal number'],
  ])('ICMP %j', (text, position, reason) => {
    expect(refusal(() => IcmpSet.parse(text))).toEqual({ text, position, reason });
  });

  it('ICMP types and codes out of bounds', () => {
    expect(refusal(() => IcmpSet.of(256)).reason).toBe(
      'a type of ICMP is a whole number from 0 to 255',
    );
    expect(refusal(() => IcmpSet.of(8, -1)).reason).toBe(
      'a code of ICMP is a whole number from 0 to 255',
    );
  });

  it.each<[text: string, position: number, reason: string]>([
    ['', 0, 'a protocol number is missing'],
    ['256', 0, 'a protocol number is at most 255'],
    ['tcp', 0, 'a protocol number is a plain decimal number'],
  ])('protocol %j', (text, position, reason) => {
    expect(refusal(() => ProtocolSet.parse(text))).toEqual({ text, position, reason });
  });

  it('protocol numbers out of bounds', () => {
    const reason = 'a protocol number is a whole number from 0 to 255';

    expect(refusal(() => ProtocolSet.of(256)).reason).toBe(reason);
    expect(refusal(() => ProtocolSet.range(0, 256)).reason).toBe(reason);
    expect(refusal(() => TransportSet.protocol(-1)).reason).toBe(reason);
  });
});

describe('a transport set is refused', () => {
  const EXPECTED = 'tcp, udp, sctp, icmp, icmpv6 or protocol is expected';

  it.each<[text: string, position: number, reason: string]>([
    ['', 0, EXPECTED],
    ['gre', 0, EXPECTED],
    ['tcp;', 4, EXPECTED],
    ['tcp;  udp', 5, EXPECTED],
    ['any; tcp', 0, EXPECTED],
    ['tcp ', 4, 'a port is missing'],
    ['tcp 70000', 4, 'a port is at most 65535'],
    ['udp 53; tcp 22,x', 15, 'a port is a plain decimal number'],
    ['tcp 1>', 6, 'a port is missing'],
    ['tcp >1', 4, 'a port is missing'],
    ['tcp 1>2>3', 7, 'a port is a plain decimal number'],
    ['tcp 22; udp 1-x>53', 14, 'a port is a plain decimal number'],
    ['icmp 8/x', 7, 'a code of ICMP is a plain decimal number'],
    ['icmpv6 300', 7, 'a type of ICMP is at most 255'],
    ['protocol', 8, 'a protocol number is missing'],
    ['protocol 300', 9, 'a protocol number is at most 255'],
  ])('%j', (text, position, reason) => {
    expect(refusal(() => TransportSet.parse(text))).toEqual({ text, position, reason });
  });
});

describe('a packet set is refused', () => {
  it.each<[text: string, position: number, reason: string]>([
    ['', 0, '" -> " is missing in this row'],
    ['10.0.0.0/8', 0, '" -> " is missing in this row'],
    ['10.0.0.0/8 -> 0.0.0.0/0', 14, '" : " is missing in this row'],
    ['10.0.0.0/8 -> 0.0.0.0/0\n::1 -> ::1 : tcp', 14, '" : " is missing in this row'],
    ['::1 : tcp\n::1 -> ::1 : tcp', 0, '" -> " is missing in this row'],
    ['10.0.0.0/40 -> 0.0.0.0/0 : any', 9, 'a prefix length is at most 32'],
    ['10.0.0.0/8 -> 0.0.0.0/40 : any', 22, 'a prefix length is at most 32'],
    ['10.0.0.0/8 -> 0.0.0.0/4 : tcp x', 30, 'a port is a plain decimal number'],
    ['::1 -> ::1 : tcp\n::x -> ::1 : tcp', 19, 'a hexadecimal digit or a colon is expected'],
    ['::1 -> ::1 : tcp\n', 17, '" -> " is missing in this row'],
    ['\n::1 -> ::1 : tcp', 0, '" -> " is missing in this row'],
    [' -> ::1 : tcp', 0, 'an address is expected'],
    ['::1 :  -> ::1', 10, '" : " is missing in this row'],
  ])('%j', (text, position, reason) => {
    expect(refusal(() => PacketSet.parse(text))).toEqual({ text, position, reason });
  });
});

it('a parse error names the text, the place and the reason in one sentence', () => {
  const error = new NetsetParseError('10.0.0.1/33', 9, 'a prefix length is at most 32');

  expect(error.message).toBe(
    'Cannot read "10.0.0.1/33": a prefix length is at most 32 (at character 10).',
  );
  expect(error.code).toBe('POSTURE_NETSET_PARSE');
  expect(error.name).toBe('NetsetParseError');
});
