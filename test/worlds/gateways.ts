import {
  allow,
  type GraphBuilder,
  local,
  type Ref,
  type Subnet,
  toGateway,
  unknown,
} from '@netposture/network/graph';
import { closedNetwork, EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** Ways out only: NAT gateways, NAT servers, egress-only gateways; and blocks above all filters. */
export const gatewayWorlds: readonly World[] = [
  world('a NAT gateway lets out and lets nothing in', (acme) => {
    const { network, subnet: front } = openNetwork(acme);
    const nat = acme.natGateway('nat', { subnet: front, egress: '8.8.8.1' });
    const back = backSubnet(acme, network, nat);
    acme.server('private', { subnet: back, inside: '10.0.1.6' });
    return [
      `tcp/443   internet  private
       internet  .         no
       private   yes       .`,
    ];
  }),
  world('what a NAT gateway sends is admitted by its own address', (acme) => {
    const { network, subnet: front } = openNetwork(acme);
    const nat = acme.natGateway('nat', { subnet: front, egress: '8.8.8.1' });
    const back = backSubnet(acme, network, nat);
    acme.server('private', { subnet: back, inside: '10.0.1.6' });
    const space = acme.publicSpace('elsewhere');
    const partner = acme.filter('partner', { ingress: [allow('tcp/5432', '8.8.8.1')] });
    acme.database('partner-db', { network: space, inside: '8.8.4.4', filters: [partner] });
    return [
      `tcp/5432    internet  8.8.8.1  private  partner-db
       internet    .         .        no       no
       8.8.8.1     .         .        no       yes
       private     yes       yes      .        yes
       partner-db  no        no       no       .`,
    ];
  }),
  world('a NAT gateway whose addresses were not read leaves doubt', (acme) => {
    const { network, subnet: front } = openNetwork(acme);
    const nat = acme.natGateway('nat', { subnet: front, egress: unknown('addresses not read') });
    const back = backSubnet(acme, network, nat);
    acme.server('private', { subnet: back, inside: '10.0.1.6' });
    return [
      `tcp/443   internet  private
       internet  .         no
       private   ?         .`,
    ];
  }),
  world('a NAT gateway with a private address does not lead to the internet', (acme) => {
    const { network, subnet: front } = openNetwork(acme);
    const nat = acme.natGateway('nat', { subnet: front, egress: '10.0.0.99' });
    const back = backSubnet(acme, network, nat);
    acme.server('private', { subnet: back, inside: '10.0.1.6' });
    return [
      `tcp/443   internet  private
       internet  .         no
       private   no        .`,
    ];
  }),
  world('a NAT gateway carries no other protocols than it says', (acme) => {
    const { network, subnet: front } = openNetwork(acme);
    const nat = acme.natGateway('nat', {
      subnet: front,
      egress: '8.8.8.1',
      carries: { transport: 'tcp; udp; icmp' },
    });
    const back = backSubnet(acme, network, nat);
    acme.server('private', { subnet: back, inside: '10.0.1.6' });
    return [
      `protocol/47  internet  private
       internet     .         no
       private      no        .`,
    ];
  }),
  world(
    'the filter of the NAT gateway’s subnet must admit what it translates, and the replies',
    (acme) => {
      const acl = acme.statelessFilter('acl', {
        ingress: [allow('tcp/80-443', '10.0.0.0/16'), allow('tcp/1024-65535', '0.0.0.0/0')],
        egress: [allow('tcp/443', '0.0.0.0/0'), allow('tcp/1024-65535', '10.0.0.0/16')],
      });
      const { network, subnet: front } = openNetwork(acme, { filter: acl });
      const nat = acme.natGateway('nat', { subnet: front, egress: '8.8.8.1' });
      const back = backSubnet(acme, network, nat);
      acme.server('private', { subnet: back, inside: '10.0.1.6' });
      return [
        `tcp/443   internet  private
       internet  .         no
       private   yes       .`,
        `tcp/80    internet  private
       internet  .         no
       private   no        .`,
      ];
    },
  ),
  world('a NAT server filters what leaves through it', (acme) => {
    const network = acme.network('private net', { ranges: '10.0.0.0/16' });
    const space = acme.publicSpace('internet side');
    const outward = acme.filter('outward', {
      planes: ['public'],
      defaults: 'allow-until-egress-rule',
      egress: [allow('tcp/443', EVERYWHERE)],
    });
    const nat = acme.natGateway('nat', {
      networks: [network],
      egress: '8.8.8.9',
      interface: acme.id('interface', 'router/eth0'),
    });
    const routeTable = acme.routeTable('routes', { routes: [toGateway('0.0.0.0/0', nat)] });
    acme.server('router', {
      interfaces: [{ network: space, inside: '8.8.8.9', filters: [outward], forwards: true }],
    });
    acme.server('private', { network, routeTable, inside: '10.0.0.6' });
    return [
      `tcp/443   internet  router  private
       internet  .         no      no
       router    yes       .       no
       private   yes       no      .`,
      `tcp/25    internet  router  private
       internet  .         no      no
       router    no        .       no
       private   no        no      .`,
    ];
  }),
  world('an egress-only gateway lets IPv6 out and nothing in', (acme) => {
    const egressOnly = acme.id('gateway', 'egress only');
    const { network, subnet } = closedNetwork(acme, { routes: [toGateway('::/0', egressOnly)] });
    acme.egressOnlyGateway('egress only', { networks: [network] });
    acme.server('v6', { subnet, inside: '2a05:d014::6' });
    return [
      `tcp/443   internet  v6
       internet  .         no
       v6        yes       .`,
    ];
  }),
  world(
    'beside an internet gateway packets arrive that the egress-only gateway does not answer',
    (acme) => {
      const egressOnly = acme.id('gateway', 'egress only');
      const { network, subnet } = closedNetwork(acme, { routes: [toGateway('::/0', egressOnly)] });
      acme.egressOnlyGateway('egress only', { networks: [network] });
      acme.internetGateway('internet', { networks: [network] });
      acme.server('v6', { subnet, inside: '2a05:d014::6' });
      return [
        `tcp/443   internet  v6
       internet  .         lost
       v6        yes       .`,
      ];
    },
  ),
  world('a block closes the internet both ways, and the peering not', (acme) => {
    const id = acme.id('gateway', 'peering');
    const near = openNetwork(acme, {
      internetBlock: { direct: true, translated: true },
      routes: [toGateway('10.1.0.0/16', id)],
    });
    const far = closedNetwork(acme, {
      name: 'far',
      range: '10.1.0.0/16',
      routes: [toGateway('10.0.0.0/16', id)],
    });
    acme.peering('peering', { networks: [near.network, far.network] });
    acme.server('blocked', { subnet: near.subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    acme.server('friend', { subnet: far.subnet, inside: '10.1.0.7' });
    return [
      `tcp/443   internet  blocked  friend
       internet  .         no       no
       blocked   no        .        yes
       friend    no        yes      .`,
    ];
  }),
  world(
    'a block of ingress stops servers with public addresses outwards too, and spares NAT',
    (acme) => {
      const internetBlock = { direct: true, translated: false };
      const { network, subnet: front } = openNetwork(acme, { internetBlock });
      const nat = acme.natGateway('nat', { subnet: front, egress: '8.8.8.1' });
      const back = backSubnet(acme, network, nat);
      acme.server('front', { subnet: front, inside: '10.0.0.6', outside: '8.8.8.6' });
      acme.server('back', { subnet: back, inside: '10.0.1.6' });
      return [
        `tcp/443   internet  front  back
       internet  .         no     no
       front     no        .      yes
       back      yes       yes    .`,
      ];
    },
  ),
  world('a block of everything stops NAT as well', (acme) => {
    const internetBlock = { direct: true, translated: true };
    const { network, subnet: front } = openNetwork(acme, { internetBlock });
    const nat = acme.natGateway('nat', { subnet: front, egress: '8.8.8.1' });
    const back = backSubnet(acme, network, nat);
    acme.server('back', { subnet: back, inside: '10.0.1.6' });
    return [
      `tcp/443   internet  back
       internet  .         no
       back      no        .`,
    ];
  }),
  world('a subnet that is excluded from the block stays exposed', (acme) => {
    const { network, table, subnet } = openNetwork(acme, {
      internetBlock: { direct: true, translated: true },
    });
    const excluded = acme.subnet('excluded', { network, routeTable: table });
    acme.server('blocked', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    acme.server('exposed', { subnet: excluded, inside: '10.0.1.7', outside: '8.8.8.7' });
    return [
      `tcp/443   internet  blocked  exposed
       internet  .         no       yes
       blocked   no        .        yes
       exposed   yes       yes      .`,
    ];
  }),
  world('a block that could not be read leaves doubt about the internet only', (acme) => {
    const { subnet } = openNetwork(acme, { internetBlock: unknown('the block was not read') });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    acme.server('app', { subnet, inside: '10.0.0.7' });
    return [
      `tcp/443   internet  web  app
       internet  .         ?    no
       web       ?         .    yes
       app       no        yes  .`,
    ];
  }),
];

/** A subnet of private servers that leave by a NAT gateway. */
function backSubnet(acme: GraphBuilder, network: Ref, nat: Ref): Subnet {
  const routeTable = acme.routeTable('back-routes', {
    routes: [local('10.0.0.0/16'), toGateway('0.0.0.0/0', nat)],
  });
  return acme.subnet('back', { network, routeTable });
}
