import {
  allow,
  enforcedAs,
  type FilterOptions,
  labelled,
  listener,
  target,
  unknown,
} from '@netposture/network/graph';
import { closedNetwork, EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** A firewall before the public interface only: egress free until it has a rule. */
const PUBLIC_SIDE: FilterOptions = {
  planes: ['public'],
  defaults: 'allow-until-egress-rule',
};

/** Servers with a public and a private side, and servers that do not run. */
export const sideWorlds: readonly World[] = [
  world('strangers on the internet meet by their public addresses', (acme) => {
    const space = acme.publicSpace('internet');
    const web = acme.filter('web', { ...PUBLIC_SIDE, ingress: [allow('tcp/443', EVERYWHERE)] });
    acme.server('web-1', { network: space, inside: '8.8.8.10', filters: [web] });
    acme.server('open', { network: space, inside: '8.8.8.11' });
    return [
      `tcp/443   internet  web-1  open
       internet  .         yes    yes
       web-1     yes       .      yes
       open      yes       yes    .`,
      `tcp/22    internet  web-1  open
       internet  .         no     yes
       web-1     yes       .      yes
       open      yes       no     .`,
    ];
  }),
  world('a firewall of the public side does not see the private network', (acme) => {
    const space = acme.publicSpace('internet');
    const closed = acme.filter('closed', PUBLIC_SIDE);
    const { network, table } = closedNetwork(acme);
    const privately = { network, routeTable: table };
    const publicly = { network: space, filters: [closed] };
    acme.server('a', {
      interfaces: [
        { ...publicly, inside: '8.8.8.10' },
        { ...privately, inside: '10.0.0.10' },
      ],
    });
    acme.server('b', {
      interfaces: [
        { ...publicly, inside: '8.8.8.11' },
        { ...privately, inside: '10.0.0.11' },
      ],
    });
    return [
      `tcp/22    internet  a    b
       internet  .         no   no
       a         yes       .    yes
       b         yes       yes  .`,
    ];
  }),
  world('a firewall of both sides filters the private network too', (acme) => {
    const { subnet } = openNetwork(acme);
    const strict = acme.filter('strict', {
      combination: 'deny-overrides',
      ingress: [allow('tcp/5432', labelled({ role: 'app' }))],
      egress: [allow('any', EVERYWHERE)],
    });
    acme.server('db', { subnet, inside: '10.0.0.10', outside: '8.8.8.10', filters: [strict] });
    acme.server('app', { subnet, inside: '10.0.0.11', labels: { role: 'app' } });
    acme.server('other', { subnet, inside: '10.0.0.12' });
    return [
      `tcp/5432  internet  db   app  other
       internet  .         no   no   no
       db        yes       .    yes  yes
       app       no        yes  .    yes
       other     no        no   yes  .`,
    ];
  }),
  world('a balancer over the private network leads past the public firewall', (acme) => {
    const space = acme.publicSpace('internet');
    const closed = acme.filter('closed', PUBLIC_SIDE);
    const { network, table } = closedNetwork(acme);
    const server = acme.server('db-1', {
      interfaces: [
        { network: space, inside: '8.8.8.10', filters: [closed] },
        { network, routeTable: table, inside: '10.0.0.10' },
      ],
    });
    const [, inner] = server.interfaces;
    acme.loadBalancer('lb', {
      interfaces: [
        { network: space, inside: '8.8.8.5' },
        { network, routeTable: table, inside: '10.0.0.5' },
      ],
      listeners: [
        listener('tcp/443', {
          targets: inner === undefined ? [] : [target(inner, { port: 5432 })],
        }),
      ],
    });
    return [
      `tcp/443   internet  db-1  lb
       internet  .         yes   yes
       db-1      yes       .     yes
       lb        yes       yes   .`,
      `tcp/5432  internet  db-1  lb
       internet  .         no    no
       db-1      yes       .     no
       lb        yes       yes   .`,
    ];
  }),
  world(
    'a target by its public address meets the public firewall with the balancer’s address',
    (acme) => {
      const space = acme.publicSpace('internet');
      const known = acme.filter('known', { ...PUBLIC_SIDE, ingress: [allow('tcp/80', '8.8.8.5')] });
      const closed = acme.filter('closed', PUBLIC_SIDE);
      const good = acme.server('good', { network: space, inside: '8.8.8.10', filters: [known] });
      const bad = acme.server('bad', { network: space, inside: '8.8.8.11', filters: [closed] });
      acme.loadBalancer('lb', {
        network: space,
        inside: '8.8.8.5',
        listeners: [listener('tcp/80', { targets: [target(good), target(bad)] })],
      });
      return [
        `tcp/80    internet  good  bad  lb
       internet  .         yes   no   yes
       good      yes       .     no   yes
       bad       yes       yes   .    yes
       lb        yes       yes   no   .`,
      ];
    },
  ),
  world('a floating address receives; packets leave with the server’s own', (acme) => {
    const space = acme.publicSpace('internet');
    const partner = acme.filter('partner', { ingress: [allow('tcp/443', '8.8.8.20')] });
    const addresses = [{ inside: '8.8.8.10' }, { inside: '8.8.8.20', originates: false }];
    acme.server('floating', { network: space, addresses });
    acme.server('partner', { network: space, inside: '8.8.4.4', filters: [partner] });
    return [
      `tcp/443   internet  floating  partner
       internet  .         yes       no
       floating  yes       .         no
       partner   no        no        .`,
    ];
  }),
  world('a reserved address that may also send leaves doubt', (acme) => {
    const space = acme.publicSpace('internet');
    const partner = acme.filter('partner', { ingress: [allow('tcp/443', '8.8.8.20')] });
    const originates = unknown('only the server itself can tell');
    const addresses = [{ inside: '8.8.8.10' }, { inside: '8.8.8.20', originates }];
    acme.server('reserved', { network: space, addresses });
    acme.server('partner', { network: space, inside: '8.8.4.4', filters: [partner] });
    return [
      `tcp/443   internet  reserved  partner
       internet  .         yes       no
       reserved  yes       .         ?
       partner   no        no        .`,
    ];
  }),
  world('a stopped server neither receives nor sends', (acme) => {
    const { subnet } = openNetwork(acme);
    acme.server('off', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', state: 'stopped' });
    acme.server('on', { subnet, inside: '10.0.0.7' });
    return [
      `tcp/22    internet  off  on
       internet  .         no   no
       off       no        .    no
       on        no        no   .`,
    ];
  }),
  world('a server whose state was not read may be reached', (acme) => {
    const { subnet } = openNetwork(acme);
    const state = unknown('its state was not read');
    acme.server('dim', { subnet, inside: '10.0.0.6', outside: '8.8.8.6', state });
    return [
      `tcp/22    internet  dim
       internet  .         ?
       dim       ?         .`,
    ];
  }),
  world(
    'a firewall that is still being put on leaves doubt only on the side that it sees',
    (acme) => {
      const space = acme.publicSpace('internet');
      const closed = acme.filter('closed', PUBLIC_SIDE);
      const { network, table } = closedNetwork(acme);
      const filters = [enforcedAs('pending', closed)];
      acme.server('new', {
        interfaces: [
          { network: space, inside: '8.8.8.10', filters },
          { network, routeTable: table, inside: '10.0.0.10', filters },
        ],
      });
      acme.server('inner', { network, routeTable: table, inside: '10.0.0.11' });
      return [
        `tcp/22    internet  new  inner
       internet  .         ?    no
       new       yes       .    yes
       inner     no        yes  .`,
      ];
    },
  ),
];
