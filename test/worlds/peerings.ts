import { toGateway } from '@netposture/network/graph';
import { closedNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** From network to network: the same one, peerings, tunnels. */
export const peeringWorlds: readonly World[] = [
  world('members of one network reach each other, those of another do not', (acme) => {
    const { network, table, subnet } = closedNetwork(acme);
    const second = acme.subnet('second', { network, routeTable: table });
    const other = closedNetwork(acme, { name: 'other' });
    acme.server('a', { subnet, inside: '10.0.0.10' });
    acme.server('b', { subnet: second, inside: '10.0.1.11' });
    acme.server('stranger', { subnet: other.subnet, inside: '10.0.0.20' });
    return [
      `tcp/22    internet  a    b    stranger
       internet  .         no   no   no
       a         no        .    yes  no
       b         no        yes  .    no
       stranger  no        no   no   .`,
    ];
  }),
  world('two networks with one address range do not mix up their members', (acme) => {
    const here = closedNetwork(acme);
    const there = closedNetwork(acme, { name: 'there' });
    acme.server('here-a', { subnet: here.subnet, inside: '10.0.0.10' });
    acme.server('here-b', { subnet: here.subnet, inside: '10.0.0.11' });
    acme.server('there-b', { subnet: there.subnet, inside: '10.0.0.11' });
    return [
      `tcp/22    internet  here-a  here-b  there-b
       internet  .         no      no      no
       here-a    no        .       yes     no
       here-b    no        yes     .       no
       there-b   no        no      no      .`,
    ];
  }),
  world('a peering needs a route on both sides to answer', (acme) => {
    const id = acme.id('gateway', 'peering');
    const near = closedNetwork(acme, { routes: [toGateway('10.1.0.0/16', id)] });
    const far = closedNetwork(acme, { name: 'far', range: '10.1.0.0/16' });
    acme.peering('peering', { networks: [near.network, far.network] });
    acme.server('near', { subnet: near.subnet, inside: '10.0.0.10' });
    acme.server('far', { subnet: far.subnet, inside: '10.1.0.10' });
    return [
      `tcp/22    internet  near  far
       internet  .         no    no
       near      no        .     lost
       far       no        no    .`,
    ];
  }),
  world('peerings do not carry on to a third network', (acme) => {
    const [left, right] = [acme.id('gateway', 'left'), acme.id('gateway', 'right')];
    const a = closedNetwork(acme, {
      name: 'a',
      range: '10.0.0.0/16',
      routes: [toGateway('10.1.0.0/16', left), toGateway('10.2.0.0/16', left)],
    });
    const b = closedNetwork(acme, {
      name: 'b',
      range: '10.1.0.0/16',
      routes: [toGateway('10.0.0.0/16', left), toGateway('10.2.0.0/16', right)],
    });
    const c = closedNetwork(acme, {
      name: 'c',
      range: '10.2.0.0/16',
      routes: [toGateway('10.1.0.0/16', right), toGateway('10.0.0.0/16', right)],
    });
    acme.peering('left', { networks: [a.network, b.network] });
    acme.peering('right', { networks: [b.network, c.network] });
    acme.server('in-a', { subnet: a.subnet, inside: '10.0.0.10' });
    acme.server('in-b', { subnet: b.subnet, inside: '10.1.0.10' });
    acme.server('in-c', { subnet: c.subnet, inside: '10.2.0.10' });
    return [
      `tcp/22    internet  in-a  in-b  in-c
       internet  .         no    no    no
       in-a      no        .     yes   no
       in-b      no        yes   .     yes
       in-c      no        no    yes   .`,
    ];
  }),
  world('a peering that carries IPv4 only keeps IPv6 apart', (acme) => {
    const id = acme.id('gateway', 'peering');
    const near = closedNetwork(acme, {
      routes: [toGateway('10.1.0.0/16', id), toGateway('2a05:d015::/56', id)],
    });
    const far = acme.network('far', { ranges: '10.1.0.0/16' });
    const routeTable = acme.routeTable('far-routes', {
      routes: [toGateway('10.0.0.0/16', id), toGateway('2a05:d014::/56', id)],
    });
    acme.peering('peering', {
      networks: [near.network, far],
      carries: { addresses: '0.0.0.0/0' },
    });
    acme.server('near', { subnet: near.subnet, inside: ['10.0.0.10', '2a05:d014::10'] });
    acme.server('far-v4', { network: far, routeTable, inside: '10.1.0.10' });
    acme.server('far-v6', { network: far, routeTable, inside: '2a05:d015::10' });
    return [
      `tcp/22    internet  near  far-v4  far-v6
       internet  .         no    no      no
       near      no        .     yes     no
       far-v4    no        yes   .       no
       far-v6    no        no    no      .`,
    ];
  }),
  world('over a peering into a network that cannot be seen anybody may be reached', (acme) => {
    const id = acme.id('gateway', 'peering');
    const near = closedNetwork(acme, { routes: [toGateway('10.1.0.0/16', id)] });
    const foreign = acme.unseen('network', 'foreign');
    acme.peering('peering', { networks: [near.network, foreign] });
    acme.server('near', { subnet: near.subnet, inside: '10.0.0.10' });
    return [
      `tcp/22    internet  10.1.0.5  10.2.0.5  near
       internet  .         .         .         no
       near      no        ?         no        .`,
    ];
  }),
  world('a tunnel leads to what nobody here can see', (acme) => {
    const vpn = acme.vpn('tunnel');
    const { subnet } = closedNetwork(acme, { routes: [toGateway('10.9.0.0/16', vpn)] });
    acme.server('near', { subnet, inside: '10.0.0.10' });
    const office = closedNetwork(acme, {
      name: 'office',
      range: '10.9.0.0/16',
      routes: [toGateway('10.0.0.0/16', vpn)],
    });
    acme.server('desk', { subnet: office.subnet, inside: '10.9.0.10' });
    return [
      `tcp/22    internet  near  desk
       internet  .         no    no
       near      no        .     ?
       desk      no        ?     .`,
    ];
  }),
];
