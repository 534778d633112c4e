import { type Address, parseAddress, type TransportWitness } from '@netposture/network/netset';

/** The public IPv4 addresses of the tiny universe. */
export const PUBLIC_IPV4 = [
  '8.8.8.0',
  '8.8.8.1',
  '8.8.8.2',
  '8.8.8.3',
  '8.8.8.4',
  '8.8.8.5',
] as const;
/** The private IPv4 addresses of the tiny universe. */
export const PRIVATE_IPV4 = [
  '10.0.0.0',
  '10.0.0.1',
  '10.0.0.2',
  '10.0.0.3',
  '10.0.0.4',
  '10.0.0.5',
] as const;
/** The public IPv6 addresses of the tiny universe. */
export const PUBLIC_IPV6 = ['2a00::1', '2a00::2', '2a00::3'] as const;
/** The private IPv6 address of the tiny universe. */
export const PRIVATE_IPV6 = ['fd00::1'] as const;

/** All sixteen addresses. */
export const ADDRESSES: readonly Address[] = [
  ...PUBLIC_IPV4,
  ...PRIVATE_IPV4,
  ...PUBLIC_IPV6,
  ...PRIVATE_IPV6,
].map((text) => parseAddress(text));

/** Ports that listen in the tiny universe. */
const PORTS = [22, 80, 443, 5432] as const;
/** Ports from which packets are sent. Two of them listen too, so that rules about replies meet rules about requests. */
const SOURCE_PORTS = [80, 443, 5000, 50000] as const;

const PAIRS = PORTS.flatMap((destinationPort) =>
  SOURCE_PORTS.map((sourcePort) => ({ sourcePort, destinationPort })),
);

/** Every transport header of the tiny universe: TCP and UDP with all ports, a ping, and GRE. */
export const TRANSPORTS: readonly TransportWitness[] = [
  ...PAIRS.map((ports) => ({ protocol: 6, ...ports })),
  ...PAIRS.map((ports) => ({ protocol: 17, ...ports })),
  { protocol: 1, icmpType: 8, icmpCode: 0 },
  { protocol: 47 },
];

/** Address sets as rules of the tiny universe name them, broad ones first. */
export const BROAD_SETS = ['0.0.0.0/0,::/0', '0.0.0.0/0', '0.0.0.0/1,128.0.0.0/1'] as const;
/** Narrower ones. */
export const NARROW_SETS = [
  '::/0',
  '10.0.0.0/8',
  '10.0.0.0/30',
  '10.0.0.0/31',
  '10.0.0.2/31',
  '10.0.0.4/31',
  '10.0.0.1',
  '10.0.0.3,10.0.0.4',
  '8.8.8.0/29',
  '8.8.8.0/31',
  '8.8.8.2-8.8.8.4',
  '8.8.8.5',
  '2a00::/64',
  '2a00::1',
  'fd00::/8',
] as const;

/** Transports as rules of the tiny universe name them. */
export const RULE_TRANSPORTS = [
  'any',
  'tcp',
  'tcp/22',
  'tcp/80,443',
  'tcp/22-443',
  'tcp/5432',
  'udp',
  'udp/22,5432',
  'icmp',
  'protocol/47',
  'tcp/1024-65535',
  'tcp 1024-65535>80,443',
  'tcp 443>22,5432',
  'tcp 0-1023>5000-65535; udp',
  'tcp; udp; icmp',
] as const;
