import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';

describe('an IPv4 address', () => {
  it('is the number that its octets spell', () => {
    expect(parseAddress('0.0.0.0')).toEqual({ family: 'ipv4', value: 0 });
    expect(parseAddress('10.1.2.3')).toEqual({ family: 'ipv4', value: 0x0a010203 });
    expect(parseAddress('255.255.255.255')).toEqual({ family: 'ipv4', value: 4294967295 });
  });

  it('prints in dotted decimal', () => {
    expect(formatAddress({ family: 'ipv4', value: 0xc0000201 })).toBe('192.0.2.1');
  });
});

describe('an IPv6 address', () => {
  // RFC 5952: section 4.1 leading zeros, 4.2.1 shorten as much as possible, 4.2.2 no "::" for one group,
  // 4.2.3 the longest run, the first of equals, 4.3 lower case.
  it.each([
    ['::', '::'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:DB8::ABCD', '2001:db8::abcd'],
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:0:0', '1:2:3:4:5:6::'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
    ['::1.2.3.4', '::102:304'],
    ['::ffff:102:304', '::ffff:102:304'],
    ['::ffff:0:1.2.3.4', '::ffff:0:102:304'],
    ['1::ffff:1.2.3.4', '1::ffff:102:304'],
    ['::1:ffff:1.2.3.4', '::1:ffff:102:304'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('%s prints as %s', (text, printed) => {
    expect(formatAddress(parseAddress(text))).toBe(printed);
  });

  it('is the number that its groups spell', () => {
    expect(parseAddress('2001:db8::89ab:cdef').family).toBe('ipv6');
    expect(parseAddress('2001:db8::89ab:cdef').value).toBe(0x20010db8_00000000_00000000_89abcdefn);
  });
});
