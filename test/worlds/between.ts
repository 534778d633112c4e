import {
  allow,
  blackhole,
  type GraphBuilder,
  type Network,
  type TransitAttachmentOptions,
  toAttachment,
  toGateway,
  unknown,
} from '@netposture/network/graph';
import { closedNetwork, EVERYWHERE, openNetwork } from './ground.ts';
import { type World, world } from './world.ts';

/** From network to network: the same one, peerings, transits, tunnels. */
export const betweenWorlds: readonly World[] = [
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
  world('a transit gateway joins the networks that its tables name', (acme) => {
    const { near, far } = twoNetworks(acme);
    const routeTable = bothWays(acme);
    acme.transit('transit', {
      attachments: [
        { id: 'near', network: near.network, routeTable },
        { id: 'far', network: far.network, routeTable },
      ],
    });
    servers(acme, near, far);
    return [
      `tcp/22    internet  in-near  in-far
       internet  .         no       no
       in-near   no        .        yes
       in-far    no        yes      .`,
    ];
  }),
  world('a transit table without a way back loses the replies', (acme) => {
    const { near, far } = twoNetworks(acme);
    const out = acme.routeTable('out', { routes: [toAttachment('10.1.0.0/16', 'far')] });
    const nothing = acme.routeTable('nothing');
    acme.transit('transit', {
      attachments: [
        { id: 'near', network: near.network, routeTable: out },
        { id: 'far', network: far.network, routeTable: nothing },
      ],
    });
    servers(acme, near, far);
    return [
      `tcp/22    internet  in-near  in-far
       internet  .         no       no
       in-near   no        .        lost
       in-far    no        no       .`,
    ];
  }),
  world('a blackhole in the transit keeps two networks apart', (acme) => {
    const { near, far } = twoNetworks(acme);
    const routeTable = acme.routeTable('tables', {
      routes: [blackhole('10.1.0.0/16'), toAttachment('10.0.0.0/8', 'near')],
    });
    acme.transit('transit', {
      attachments: [
        { id: 'near', network: near.network, routeTable },
        { id: 'far', network: far.network, routeTable },
      ],
    });
    servers(acme, near, far);
    return [
      `tcp/22    internet  in-near  in-far
       internet  .         no       no
       in-near   no        .        no
       in-far    no        lost     .`,
    ];
  }),
  world('a transit carries nobody from a zone in which it does not stand', (acme) => {
    const { near, far } = twoNetworks(acme, { zone: 'a' });
    const zoneB = acme.subnet('near-b', {
      network: near.network,
      routeTable: near.table,
      zone: 'b',
    });
    const routeTable = bothWays(acme);
    acme.transit('transit', {
      attachments: [
        { id: 'near', network: near.network, routeTable, subnets: [near.subnet] },
        { id: 'far', network: far.network, routeTable, subnets: [far.subnet] },
      ],
    });
    servers(acme, near, far);
    acme.server('zone-b', { subnet: zoneB, inside: '10.0.1.10' });
    return [
      `tcp/22    internet  in-near  in-far  zone-b
       internet  .         no       no      no
       in-near   no        .        yes     yes
       in-far    no        yes      .       lost
       zone-b    no        yes      no      .`,
    ];
  }),
  world('from a transit in the same subnet packets come in past the subnet’s filter', (acme) => {
    const closed = acme.statelessFilter('closed', {
      ingress: [allow('tcp/1024-65535', EVERYWHERE)],
      egress: [allow('any', EVERYWHERE)],
    });
    const { near, far } = twoNetworks(acme, { farFilter: closed.id });
    const routeTable = bothWays(acme);
    acme.transit('transit', {
      attachments: [
        { id: 'near', network: near.network, routeTable },
        { id: 'far', network: far.network, routeTable, subnets: [far.subnet] },
      ],
    });
    servers(acme, near, far);
    return [
      `tcp/22    internet  in-near  in-far
       internet  .         no       no
       in-near   no        .        yes
       in-far    no        no       .`,
    ];
  }),
  world('from a transit in another subnet they meet both filters', (acme) => {
    const closed = acme.statelessFilter('closed', {
      ingress: [allow('tcp/1024-65535', EVERYWHERE)],
      egress: [allow('any', EVERYWHERE)],
    });
    const { near, far } = twoNetworks(acme, { farFilter: closed.id });
    const door = acme.subnet('door', { network: far.network, routeTable: far.table });
    const routeTable = bothWays(acme);
    acme.transit('transit', {
      attachments: [
        { id: 'near', network: near.network, routeTable },
        { id: 'far', network: far.network, routeTable, subnets: [door] },
      ],
    });
    servers(acme, near, far);
    return [
      `tcp/22    internet  in-near  in-far
       internet  .         no       no
       in-near   no        .        no
       in-far    no        yes      .`,
    ];
  }),
  world(
    'a whole company leaves through the NAT gateway of one network behind a transit',
    (acme) => {
      const transit = acme.id('gateway', 'transit');
      const spoke = closedNetwork(acme, {
        name: 'spoke',
        routes: [toGateway('0.0.0.0/0', transit)],
      });
      const hub = openNetwork(acme, { name: 'hub', range: '10.1.0.0/16' });
      const nat = acme.natGateway('nat', { subnet: hub.subnet, egress: '8.8.8.1' });
      const inner = acme.subnet('hub-inner', {
        network: hub.network,
        routeTable: acme.routeTable('hub-inner', { routes: [toGateway('0.0.0.0/0', nat)] }),
      });
      const out = acme.routeTable('out', { routes: [toAttachment('0.0.0.0/0', 'hub')] });
      const back = acme.routeTable('back', { routes: [toAttachment('10.0.0.0/16', 'spoke')] });
      acme.transit('transit', {
        attachments: [
          { id: 'spoke', network: spoke.network, routeTable: out },
          { id: 'hub', network: hub.network, routeTable: back, subnets: [inner] },
        ],
      });
      acme.server('worker', { subnet: spoke.subnet, inside: '10.0.0.10' });
      return [
        `tcp/443   internet  worker
       internet  .         no
       worker    yes       .`,
      ];
    },
  ),
  world('two transit gateways carry on from one to the other', (acme) => {
    const { near, far } = twoNetworks(acme, { farTransit: 'second' });
    const first = acme.routeTable('first', {
      routes: [toAttachment('10.1.0.0/16', 'to second'), toAttachment('10.0.0.0/16', 'near')],
    });
    const second = acme.routeTable('second', {
      routes: [toAttachment('10.0.0.0/16', 'to first'), toAttachment('10.1.0.0/16', 'far')],
    });
    acme.transit('transit', {
      attachments: [
        { id: 'near', network: near.network, routeTable: first },
        { id: 'to second', gateway: acme.id('gateway', 'second'), routeTable: first },
      ],
    });
    acme.transit('second', {
      attachments: [
        { id: 'far', network: far.network, routeTable: second },
        { id: 'to first', gateway: acme.id('gateway', 'transit'), routeTable: second },
      ],
    });
    servers(acme, near, far);
    return [
      `tcp/22    internet  in-near  in-far
       internet  .         no       no
       in-near   no        .        yes
       in-far    no        yes      .`,
    ];
  }),
  world('transit tables that could not be read leave doubt', (acme) => {
    const { near, far } = twoNetworks(acme);
    const unread: Pick<TransitAttachmentOptions, 'routeTable'> = {
      routeTable: unknown('the routes of the transit gateway were not read'),
    };
    acme.transit('transit', {
      attachments: [
        { id: 'near', network: near.network, ...unread },
        { id: 'far', network: far.network, ...unread },
      ],
    });
    servers(acme, near, far);
    return [
      `tcp/22    internet  in-near  in-far
       internet  .         no       no
       in-near   no        .        ?
       in-far    no        ?        .`,
    ];
  }),
];

