import { describe, expect } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';
import { AddressSet } from './address-set.ts';
import { addressSet, ipv4Value, ipv6Value } from './arbitraries.testkit.ts';
import { describeLaws, kindOf, law } from './laws.testkit.ts';

describeLaws({ ...kindOf(AddressSet), name: 'address sets', arbitrary: addressSet });

describe('laws of addresses', () => {
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
});
