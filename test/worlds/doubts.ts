import { toGateway, unknown } from '@netposture/network/graph';
import { openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** What is not said, and what could not be seen. */
export const doubtWorlds: readonly World[] = [
  world('an IPv6 address that perhaps hears only those whom it can answer', (acme) => {
    const { network } = openNetwork(acme);
    const doubt = unknown('nobody says whether it is delivered without a route back');
    const egressOnly = acme.egressOnlyGateway('egress-only', { networks: [network] });
    const table = acme.routeTable('behind', { routes: [toGateway('::/0', egressOnly)] });
    const behind = acme.subnet('behind', { network, routeTable: table });
    const open = acme.routeTable('before', {
      routes: [toGateway('::/0', acme.id('gateway', 'net-internet'))],
    });
    const before = acme.subnet('before', { network, routeTable: open });
    const at = (inside: string) => [{ inside, unansweredDelivery: doubt }];
    acme.server('hidden', { subnet: behind, addresses: at('2a05:d014::6') });
    acme.server('open', { subnet: before, addresses: at('2a05:d014::7') });
    return [
      `tcp/443   internet  hidden  open
       internet  .         ?lost   yes
       hidden    yes       .       yes
       open      yes       ?lost   .`,
    ];
  }),
  world('at the border of a subnet that could not be seen nobody knows what passes', (acme) => {
    const { network, table, subnet } = openNetwork(acme);
    const lost = { network, subnet: acme.id('subnet', 'lost'), routeTable: table };
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    acme.server('a', { ...lost, inside: '10.0.1.6', outside: '8.8.8.7' });
    acme.server('b', { ...lost, inside: '10.0.1.7' });
    return [
      `tcp/443   internet  web  a  b
       internet  .         yes  ?  no
       web       yes       .    ?  ?
       a         ?         ?    .  yes
       b         no        ?    yes  .`,
    ];
  }),
  world('two networks that name the same unseen subnet do not share it', (acme) => {
    const left = acme.network('left', { ranges: '10.0.0.0/24' });
    const right = acme.network('right', { ranges: '10.0.1.0/24' });
    const peering = acme.peering('peering', { networks: [left, right] });
    const lost = acme.id('subnet', 'lost');
    const routeTable = (name: string, to: string) =>
      acme.routeTable(name, { routes: [toGateway(to, peering)] });
    acme.server('a', {
      network: left,
      subnet: lost,
      inside: '10.0.0.6',
      routeTable: routeTable('left', '10.0.1.0/24'),
    });
    acme.server('b', {
      network: right,
      subnet: lost,
      inside: '10.0.1.6',
      routeTable: routeTable('right', '10.0.0.0/24'),
    });
    return [
      `tcp/443   internet  a  b
       internet  .         no no
       a         no        .  ?
       b         no        ?  .`,
    ];
  }),
  world('of a NAT server that could not be seen nobody knows what it lets out', (acme) => {
    const closed = acme.filter('closed', { stateful: false });
    const { network } = openNetwork(acme);
    const nat = acme.natGateway('nat', {
      networks: [network],
      egress: '8.8.8.9',
      interface: acme.id('interface', 'lost'),
    });
    const routeTable = acme.routeTable('back', { routes: [toGateway('0.0.0.0/0', nat)] });
    const subnet = acme.subnet('back', { network, routeTable, filter: closed });
    acme.server('app', { subnet, inside: '10.0.0.7' });
    return [
      `tcp/443   internet  app
       internet  .         no
       app       ?         .`,
    ];
  }),
];
