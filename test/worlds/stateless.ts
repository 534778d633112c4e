import { allow, deny, type FilterOptions } from '@netposture/network/graph';
import { EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** One stateless filter at a server, asked in order. */
const IN_ORDER: FilterOptions = { combination: 'first-match', stateful: false };

/** Filters that know no connections: each direction is judged alone, replies too. */
export const statelessWorlds: readonly World[] = [
  world('a deny after an allow-all changes nothing', (acme) => {
    const acl = acme.statelessFilter('acl', {
      ingress: [
        allow('any', EVERYWHERE, { priority: 100 }),
        deny('tcp/22', EVERYWHERE, { priority: 110 }),
      ],
      egress: [allow('any', EVERYWHERE)],
    });
    const { subnet } = openNetwork(acme, { filter: acl });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/22    internet  web
       internet  .         yes
       web       yes       .`,
    ];
  }),
  world(
    'a deny before the allow closes the port to other subnets, and not inside its own',
    (acme) => {
      const acl = acme.statelessFilter('acl', {
        ingress: [
          deny('tcp/22', EVERYWHERE, { priority: 90 }),
          allow('any', EVERYWHERE, { priority: 100 }),
        ],
        egress: [allow('any', EVERYWHERE)],
      });
      const { network, table, subnet } = openNetwork(acme, { filter: acl });
      const other = acme.subnet('other', { network, routeTable: table });
      acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
      acme.server('neighbour', { subnet, inside: '10.0.0.7' });
      acme.server('elsewhere', { subnet: other, inside: '10.0.1.8' });
      return [
        `tcp/22     internet  web  neighbour  elsewhere
       internet   .         no   no         no
       web        yes       .    yes        yes
       neighbour  no        yes  .          yes
       elsewhere  no        no   no         .`,
      ];
    },
  ),
  world('without egress for replies packets arrive and nothing comes back', (acme) => {
    const acl = acme.statelessFilter('acl', { ingress: [allow('any', EVERYWHERE)] });
    const { subnet } = openNetwork(acme, { filter: acl });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `udp/161   internet  web
       internet  .         lost
       web       no        .`,
    ];
  }),
  world('an attacker sends from the one port to which replies may leave', (acme) => {
    const acl = acme.statelessFilter('acl', {
      ingress: [allow('tcp/22', EVERYWHERE)],
      egress: [allow('tcp/443', '0.0.0.0/0')],
    });
    const { subnet } = openNetwork(acme, { filter: acl });
    acme.server('web', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/22    internet  web
       internet  .         yes
       web       no        .`,
      `tcp/443   internet  web
       internet  .         no
       web       yes       .`,
    ];
  }),
  world('IPv6 needs lines of its own', (acme) => {
    const acl = acme.statelessFilter('acl', {
      ingress: [allow('any', '0.0.0.0/0')],
      egress: [allow('any', '0.0.0.0/0')],
    });
    const { subnet } = openNetwork(acme, { filter: acl });
    acme.server('v4', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    acme.server('v6', { subnet, inside: '2a05:d014::7' });
    return [
      `tcp/443   internet  v4   v6
       internet  .         yes  no
       v4        yes       .    no
       v6        no        no   .`,
    ];
  }),
  world('a line for established connections admits replies, and opens none', (acme) => {
    const port = acme.filter('switch port', {
      ...IN_ORDER,
      ingress: [
        allow('tcp/443', EVERYWHERE, { priority: 1 }),
        allow('tcp/1024-65535', EVERYWHERE, { priority: 2, establishedOnly: true }),
      ],
      egress: [allow('any', EVERYWHERE)],
    });
    const { subnet } = openNetwork(acme);
    acme.server('metal', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [port] });
    return [
      `tcp/443   internet  metal
       internet  .         yes
       metal     yes       .`,
      `tcp/5432  internet  metal
       internet  .         no
       metal     yes       .`,
    ];
  }),
  world('an active stateless filter without output lines loses every reply', (acme) => {
    const port = acme.filter('switch port', { ...IN_ORDER, ingress: [allow('any', EVERYWHERE)] });
    const { subnet } = openNetwork(acme);
    acme.server('metal', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', filters: [port] });
    return [
      `tcp/22    internet  metal
       internet  .         lost
       metal     no        .`,
    ];
  }),
  world('a stateless filter for IPv4 only leaves IPv6 unfiltered', (acme) => {
    const unfiltered = allow('any', '::/0', { priority: 0 });
    const port = acme.filter('switch port', {
      ...IN_ORDER,
      ingress: [unfiltered, allow('tcp/443', '0.0.0.0/0', { priority: 1 })],
      egress: [unfiltered, allow('any', '0.0.0.0/0', { priority: 1 })],
    });
    const { subnet } = openNetwork(acme);
    const inside = ['10.0.0.6', '2a05:d014::6'];
    acme.server('metal', { subnet, inside, outside: '8.8.8.6', filters: [port] });
    return [
      `tcp/22      internet  9.9.9.9  2620:fe::9  metal
       internet    .         .        .           yes
       9.9.9.9     .         .        .           no
       2620:fe::9  .         .        .           yes
       metal       yes       yes      yes         .`,
    ];
  }),
  world('the sender’s own stateless filter can lose the replies of others', (acme) => {
    const acl = acme.statelessFilter('acl', { egress: [allow('any', EVERYWHERE)] });
    const { subnet } = openNetwork(acme, { filter: acl });
    acme.server('caller', { subnet, inside: '10.0.0.6', outside: '8.8.8.6' });
    return [
      `tcp/443   internet  caller
       internet  .         no
       caller    lost      .`,
    ];
  }),
];