interface Place {
  readonly network: Network;
  readonly subnet: ReturnType<typeof closedNetwork>['subnet'];
}

/** Two networks that send each other's addresses to a transit gateway. */
function twoNetworks(
  acme: GraphBuilder,
  options: { zone?: string; farFilter?: Network['id']; farTransit?: string } = {},
) {
  const { zone, farFilter, farTransit = 'transit' } = options;
  const inZone = zone === undefined ? {} : { zone };
  const near = closedNetwork(acme, {
    name: 'near',
    routes: [toGateway('10.1.0.0/16', acme.id('gateway', 'transit'))],
    ...inZone,
  });
  const far = closedNetwork(acme, {
    name: 'far',
    range: '10.1.0.0/16',
    routes: [toGateway('10.0.0.0/16', acme.id('gateway', farTransit))],
    ...inZone,
    ...(farFilter === undefined ? {} : { filter: farFilter }),
  });
  return { near, far };
}

/** One table of a transit gateway that knows both networks. */
function bothWays(acme: GraphBuilder) {
  return acme.routeTable('both ways', {
    routes: [toAttachment('10.0.0.0/16', 'near'), toAttachment('10.1.0.0/16', 'far')],
  });
}

function servers(acme: GraphBuilder, near: Place, far: Place): void {
  acme.server('in-near', { subnet: near.subnet, inside: '10.0.0.10' });
  acme.server('in-far', { subnet: far.subnet, inside: '10.1.0.10' });
}
