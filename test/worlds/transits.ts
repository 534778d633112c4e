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

/** From network to network by transit gateways. */
export const transitWorlds: readonly World[] = [
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
