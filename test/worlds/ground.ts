import {
  type Gateway,
  type GraphBuilder,
  local,
  type Network,
  type Ref,
  type Route,
  type RouteTable,
  type Subnet,
  type SubnetOptions,
  toGateway,
} from '@netposture/network/graph';

/** Everything, in both families. */
export const EVERYWHERE = '0.0.0.0/0,::/0';

/** What a network of the worlds may be given. */
interface GroundOptions {
  /** Default `net`; subnet, table and gateway are named after it. */
  readonly name?: string;
  /** Default 10.0.0.0/16. */
  readonly range?: string;
  /** Routes besides the local ones. */
  readonly routes?: readonly Route[];
  readonly filter?: Ref;
  readonly zone?: string;
  readonly internetBlock?: SubnetOptions['internetBlock'];
}

/** A network with one subnet and its route table. */
export interface Ground {
  readonly network: Network;
  readonly table: RouteTable;
  readonly subnet: Subnet;
}

/** A network without any way out. */
export function closedNetwork(world: GraphBuilder, options: GroundOptions = {}): Ground {
  const { name = 'net', range = '10.0.0.0/16', routes = [], filter, zone, internetBlock } = options;
  const network = world.network(name, { ranges: range });
  const table = world.routeTable(`${name}-routes`, {
    network,
    routes: [local(range), local('2a05:d014::/56'), ...routes],
  });
  const subnet = world.subnet(`${name}-a`, {
    network,
    routeTable: table,
    ...(filter === undefined ? {} : { filter }),
    ...(zone === undefined ? {} : { zone }),
    ...(internetBlock === undefined ? {} : { internetBlock }),
  });
  return { network, table, subnet };
}

/** A network whose subnet leads to the internet, by an internet gateway, in both families. */
export function openNetwork(
  world: GraphBuilder,
  options: GroundOptions = {},
): Ground & { readonly gateway: Gateway } {
  const { name = 'net', routes = [] } = options;
  const id = world.id('gateway', `${name}-internet`);
  const ground = closedNetwork(world, {
    ...options,
    routes: [toGateway('0.0.0.0/0', id), toGateway('::/0', id), ...routes],
  });
  const gateway = world.internetGateway(`${name}-internet`, { networks: [ground.network] });
  return { ...ground, gateway };
}

/** A subnet that faces the internet and one behind it, of one network. */
export function frontAndBack(acme: GraphBuilder) {
  const { network, subnet, table } = openNetwork(acme);
  const back = acme.subnet('back', { network, routeTable: table });
  return { network, subnet, back };
}
