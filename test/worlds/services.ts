import { allow, labelled, pool, undetermined } from '@netposture/network/graph';
import { closedNetwork, EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** Managed services: ports, admission lists, and targets known by host name only. */
export const serviceWorlds: readonly World[] = [
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
];
