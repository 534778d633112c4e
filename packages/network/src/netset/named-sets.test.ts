import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { AddressSet } from './address-set.ts';
import {
  internet,
  internetIpv4,
  internetIpv6,
  linkLocal,
  namedSets,
  privateAddresses,
} from './named-sets.ts';

describe('the internet set', () => {
  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '100.63.255.255',
    '100.128.0.0',
    '172.32.0.0',
    '192.0.1.0',
    '198.20.0.0',
    '223.255.255.255',
    '2000::',
    '2001:200::',
    '2003::',
    '2600::1',
    '3fff:1000::',
  ])('holds %s', (address) => {
    expect(internet.has(parseAddress(address))).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.9',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::1',
    '64:ff9b::1',
    '1fff:ffff::',
    '2001::1',
    '2001:1ff::',
    '2001:db8::1',
    '2002::1',
    '3fff::1',
    '4000::',
    'fc00::1',
    'fe80::1',
    'ff02::1',
  ])('lacks %s', (address) => {
    expect(internet.has(parseAddress(address))).toBe(false);
  });

  it('has exactly the size that the registries leave', () => {
    // 2^32 less 0/8, 10/8, 127/8, 100.64/10, 169.254/16, 172.16/12, five /24, 192.88.99/24, 192.168/16, 198.18/15, 224/3.
    const removed =
      3 * 2 ** 24 + 2 ** 22 + 2 ** 16 + 2 ** 20 + 4 * 256 + 256 + 2 ** 16 + 2 ** 17 + 2 ** 29;
    expect(internetIpv4.size()).toBe(BigInt(2 ** 32 - removed));
    // 2000::/3 less 2001::/23, 2001:db8::/32, 2002::/16, 3fff::/20.
    expect(internetIpv6.size()).toBe(2n ** 125n - 2n ** 105n - 2n ** 96n - 2n ** 112n - 2n ** 108n);
    expect(internet.equals(internetIpv4.union(internetIpv6))).toBe(true);
  });
});

describe('named sets', () => {
  it('hold what their names say', () => {
    expect(privateAddresses.toString()).toBe('10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7');
    expect(linkLocal.toString()).toBe('169.254.0.0/16,fe80::/10');
  });

  it('carry a name, a source and a date each, and are of one family', () => {
    expect(new Set(namedSets.map(({ name }) => name)).size).toBe(namedSets.length);
    expect(namedSets.map(({ source }) => source.protocol)).toEqual(namedSets.map(() => 'https:'));
    expect(namedSets.map(({ date }) => date)).toEqual(namedSets.map(() => '2026-11-21'));
    expect(
      namedSets.filter(({ set }) => set.isEmpty || !(set.ipv4.isEmpty || set.ipv6.isEmpty)),
    ).toEqual([]);
  });

  it('cover both families without a gap, apart from IPv6 that is not handed out', () => {
    expect(
      AddressSet.unionOf(namedSets.map(({ set }) => set)).ipv4.equals(AddressSet.allIpv4),
    ).toBe(true);
    expect(
      namedSets.map(
        ({ name, set, source }) =>
          `${name}: ${set.cidrs().length} from ${source.host}${source.pathname}`,
      ),
    ).toEqual([
      'internet (IPv4): 116 from www.iana.org/assignments/iana-ipv4-special-registry/',
      'internet (IPv6): 45 from www.iana.org/assignments/iana-ipv6-special-registry/',
      'private (IPv4): 3 from www.rfc-editor.org/rfc/rfc1918',
      'private (IPv6): 1 from www.rfc-editor.org/rfc/rfc4193',
      'carrier-grade NAT: 1 from www.rfc-editor.org/rfc/rfc6598',
      'link-local (IPv4): 1 from www.rfc-editor.org/rfc/rfc3927',
      'link-local (IPv6): 1 from www.rfc-editor.org/rfc/rfc4291',
      'loopback (IPv4): 1 from www.rfc-editor.org/rfc/rfc1122',
      'loopback (IPv6): 1 from www.rfc-editor.org/rfc/rfc4291',
      'documentation (IPv4): 3 from www.rfc-editor.org/rfc/rfc5737',
      'documentation (IPv6): 2 from www.iana.org/assignments/iana-ipv6-special-registry/',
      'multicast (IPv4): 1 from www.rfc-editor.org/rfc/rfc5771',
      'multicast (IPv6): 1 from www.rfc-editor.org/rfc/rfc4291',
      'benchmarking (IPv4): 1 from www.rfc-editor.org/rfc/rfc2544',
      'benchmarking (IPv6): 1 from www.rfc-editor.org/rfc/rfc5180',
      'reserved (IPv4): 2 from www.iana.org/assignments/iana-ipv4-special-registry/',
      'protocol assignments (IPv4): 2 from www.iana.org/assignments/iana-ipv4-special-registry/',
      'protocol assignments (IPv6): 2 from www.iana.org/assignments/iana-ipv6-special-registry/',
    ]);
  });
});
