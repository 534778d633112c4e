import { TransportSet } from '@netposture/network/netset';
import { describe, expect, it } from 'vitest';
import { transportOf } from './transport.ts';

function textOf(protocol: string, ports?: readonly string[]): string {
  return String(transportOf([{ protocol, ports }]));
}

describe('protocols and ports of rules', () => {
  it.each([
    ['tcp', ['22', '80-443'], 'tcp 22,80-443'],
    ['udp', undefined, 'udp'],
    ['sctp', ['9'], 'sctp 9'],
    ['icmp', undefined, 'icmp'],
    ['58', undefined, 'icmpv6'],
    ['47', undefined, 'protocol 47'],
    ['all', undefined, 'any'],
    ['6', ['22'], 'tcp 22'],
  ])('%s %s is %s', (protocol, ports, expected) => {
    expect(textOf(protocol, ports)).toBe(expected);
  });

  it('several are one set', () => {
    const set = transportOf([
      { protocol: 'tcp', ports: ['22'] },
      { protocol: 'udp', ports: ['53'] },
    ]);

    expect(set?.equals(TransportSet.parse('tcp 22; udp 53'))).toBe(true);
  });

  it.each([
    ['a protocol of next year', undefined],
    ['256', undefined],
    ['tcp', ['http']],
    ['tcp', ['70000']],
  ])('%s %s cannot be read', (protocol, ports) => {
    expect(transportOf([{ protocol, ports }])).toBeUndefined();
  });
});
