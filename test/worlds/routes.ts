import {
  balanced,
  blackhole,
  local,
  toGateway,
  toInterface,
  toUnknown,
  unknown,
} from '@netposture/network/graph';
import { closedNetwork, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** Route tables, and what stands in the way of the internet. */
export const routeWorlds: readonly World[] = [
  world('a public address without a route to the internet receives and cannot answer', (acme) => {
    const { network, subnet } = closedNetwork(acme);
    acme.internetGateway('internet', { networks: [network] });
    acme.server('half', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/22    internet  half
       internet  .         lost
       half      no        .`,
    ];
  }),
  world('without an internet gateway a public address is not reached', (acme) => {
    const { subnet } = closedNetwork(acme);
    acme.server('alone', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/22    internet  alone
       internet  .         no
       alone     no        .`,
    ];
  }),
  world('an internet gateway that is not active carries nothing', (acme) => {
    const { subnet, gateway } = openNetwork(acme);
    acme.change(gateway, { state: 'inactive' });
    acme.server('alone', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/22    internet  alone
       internet  .         no
       alone     no        .`,
    ];
  }),
  world('a route to the gateway of another network leads nowhere', (acme) => {
    const other = openNetwork(acme, { name: 'other', range: '10.1.0.0/16' });
    const { subnet } = closedNetwork(acme, { routes: [toGateway('0.0.0.0/0', other.gateway)] });
    acme.server('alone', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/22    internet  alone
       internet  .         no
       alone     no        .`,
    ];
  }),
  world('without a public address nothing leaves by an internet gateway', (acme) => {
    const { subnet } = openNetwork(acme);
    acme.server('private', { subnet, inside: '10.0.0.6' });
    return [
      `tcp/443   internet  private
       internet  .         no
       private   no        .`,
    ];
  }),
  world('a second address is a way in as well', (acme) => {
    const { subnet } = openNetwork(acme);
    const addresses = [{ inside: '10.0.0.6' }, { inside: '10.0.0.7', outside: '8.8.8.7' }];
    acme.server('two', { subnet, addresses });
    return [
      `tcp/22    internet  two
       internet  .         yes
       two       yes       .`,
    ];
  }),
  world('a narrow route to the internet answers only whom it covers', (acme) => {
    const { network, subnet } = closedNetwork(acme, {
      routes: [toGateway('8.8.4.0/24', acme.id('gateway', 'internet'))],
    });
    acme.internetGateway('internet', { networks: [network] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  8.8.4.4  web
       internet  .         .        lost
       8.8.4.4   .         .        yes
       web       no        yes      .`,
    ];
  }),
  world('a blackhole of a longer prefix wins and drops the replies', (acme) => {
    const { subnet } = openNetwork(acme, { routes: [blackhole('8.8.4.0/24')] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  8.8.4.4  web
       internet  .         .        yes
       8.8.4.4   .         .        lost
       web       yes       no       .`,
    ];
  }),
  world('the longer prefix wins, whatever is listed first', (acme) => {
    const { network, subnet } = closedNetwork(acme, {
      routes: [
        toGateway('0.0.0.0/1', acme.id('gateway', 'internet')),
        blackhole('0.0.0.0/0'),
        blackhole('9.9.0.0/16', { preference: -1 }),
        toGateway('9.9.9.0/24', acme.id('gateway', 'internet'), { preference: 9 }),
      ],
    });
    acme.internetGateway('internet', { networks: [network] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443          internet  9.9.1.1  200.200.200.200  web
       internet         .         .        .                yes
       9.9.1.1          .         .        .                lost
       200.200.200.200  .         .        .                lost
       web              yes       no       no               .`,
    ];
  }),
  world('of two routes of one length the preferred one is taken', (acme) => {
    const { subnet } = openNetwork(acme, { routes: [blackhole('0.0.0.0/0', { preference: 1 })] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  web
       internet  .         yes
       web       yes       .`,
    ];
  }),
  world('two equal routes to different places leave doubt', (acme) => {
    const { subnet } = openNetwork(acme, { routes: [blackhole('0.0.0.0/0')] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  web
       internet  .         yes?
       web       ?         .`,
    ];
  }),
  world('of balanced routes either may be taken', (acme) => {
    const { network, subnet } = closedNetwork(acme, {
      routes: balanced(
        toGateway('0.0.0.0/0', acme.id('gateway', 'internet')),
        blackhole('0.0.0.0/0'),
      ),
    });
    acme.internetGateway('internet', { networks: [network] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  web
       internet  .         yes
       web       yes       .`,
    ];
  }),
  world('a route for some senders only does not lead the others', (acme) => {
    const { network, subnet } = closedNetwork(acme, {
      routes: [
        toGateway('0.0.0.0/0', acme.id('gateway', 'internet'), {
          sources: { kind: 'labels', match: [{ key: 'egress', operator: 'exists', values: [] }] },
        }),
      ],
    });
    acme.internetGateway('internet', { networks: [network] });
    const labels = { egress: '' };
    acme.server('tagged', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', labels });
    acme.server('plain', { subnet, inside: '10.0.0.7', outside: '8.8.8.7' });
    return [
      `tcp/443   internet  tagged  plain
       internet  .         yes     lost
       tagged    yes       .       yes
       plain     no        yes     .`,
    ];
  }),
  world('a default route into an inspection appliance leaves doubt about every reply', (acme) => {
    const { network, subnet } = closedNetwork(acme, {
      routes: [toGateway('0.0.0.0/0', acme.appliance('inspection'))],
    });
    acme.internetGateway('internet', { networks: [network] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  web
       internet  .         yes?
       web       ?         .`,
    ];
  }),
  world('a gateway that diverts what arrives into an appliance leaves doubt', (acme) => {
    const { subnet, gateway } = openNetwork(acme);
    const edge = acme.routeTable('edge', {
      routes: [local('10.0.0.0/16'), toGateway('10.0.0.0/24', acme.appliance('inspection'))],
    });
    acme.change(gateway, { routeTable: edge.id });
    acme.server('diverted', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    acme.server('direct', { subnet, inside: '10.0.1.7', outside: '8.8.8.7' });
    return [
      `tcp/443   internet  diverted  direct
       internet  .         ?         yes
       diverted  yes       .         yes
       direct    yes       yes       .`,
    ];
  }),
  world('a server that forwards is an appliance; one that does not drops', (acme) => {
    const { subnet } = closedNetwork(acme, {
      routes: [
        toInterface('192.168.1.0/24', acme.id('interface', 'router/eth0')),
        toInterface('192.168.2.0/24', acme.id('interface', 'plain/eth0')),
      ],
    });
    acme.server('router', { subnet, inside: '10.0.0.6', forwards: true });
    acme.server('plain', { subnet, inside: '10.0.0.7' });
    const far = acme.network('far', { ranges: '192.168.0.0/16' });
    const nowhere = acme.routeTable('nowhere');
    const there = { network: far, routeTable: nowhere };
    acme.server('behind', { ...there, inside: '192.168.1.5' });
    acme.server('lost', { ...there, inside: '192.168.2.5' });
    return [
      `tcp/443   internet  router  plain  behind  lost
       internet  .         no      no     no      no
       router    no        .       yes    ?       no
       plain     no        yes     .      ?       no
       behind    no        no      no     .       no
       lost      no        no      no     no      .`,
    ];
  }),
  world('routes that could not be read leave doubt', (acme) => {
    const { network } = closedNetwork(acme);
    const subnet = acme.subnet('dark', { network, routeTable: unknown('routes were not read') });
    acme.internetGateway('internet', { networks: [network] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  web
       internet  .         yes?
       web       ?         .`,
    ];
  }),
  world('a route whose target is not known leaves doubt about what it covers', (acme) => {
    const { subnet } = openNetwork(acme, { routes: [toUnknown('9.9.0.0/16')] });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  8.8.4.4  web
       internet  .         .        yes?
       8.8.4.4   .         .        yes
       web       ?         yes      .`,
    ];
  }),
  world('a barred interface is reached from inside only', (acme) => {
    const { subnet } = openNetwork(acme);
    const noInternetIngress = 'all traffic of internet gateways is denied';
    const barred = { subnet, noInternetIngress };
    acme.server('barred', { ...barred, inside: '2a05:d014::6' });
    acme.server('friend', { subnet, inside: '2a05:d014::7' });
    return [
      `tcp/443   internet  barred  friend
       internet  .         no      yes
       barred    yes       .       yes
       friend    yes       yes     .`,
    ];
  }),
  world('where accelerators were not read a private server is not called unreachable', (acme) => {
    const { network, subnet } = closedNetwork(acme);
    acme.internetGateway('internet', { networks: [network] });
    const unmodelledIngress = unknown('accelerators could not be read');
    acme.server('hidden', { subnet, inside: '10.0.0.6', unmodelledIngress });
    acme.server('private', { subnet, inside: '10.0.0.7' });
    return [
      `tcp/443   internet  hidden  private
       internet  .         ?       no
       hidden    no        .       yes
       private   no        yes     .`,
    ];
  }),
];
