import {
  allow,
  type GraphBuilder,
  groupMembers,
  labelled,
  membersOf,
  selected,
  these,
  toAttachment,
  toGateway,
  unknown,
} from '@netposture/network/graph';
import { closedNetwork, EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

const OUT = [allow('any', EVERYWHERE)];

/** Rules that name their peers: groups, labels, lists. */
export const groupWorlds: readonly World[] = [
  world('a reference to a group admits its members, and nobody else', (acme) => {
    const { subnet } = closedNetwork(acme);
    const app = acme.filter('app', { egress: OUT });
    const db = acme.filter('db', { ingress: [allow('tcp/5432', membersOf(app))] });
    acme.server('app-1', { subnet, inside: '10.0.0.10', filters: [app] });
    acme.server('other', { subnet, inside: '10.0.0.11', filters: [] });
    acme.database('orders', { subnet, inside: '10.0.0.20', filters: [db] });
    return [
      `tcp/5432  internet  app-1  other  orders
       internet  .         no     no     no
       app-1     no        .      yes    yes
       other     no        no     .      no
       orders    no        no     no     .`,
    ];
  }),
  world('a group that refers to itself lets its members talk', (acme) => {
    const { subnet } = closedNetwork(acme);
    const id = acme.id('filter', 'cluster');
    const cluster = acme.filter('cluster', { ingress: [allow('any', membersOf(id))], egress: OUT });
    acme.server('node-1', { subnet, inside: '10.0.0.10', filters: [cluster] });
    acme.server('node-2', { subnet, inside: '10.0.0.11', filters: [cluster] });
    acme.server('outsider', { subnet, inside: '10.0.0.12' });
    return [
      `tcp/2379  internet  node-1  node-2  outsider
       internet  .         no      no      no
       node-1    no        .       yes     yes
       node-2    no        yes     .       yes
       outsider  no        no      no      .`,
    ];
  }),
  world('a member that comes by its public address is no member', (acme) => {
    const { subnet } = openNetwork(acme);
    const { subnet: far } = openNetwork(acme, { name: 'far', range: '10.1.0.0/16' });
    const app = acme.filter('app', { egress: OUT });
    const db = acme.filter('db', { ingress: [allow('tcp/5432', membersOf(app))] });
    acme.server('app-1', { subnet: far, inside: '10.1.0.10', outside: '8.8.8.10', filters: [app] });
    acme.server('orders', { subnet, inside: '10.0.0.20', outside: '8.8.8.20', filters: [db] });
    return [
      `tcp/5432  internet  app-1  orders
       internet  .         no     no
       app-1     yes       .      no
       orders    no        no     .`,
    ];
  }),
  world('a reference holds across an active peering', (acme) => {
    peered(acme, 'active', true);
    return [
      `tcp/5432  internet  app-1  orders
       internet  .         no     no
       app-1     no        .      yes
       orders    no        no     .`,
    ];
  }),
  world('a reference across a deleted peering matches nothing', (acme) => {
    peered(acme, 'inactive', true);
    return [
      `tcp/5432  internet  app-1  orders
       internet  .         no     no
       app-1     no        .      no
       orders    no        no     .`,
    ];
  }),
  world('a reference is not honoured across a peering that carries none', (acme) => {
    peered(acme, 'active', false);
    return [
      `tcp/5432  internet  app-1  orders
       internet  .         no     no
       app-1     no        .      no
       orders    no        no     .`,
    ];
  }),
  world('a reference is honoured through a transit that supports it', (acme) => {
    transited(acme, true);
    return [
      `tcp/5432  internet  app-1  orders
       internet  .         no     no
       app-1     no        .      yes
       orders    no        no     .`,
    ];
  }),
  world('a reference is not honoured through a transit that does not support it', (acme) => {
    transited(acme, false);
    return [
      `tcp/5432  internet  app-1  orders
       internet  .         no     no
       app-1     no        .      no
       orders    no        no     .`,
    ];
  }),
  world('a group made in one network applies where it is attached in another', (acme) => {
    const home = openNetwork(acme);
    const { subnet } = openNetwork(acme, { name: 'away', range: '10.1.0.0/16' });
    const ssh = acme.filter('ssh', {
      network: home.network,
      ingress: [allow('tcp/22', EVERYWHERE)],
    });
    acme.server('guest', { subnet, inside: '10.1.0.5', outside: '8.8.8.5', filters: [ssh] });
    return [
      `tcp/22    internet  guest
       internet  .         yes
       guest     no        .`,
      `tcp/443   internet  guest
       internet  .         no
       guest     no        .`,
    ];
  }),
  world('a list with everything in it opens the door', (acme) => {
    const { subnet } = openNetwork(acme);
    const list = acme.addressGroup('partners', { addresses: ['8.8.4.0/24', '0.0.0.0/0'] });
    const ssh = acme.filter('ssh', { ingress: [allow('tcp/22', groupMembers(list))] });
    acme.server('bastion', { subnet, inside: '10.0.0.5', outside: '8.8.8.5', filters: [ssh] });
    return [
      `tcp/22    internet  bastion
       internet  .         yes
       bastion   no        .`,
    ];
  }),
  world('a list that could not be read to its end leaves doubt about everybody else', (acme) => {
    const { subnet } = openNetwork(acme);
    const list = acme.addressGroup('partners', {
      addresses: '8.8.4.0/24',
      incomplete: unknown('the second page of the list is missing'),
    });
    const ssh = acme.filter('ssh', { ingress: [allow('tcp/22', groupMembers(list))] });
    acme.server('bastion', { subnet, inside: '10.0.0.5', outside: '8.8.8.5', filters: [ssh] });
    return [
      `tcp/22    internet  8.8.4.4  bastion
       internet  .         .        ?
       8.8.4.4   .         .        yes
       bastion   no        no       .`,
    ];
  }),
  world('a label admits whoever carries it, the forgotten ones too', (acme) => {
    const { subnet } = closedNetwork(acme);
    const db = acme.filter('db', { ingress: [allow('tcp/5432', labelled({ role: 'web' }))] });
    const web = { labels: { role: 'web' } };
    acme.server('web-1', { subnet, inside: '10.0.0.10', ...web });
    acme.server('forgotten', { subnet, inside: '10.0.0.11', ...web });
    acme.server('batch', { subnet, inside: '10.0.0.12', labels: { role: 'batch' } });
    acme.database('orders', { subnet, inside: '10.0.0.20', filters: [db] });
    return [
      `tcp/5432   internet  web-1  forgotten  batch  orders
       internet   .         no     no         no     no
       web-1      no        .      yes        yes    yes
       forgotten  no        yes    .          yes    yes
       batch      no        yes    yes        .      no
       orders     no        no     no         no     .`,
    ];
  }),
  world('a tag does not cross into another network', (acme) => {
    const near = closedNetwork(acme, {
      routes: [toGateway('10.1.0.0/16', acme.id('gateway', 'peering'))],
    });
    const far = closedNetwork(acme, {
      name: 'far',
      range: '10.1.0.0/16',
      routes: [toGateway('10.0.0.0/16', acme.id('gateway', 'peering'))],
    });
    acme.peering('peering', { networks: [near.network, far.network] });
    const tagged = labelled({ role: 'web' }, { scope: near.network, addresses: 'primary-private' });
    const filter = acme.filter('rules', { ingress: [allow('tcp/80', tagged)], egress: OUT });
    const web = { labels: { role: 'web' } };
    acme.server('near-web', { subnet: near.subnet, inside: '10.0.0.10', ...web });
    acme.server('far-web', { subnet: far.subnet, inside: '10.1.0.10', ...web });
    acme.server('target', { subnet: near.subnet, inside: '10.0.0.20', filters: [filter] });
    return [
      `tcp/80    internet  near-web  far-web  target
       internet  .         no        no       no
       near-web  no        .         yes      yes
       far-web   no        yes       .        no
       target    no        yes       yes      .`,
    ];
  }),
  world('a rule that names something unseen leaves doubt about private addresses only', (acme) => {
    const { subnet } = openNetwork(acme);
    const gone = selected(these(acme.unseen('workload', 'foreign')));
    const ssh = acme.filter('ssh', { ingress: [allow('tcp/22', gone)] });
    acme.server('bastion', { subnet, inside: '10.0.0.5', outside: '8.8.8.5', filters: [ssh] });
    acme.server('neighbour', { subnet, inside: '10.0.0.6' });
    return [
      `tcp/22     internet  bastion  neighbour
       internet   .         no       no
       bastion    no        .        no
       neighbour  no        ?        .`,
    ];
  }),
];

/** An application in one network and a database that admits its group in another, joined by a peering. */
function peered(
  acme: GraphBuilder,
  state: 'active' | 'inactive',
  supportsReferences: boolean,
): void {
  const id = acme.id('gateway', 'peering');
  const near = closedNetwork(acme, { routes: [toGateway('10.1.0.0/16', id)] });
  const far = closedNetwork(acme, {
    name: 'far',
    range: '10.1.0.0/16',
    routes: [toGateway('10.0.0.0/16', id)],
  });
  acme.peering('peering', { networks: [near.network, far.network], state, supportsReferences });
  const app = acme.filter('app', { egress: OUT });
  const db = acme.filter('db', { ingress: [allow('tcp/5432', membersOf(app))] });
  acme.server('app-1', { subnet: near.subnet, inside: '10.0.0.10', filters: [app] });
  acme.database('orders', { subnet: far.subnet, inside: '10.1.0.20', filters: [db] });
}

/** The same, joined by a transit gateway. */
function transited(acme: GraphBuilder, supportsReferences: boolean): void {
  const id = acme.id('gateway', 'transit');
  const near = closedNetwork(acme, { routes: [toGateway('10.0.0.0/8', id)] });
  const far = closedNetwork(acme, {
    name: 'far',
    range: '10.1.0.0/16',
    routes: [toGateway('10.0.0.0/8', id)],
  });
  const routeTable = acme.routeTable('transit', {
    routes: [toAttachment('10.0.0.0/16', 'near'), toAttachment('10.1.0.0/16', 'far')],
  });
  acme.transit('transit', {
    supportsReferences,
    attachments: [
      { id: 'near', network: near.network, routeTable, supportsReferences: true },
      { id: 'far', network: far.network, routeTable, supportsReferences: true },
    ],
  });
  const app = acme.filter('app', { egress: OUT });
  const db = acme.filter('db', {
    ingress: [allow('tcp/5432', membersOf(app, { through: ['peering', 'transit'] }))],
  });
  acme.server('app-1', { subnet: near.subnet, inside: '10.0.0.10', filters: [app] });
  acme.database('orders', { subnet: far.subnet, inside: '10.1.0.20', filters: [db] });
}
