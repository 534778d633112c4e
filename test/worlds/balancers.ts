import {
  allow,
  type FilterOptions,
  type GraphBuilder,
  listener,
  membersOf,
  target,
} from '@netposture/network/graph';
import { EVERYWHERE, frontAndBack, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

const OUT = [allow('any', EVERYWHERE)];

/** Balancers: two edges, client to listener and balancer to target. */
export const balancerWorlds: readonly World[] = [
  world('a balancer without a filter admits everybody to its listeners', (acme) => {
    const { subnet } = openNetwork(acme);
    acme.loadBalancer('front', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      listeners: [listener('tcp/443')],
    });
    return [
      `tcp/443   internet  front
       internet  .         yes
       front     yes       .`,
      `tcp/80    internet  front
       internet  .         no
       front     yes       .`,
    ];
  }),
  world('a target is reached on the port of the listener, not on its own', (acme) => {
    const { subnet, back } = frontAndBack(acme);
    const app = acme.filter('app', { ingress: [allow('tcp/8080', '10.0.0.0/24')], egress: OUT });
    const server = acme.server('app-1', { subnet: back, inside: '10.0.1.10', filters: [app] });
    acme.loadBalancer('front', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      listeners: [listener('tcp/443', { targets: [target(server, { port: 8080 })] })],
    });
    return [
      `tcp/443   internet  app-1  front
       internet  .         yes    yes
       app-1     no        .      yes
       front     yes       .      .`,
      `tcp/8080  internet  app-1  front
       internet  .         no     no
       app-1     no        .      no
       front     yes       yes    .`,
    ];
  }),
  world('a target that sees the client must admit the client', (acme) => {
    passthrough(acme, { ingress: [allow('tcp/5432', '0.0.0.0/0')] }, 'client');
    return [
      `tcp/5432  internet  orders  front
       internet  .         yes     yes
       orders    no        .       no
       front     yes       yes     .`,
    ];
  }),
  world(
    'a target that sees the client and admits its own network only is not reached from outside',
    (acme) => {
      passthrough(acme, { ingress: [allow('tcp/5432', '10.0.0.0/16')] }, 'client');
      return [
        `tcp/5432  internet  orders  front
       internet  .         no      yes
       orders    no        .       no
       front     yes       yes     .`,
      ];
    },
  ),
  world(
    'a target that sees the balancer is open to the internet by admitting its own network',
    (acme) => {
      passthrough(acme, { ingress: [allow('tcp/5432', '10.0.0.0/16')] }, 'balancer');
      return [
        `tcp/5432  internet  orders  front
       internet  .         yes     yes
       orders    no        .       no
       front     yes       yes     .`,
      ];
    },
  ),
  world(
    'a target that refers to the balancer’s filter is reached by whom the balancer admits',
    (acme) => {
      const { subnet, back } = frontAndBack(acme);
      const front = acme.filter('front', {
        ingress: [allow('tcp/443', '8.8.4.0/24')],
        egress: OUT,
      });
      const app = acme.filter('app', { ingress: [allow('tcp/443', membersOf(front))] });
      const server = acme.server('app-1', { subnet: back, inside: '10.0.1.10', filters: [app] });
      acme.loadBalancer('front', {
        subnet,
        inside: '10.0.0.5',
        outside: '8.8.8.5',
        filters: [front],
        listeners: [listener('tcp/443', { targets: [target(server, { sees: 'either' })] })],
      });
      return [
        `tcp/443   internet  8.8.4.4  app-1  front
       internet  .         .        no     no
       8.8.4.4   .         .        yes    yes
       app-1     no        no       .      no
       front     yes       yes      yes    .`,
      ];
    },
  ),
  world(
    'IPv6 clients arrive with the balancer’s address where IPv4 clients keep theirs',
    (acme) => {
      const { subnet, back } = frontAndBack(acme);
      const app = acme.filter('app', { ingress: [allow('tcp/443', '10.0.0.0/16')] });
      const server = acme.server('app-1', { subnet: back, inside: '10.0.1.10', filters: [app] });
      const targets = [
        target(server, { sees: 'client', clients: 'ipv4' }),
        target(server, { sees: 'balancer', clients: 'ipv6' }),
      ];
      acme.loadBalancer('front', {
        subnet,
        addresses: [{ inside: '10.0.0.5', outside: '8.8.8.5' }, { inside: '2a05:d014::5' }],
        listeners: [listener('tcp/443', { targets })],
      });
      return [
        `tcp/443     internet  9.9.9.9  2620:fe::9  app-1  front
       internet    .         .        .           yes    yes
       9.9.9.9     .         .        .           no     yes
       2620:fe::9  .         .        .           yes    yes
       app-1       no        no       no          .      no
       front       yes       yes      yes         yes    .`,
      ];
    },
  ),
  world('the filter of the target’s subnet must admit the preserved client', (acme) => {
    const acl = acme.statelessFilter('acl', {
      ingress: [allow('any', '10.0.0.0/16')],
      egress: [allow('any', EVERYWHERE)],
    });
    const { subnet, network, table } = openNetwork(acme);
    const back = acme.subnet('back', { network, routeTable: table, filter: acl });
    const kept = acme.server('kept', { subnet: back, inside: '10.0.1.10' });
    const hidden = acme.server('hidden', { subnet: back, inside: '10.0.1.11' });
    acme.loadBalancer('front', {
      subnet,
      inside: '10.0.0.5',
      outside: '8.8.8.5',
      listeners: [
        listener('tcp/443', { targets: [target(kept, { sees: 'client' })] }),
        listener('tcp/80', { targets: [target(hidden, { sees: 'balancer' })] }),
      ],
    });
    return [
      `tcp/443   internet  kept  hidden  front
       internet  .         no    no      yes
       kept      no        .     yes     yes
       hidden    no        yes   .       yes
       front     yes       yes   yes     .`,
      `tcp/80    internet  kept  hidden  front
       internet  .         no    yes     yes
       kept      no        .     yes     yes
       hidden    no        yes   .       yes
       front     yes       yes   yes     .`,
    ];
  }),
];

/** A balancer without a filter before a database in a private subnet. */
function passthrough(acme: GraphBuilder, filter: FilterOptions, sees: 'client' | 'balancer'): void {
  const { subnet, back } = frontAndBack(acme);
  const db = acme.filter('db', filter);
  const orders = acme.database('orders', { subnet: back, inside: '10.0.1.20', filters: [db] });
  acme.loadBalancer('front', {
    subnet,
    inside: '10.0.0.5',
    outside: '8.8.8.5',
    listeners: [listener('tcp/5432', { targets: [target(orders, { sees })] })],
  });
}
