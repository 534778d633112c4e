import {
  build,
  type GraphBuilder,
  local,
  type Network,
  type Subnet,
  toGateway,
} from '@netposture/network/graph';

/** A small estate that most examples of rules start from. */
export interface Ground {
  readonly world: GraphBuilder;
  readonly network: Network;
  /** Leads to the internet. */
  readonly publicSubnet: Subnet;
  /** Leads nowhere but inside. */
  readonly privateSubnet: Subnet;
}

/** An account with a network, an internet gateway, a subnet that leads to it and one that does not. */
export function ground(name = 'acme'): Ground {
  const world = build(name);
  const network = world.network('vpc', { ranges: '10.0.0.0/16' });
  const gateway = world.internetGateway('igw', { networks: [network] });
  const open = world.routeTable('open', {
    routes: [local('10.0.0.0/16'), toGateway('0.0.0.0/0', gateway), toGateway('::/0', gateway)],
  });
  const closed = world.routeTable('closed', { routes: [local('10.0.0.0/16')] });
  return {
    world,
    network,
    publicSubnet: world.subnet('public', { network, ranges: '10.0.1.0/24', routeTable: open }),
    privateSubnet: world.subnet('private', { network, ranges: '10.0.2.0/24', routeTable: closed }),
  };
}
