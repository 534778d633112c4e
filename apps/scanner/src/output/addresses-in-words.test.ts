import { AddressSet, internet, internetIpv4 } from '@netposture/network/netset';
import { describe, expect, it } from 'vitest';
import { addressesInWords } from './addresses-in-words.ts';

const words = (set: AddressSet): string => addressesInWords(set.toJSON());

describe('addresses in words', () => {
  it('the internet set has its name', () => {
    expect(words(internet)).toBe('the internet');
    expect(words(internetIpv4)).toBe('the internet (IPv4)');
  });

  it('a few ranges stand as they are written, and all addresses are any address', () => {
    expect(addressesInWords(['0.0.0.0/1', '128.0.0.0/1'])).toBe('0.0.0.0/1, 128.0.0.0/1');
    expect(addressesInWords(['0.0.0.0/0'])).toBe('any IPv4 address');
    expect(addressesInWords(['0.0.0.0/0', '::/0'])).toBe('any address');
  });

  it('what is missing from the internet is named', () => {
    const own = AddressSet.parse('3.120.0.10,3.120.0.30');

    expect(words(internetIpv4.subtract(own))).toBe(
      'the internet (IPv4) except 3.120.0.10/32, 3.120.0.30/32',
    );
  });

  it('what stands beside the internet is named', () => {
    expect(words(internetIpv4.union(AddressSet.parse('10.0.0.0/8')))).toBe(
      'the internet (IPv4), and 10.0.0.0/8',
    );
  });

  it('an internet with many holes is most of it', () => {
    const holes = AddressSet.parse('1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4,5.5.5.5');

    expect(words(internetIpv4.subtract(holes))).toBe(
      'most of the internet (IPv4) except 1.1.1.1/32, 2.2.2.2/32, 3.3.3.3/32, 4.4.4.4/32 and 1 more ranges',
    );
  });

  it('half of the internet is no internet', () => {
    expect(words(internetIpv4.intersect(AddressSet.parse('0.0.0.0/2')))).toMatch(
      /^1\.0\.0\.0\/8, .* and \d+ more ranges$/,
    );
  });

  it('a few addresses are themselves', () => {
    expect(addressesInWords(['10.0.0.1', '2600::1'])).toBe('10.0.0.1, 2600::1');
  });
});
