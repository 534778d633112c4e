import { AddressSet, internet, PacketSet, TransportSet } from '@netposture/network/netset';
import { expect, it } from 'vitest';
import { packetsInShort } from './packets-in-short.ts';

const from = (source: AddressSet) =>
  packetsInShort(
    PacketSet.of(source, AddressSet.parse('198.51.100.1'), TransportSet.parse('tcp 22')),
  );

it('few senders are named', () => {
  expect(from(AddressSet.parse('203.0.113.7'))).toBe('203.0.113.7/32 -> 198.51.100.1/32: tcp 22');
});

it('everybody is the internet', () => {
  expect(from(internet)).toBe('the internet (IPv4) -> 198.51.100.1/32: tcp 22');
});

it('everybody but one is most of the internet, and no list of a hundred ranges', () => {
  expect(from(internet.subtract(AddressSet.parse('5.75.130.5')))).toBe(
    'most of the internet (IPv4) -> 198.51.100.1/32: tcp 22',
  );
});

it('a list between is cut, and what is left out is counted', () => {
  const some = AddressSet.unionOf(
    ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4', '5.5.5.5'].map((one) => AddressSet.parse(one)),
  );

  expect(from(some)).toBe(
    '1.1.1.1/32, 2.2.2.2/32, 3.3.3.3/32 and 2 more ranges -> 198.51.100.1/32: tcp 22',
  );
});
