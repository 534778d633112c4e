import {
  allow,
  enforcedAs,
  type FilterOptions,
  labelled,
  listener,
  pool,
  target,
  undetermined,
  unknown,
} from '@netposture/network/graph';
import { closedNetwork, EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** A firewall before the public interface only: egress free until it has a rule. */
const PUBLIC_SIDE: FilterOptions = {
  planes: ['public'],
  defaults: 'allow-until-egress-rule',
};

/** Servers with a public and a private side, managed services, and targets known by host name only. */
export const serviceWorlds: readonly World[] = [
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
  world('a database is reached on its port only', (acme) => {
    const { subnet } = openNetwork(acme);
    const common = { subnet, listens: 'tcp/5432' };
    acme.database('orders', { ...common, inside: '10.0.0.20', outside: '8.8.8.20' });
    return [
      `tcp/5432  internet  orders
       internet  .         yes
       orders    yes       .`,
      `tcp/22    internet  orders
       internet  .         no
       orders    yes       .`,
    ];
  }),
  world('a public switch without a public address opens nothing', (acme) => {
    const { subnet } = openNetwork(acme);
    acme.database('orders', { subnet, inside: '10.0.0.20', publicSwitch: true });
    return [
      `tcp/5432  internet  orders
       internet  .         no
       orders    no        .`,
    ];
  }),
  world('without trusted sources a database with a host name is open to the internet', (acme) => {
    const space = acme.publicSpace('provider');
    const trusted = acme.filter('trusted sources', { defaults: 'allow-until-rule' });
    acme.database('orders', {
      network: space,
      inside: '8.8.8.0/28',
      exact: false,
      listens: 'tcp/25060',
      layers: [pool([trusted])],
    });
    return [
      `tcp/25060  internet  orders
       internet   .         yes
       orders     yes       .`,
    ];
  }),
  world('with trusted sources only those are admitted', (acme) => {
    const space = acme.publicSpace('provider');
    const trusted = acme.filter('trusted sources', {
      defaults: 'allow-until-rule',
      ingress: [
        allow('any', '8.8.4.0/24'),
        allow('any', labelled({ app: 'shop' }, { addresses: 'both' })),
      ],
    });
    acme.database('orders', {
      network: space,
      inside: '8.8.8.0/28',
      exact: false,
      listens: 'tcp/25060',
      layers: [pool([trusted])],
    });
    acme.server('shop', { network: space, inside: '8.8.0.10', labels: { app: 'shop' } });
    acme.server('other', { network: space, inside: '8.8.0.11' });
    return [
      `tcp/25060  internet  8.8.4.4  shop  other  orders
       internet   .         .        yes   yes    no
       8.8.4.4    .         .        yes   yes    yes
       shop       yes       yes      .     yes    yes
       other      yes       yes      yes   .      no
       orders     yes       yes      yes   yes    .`,
    ];
  }),
  world('trusted sources that could not be resolved leave doubt about everybody else', (acme) => {
    const space = acme.publicSpace('provider');
    const trusted = acme.filter('trusted sources', {
      defaults: 'allow-until-rule',
      ingress: [allow('any', '8.8.4.0/24'), allow('any', undetermined('the tag was not read'))],
    });
    acme.database('orders', {
      network: space,
      inside: '8.8.8.8',
      listens: 'tcp/25060',
      layers: [pool([trusted])],
    });
    return [
      `tcp/25060  internet  8.8.4.4  orders
       internet   .         .        ?
       8.8.4.4    .         .        yes
       orders     yes       yes      .`,
    ];
  }),
  world('an empty admission list admits nobody', (acme) => {
    const space = acme.publicSpace('provider');
    const networks = acme.filter('authorised networks', { defaults: 'deny-ingress' });
    acme.database('closed', { network: space, inside: '8.8.8.8', admission: networks });
    return [
      `tcp/5432  internet  closed
       internet  .         no
       closed    yes       .`,
    ];
  }),
  world('an admission list stands behind the filters, and both must allow', (acme) => {
    const { subnet } = openNetwork(acme);
    const open = acme.filter('open', { ingress: [allow('any', EVERYWHERE)] });
    const office = acme.filter('office', { ingress: [allow('any', '8.8.4.0/24')] });
    acme.service('api', {
      subnet,
      inside: '10.0.0.20',
      outside: '8.8.8.20',
      filters: [open],
      admission: office,
    });
    return [
      `tcp/443   internet  8.8.4.4  api
       internet  .         .        no
       8.8.4.4   .         .        yes
       api       no        no       .`,
    ];
  }),
  world('a service that is only counted is never called closed or open', (acme) => {
    const space = acme.publicSpace('provider');
    const inventoryOnly = 'exposure of this kind of service is not modelled';
    acme.service('index', { network: space, inside: '8.8.8.8', listens: 'tcp/443', inventoryOnly });
    return [
      `tcp/443   internet  index
       internet  .         ?
       index     yes       .`,
      `tcp/22    internet  index
       internet  .         no
       index     yes       .`,
    ];
  }),
  world('a target known by host name is reached where every address it may have is', (acme) => {
    const { network, table, subnet } = closedNetwork(acme);
    const data = acme.subnet('data', { network, routeTable: table, ranges: '10.0.2.0/28' });
    const all = acme.filter('all', { egress: [allow('tcp/5432', '10.0.2.0/24')] });
    const some = acme.filter('some', { egress: [allow('tcp/5432', '10.0.2.0/29')] });
    const none = acme.filter('none', { egress: [allow('tcp/5432', '10.0.3.0/24')] });
    acme.server('all', { subnet, inside: '10.0.0.10', filters: [all] });
    acme.server('some', { subnet, inside: '10.0.0.11', filters: [some] });
    acme.server('none', { subnet, inside: '10.0.0.12', filters: [none] });
    const closed = acme.filter('cache', { ingress: [allow('tcp/5432', '10.0.0.0/16')] });
    acme.database('cache', {
      subnet: data,
      inside: '10.0.2.0/28',
      exact: false,
      filters: [closed],
    });
    return [
      `tcp/5432  internet  all  some  none  cache
       internet  .         no   no    no    no
       all       no        .    no    no    yes
       some      no        no   .     no    ?
       none      no        no   no    .     no
       cache     no        no   no    no    .`,
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
