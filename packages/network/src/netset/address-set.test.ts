import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { AddressSet } from './address-set.ts';

const text = (set: AddressSet) => set.toString();

describe('the first CIDRs of an address set', () => {
  const set = AddressSet.parse('10.0.0.1-10.0.0.6,2001:db8::6-2001:db8::9');

  it.each([
    [0, '', 6],
    [1, '10.0.0.1/32', 5],
    [3, '10.0.0.1/32,10.0.0.2/31,10.0.0.4/31', 3],
    [5, '10.0.0.1/32,10.0.0.2/31,10.0.0.4/31,10.0.0.6/32,2001:db8::6/127', 1],
    [6, text(set), 0],
    [7, text(set), 0],
  ])('at most %i are %s, and %i follow', (most, expected, more) => {
    const { cidrs, more: following } = set.fewCidrs(most);

    expect([cidrs.join(','), following]).toEqual([expected, more]);
  });
});

describe('reading an address set', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['1.2.3.4', '1.2.3.4/32'],
    ['1.2.3.4/0', '0.0.0.0/0'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['10.0.0.0-10.0.0.255', '10.0.0.0/24'],
    ['10.0.0.1-10.0.0.6', '10.0.0.1/32,10.0.0.2/31,10.0.0.4/31,10.0.0.6/32'],
    ['0.0.0.0-255.255.255.255', '0.0.0.0/0'],
    ['128.0.0.0-255.255.255.255', '128.0.0.0/1'],
    ['10.0.0.5-10.0.0.5', '10.0.0.5/32'],
    ['10.0.0.0/9,10.128.0.0/9', '10.0.0.0/8'],
    ['192.0.2.1,10.0.0.1,::1', '10.0.0.1/32,192.0.2.1/32,::1/128'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['2001:db8::ffff/127', '2001:db8::fffe/127'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['::/0', '::/0'],
    ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::/0'],
    ['8000::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '8000::/1'],
    ['::5-::5', '::5/128'],
    ['::-::ffff:ffff', '::/96'],
    ['::fffe-::1:2', '::fffe/127,::1:0/127,::1:2/128'],
    ['::ffff:a00:1', '::ffff:a00:1/128'],
    ['none', 'none'],
  ])('%s is %s', (written, canonical) => {
    expect(text(AddressSet.parse(written))).toBe(canonical);
  });

  it('takes two halves for the whole', () => {
    const halves = AddressSet.from(['0.0.0.0/1', '128.0.0.0/1', '8000::/1', '::/1', 'none']);

    expect(halves.equals(AddressSet.all)).toBe(true);
    expect(halves.intern()).toBe(AddressSet.all.intern());
  });

  it('of no text is the empty set', () => {
    expect(AddressSet.from([])).toBe(AddressSet.empty);
    expect(AddressSet.from(['none'])).toBe(AddressSet.empty);
  });
});

describe('an address set', () => {
  const office = AddressSet.parse('192.0.2.0/24,2001:db8::/32');

  it('counts its addresses exactly, beyond what a double holds', () => {
    expect(office.size()).toBe(256n + 2n ** 96n);
    expect(office.sizeOf('ipv4')).toBe(256n);
    expect(office.sizeOf('ipv6')).toBe(2n ** 96n);
    expect(AddressSet.all.size()).toBe(2n ** 32n + 2n ** 128n);
  });

  it('has the addresses between its bounds and no others', () => {
    expect(office.has(parseAddress('192.0.2.0'))).toBe(true);
    expect(office.has(parseAddress('192.0.2.255'))).toBe(true);
    expect(office.has(parseAddress('192.0.1.255'))).toBe(false);
    expect(office.has(parseAddress('192.0.3.0'))).toBe(false);
    expect(office.has(parseAddress('2001:db8::'))).toBe(true);
    expect(office.has(parseAddress('2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'))).toBe(true);
    expect(office.has(parseAddress('2001:db7:ffff:ffff:ffff:ffff:ffff:ffff'))).toBe(false);
    expect(office.has(parseAddress('2001:db9::'))).toBe(false);
  });

  it('never lets a family hold an address of the other', () => {
    expect(AddressSet.allIpv4.has(parseAddress('::'))).toBe(false);
    expect(AddressSet.allIpv6.has(parseAddress('0.0.0.0'))).toBe(false);
    expect(AddressSet.allIpv4.overlaps(AddressSet.allIpv6)).toBe(false);
    expect(text(AddressSet.allIpv4.complement())).toBe('::/0');
  });

  it('gives its parts by family, itself where it has one family only', () => {
    expect(text(office.ipv4)).toBe('192.0.2.0/24');
    expect(text(office.ipv6)).toBe('2001:db8::/32');
    expect(office.ipv4).toBe(office.ipv4);
    expect(office.ipv6).toBe(office.ipv6);
    expect(AddressSet.allIpv4.ipv4).toBe(AddressSet.allIpv4);
    expect(AddressSet.allIpv6.ipv6).toBe(AddressSet.allIpv6);
    expect(AddressSet.allIpv4.ipv6).toBe(AddressSet.empty);
  });

  it('keeps its identity through operations that change nothing', () => {
    expect(office.union(AddressSet.empty)).toBe(office);
    expect(AddressSet.empty.union(office)).toBe(office);
    expect(office.subtract(AddressSet.empty)).toBe(office);
    expect(AddressSet.empty.intersect(office)).toBe(AddressSet.empty);
    expect(office.intersect(AddressSet.empty)).toBe(AddressSet.empty);
    expect(AddressSet.unionOf([office, office])).toBe(office);
    expect(AddressSet.unionOf([])).toBe(AddressSet.empty);
  });

  it('names its lowest address as witness, IPv4 before IPv6', () => {
    expect(office.witness()).toEqual(parseAddress('192.0.2.0'));
    expect(office.ipv6.witness()).toEqual(parseAddress('2001:db8::'));
    expect(AddressSet.empty.witness()).toBeUndefined();
  });

  it('is one address, or a range of them', () => {
    expect(text(AddressSet.ofAddress(parseAddress('::1')))).toBe('::1/128');
    expect(text(AddressSet.range(parseAddress('10.0.0.0'), parseAddress('10.0.0.3')))).toBe(
      '10.0.0.0/30',
    );
  });

  it.each([
    ['10.0.0.0-10.0.0.5', '10.0.0.6', true],
    ['10.0.0.0-10.0.0.5', '10.0.0.5', false],
    ['10.0.0.0,10.0.0.9', '10.0.0.5', false],
    ['10.0.0.9', '10.0.0.5', false],
    ['128.0.0.0/1', '255.255.255.255', false],
    ['0.0.0.0/0', '::', true],
    ['10.0.0.1', '10.0.0.0,::1', false],
    ['::1', '10.0.0.1', false],
    ['::1', '10.0.0.1,::5', false],
    ['10.0.0.1,::1', '10.0.0.2,::5', false],
    ['10.0.0.1,::1', '::5', true],
    ['::1-::4', '::5', true],
    ['::1-::5', '::5', false],
    ['::1,::9', '::5', false],
    ['8000::/1', '::5', false],
  ])('%s lies below %s: %s', (set, other, below) => {
    expect(AddressSet.parse(set).isBelow(AddressSet.parse(other))).toBe(below);
  });

  it('is ordered by its lowest address, IPv4 before IPv6', () => {
    const sets = ['::2', '10.0.0.2,::', '::1', '10.0.0.1-10.0.0.9', '10.0.0.3'].map(
      AddressSet.parse,
    );

    expect(
      sets.sort((a, b) => a.compareLowest(b)).map((set) => text(set.ipv4) + text(set.ipv6)),
    ).toEqual([
      '10.0.0.1/32,10.0.0.2/31,10.0.0.4/30,10.0.0.8/31none',
      '10.0.0.2/32::/128',
      '10.0.0.3/32none',
      'none::1/128',
      'none::2/128',
    ]);
    expect(AddressSet.parse('::').compareLowest(AddressSet.parse('10.0.0.1'))).toBeGreaterThan(0);
    expect(AddressSet.parse('10.0.0.1').compareLowest(AddressSet.parse('::'))).toBeLessThan(0);
  });

  it('writes its CIDRs as JSON', () => {
    expect(JSON.stringify({ office })).toBe('{"office":["192.0.2.0/24","2001:db8::/32"]}');
    expect(JSON.stringify(AddressSet.empty)).toBe('[]');
  });

  it('carries across the limbs of an IPv6 address', () => {
    const first = AddressSet.parse('::-::ffff:ffff:ffff');
    const next = AddressSet.parse('::1:0:0:0-::1:0:0:5');

    expect(text(first.union(next))).toBe('::/80,::1:0:0:0/126,::1:0:0:4/127');
    expect(first.size()).toBe(2n ** 48n);
    expect(text(AddressSet.parse('::/64').subtract(AddressSet.parse('::')))).toMatch(
      /^::1\/128,::2\/127,.*::8000:0:0:0\/65$/,
    );
  });

  it('differs from a set of other bounds, and of other length', () => {
    expect(AddressSet.parse('10.0.0.0/8').equals(AddressSet.parse('11.0.0.0/8'))).toBe(false);
    expect(AddressSet.parse('10.0.0.0/8').equals(AddressSet.parse('10.0.0.0/8,12.0.0.0/8'))).toBe(
      false,
    );
    expect(AddressSet.parse('::/8').equals(AddressSet.parse('::/9'))).toBe(false);
  });
});
