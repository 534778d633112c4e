import { expect, it } from 'vitest';
import * as netset from './index.ts';

it('the folder shows its sets, its named sets, its addresses and its error, and no kernel', () => {
  expect(Object.keys(netset).sort()).toEqual([
    'AddressLookup',
    'AddressSet',
    'IcmpSet',
    'NetsetParseError',
    'PacketSet',
    'PortSet',
    'ProtocolSet',
    'TransportSet',
    'benchmarking',
    'carrierGradeNat',
    'documentation',
    'formatAddress',
    'internet',
    'internetIpv4',
    'internetIpv6',
    'linkLocal',
    'loopback',
    'multicast',
    'namedSets',
    'parseAddress',
    'privateAddresses',
    'protocolAssignments',
    'reserved',
  ]);
});
