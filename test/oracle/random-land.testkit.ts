import {
  balanced,
  blackhole,
  type Gateway,
  type GraphBuilder,
  type Known,
  local,
  type Network,
  type Ref,
  type Route,
  type RouteTable,
  type Subnet,
  toGateway,
  unknown,
} from '@netposture/network/graph';
import type { Random } from './random.testkit.ts';
import { gatewaysBetween, standIn } from './random-between.testkit.ts';
import type { RandomFilters } from './random-filters.testkit.ts';
import { gatewayState, oddRoute } from './random-parts.testkit.ts';
import { PRIVATE_IPV4 } from './sample.testkit.ts';

/** A network with what stands in it. */
export interface Land {
  readonly network: Network;
  readonly isPublicSpace: boolean;
  readonly subnets: readonly Subnet[];
  readonly tables: readonly RouteTable[];
  /** Addresses that its interfaces mostly have. */
  readonly block: readonly string[];
}

/** Makes networks, their subnets and tables, and the gateways between them. */
export class RandomLand {
  readonly #random: Random;
  readonly #world: GraphBuilder;
  readonly #filters: RandomFilters;
  readonly #doubt: number;

  constructor(random: Random, world: GraphBuilder, filters: RandomFilters, doubt: number) {
    this.#random = random;
    this.#world = world;
    this.#filters = filters;
    this.#doubt = doubt;
  }

  /** One to three networks. */
  lands(): Land[] {
    const random = this.#random;
    const world = this.#world;
    const count = random.between(1, 3);
    const networks = random.list(count, (i) => {
      const isPublicSpace = random.chance(i === 0 ? 0.1 : 0.25);
      const ranges = isPublicSpace ? 'none' : '10.0.0.0/8';
      return isPublicSpace
        ? world.publicSpace(`land-${i + 1}`)
        : world.network(`land-${i + 1}`, { ranges });
    });
    const between = gatewaysBetween(random, world, this.#doubt, networks);
    return networks.map((network, i) => this.#land(network, i, networks, between));
  }

  #land(network: Network, i: number, networks: readonly Network[], between: Gateway[]): Land {
    const random = this.#random;
    const block = PRIVATE_IPV4.slice(2 * i, 2 * i + 2);
    const name = network.name;
    const { isPublicSpace } = network;
    if (isPublicSpace) return { network, isPublicSpace, subnets: [], tables: [], block };
    const exits = this.#exits(network);
    const zones = ['a', 'b'];
    const tables: RouteTable[] = [];
    const subnets = random.list(random.between(1, 2), (j) => {
      const place = `${name}-${zones[j]}`;
      const table =
        j > 0 && random.chance(0.4) && tables[0] !== undefined
          ? tables[0]
          : this.#table(place, exits, between, networks, tables.length);
      if (!tables.includes(table)) tables.push(table);
      return this.#subnet(place, network, table, zones[j] ?? 'a', j === 0 ? exits : undefined);
    });
    standIn(random, this.#world, this.#doubt, network, subnets, between);
    return { network, isPublicSpace, subnets, tables, block };
  }

  #subnet(
    name: string,
    network: Network,
    table: RouteTable,
    zone: string,
    exits: Exits | undefined,
  ): Subnet {
    const random = this.#random;
    const doubt = this.#doubt;
    const subnet = this.#world.subnet(name, {
      network,
      routeTable: random.chance(0.06 * doubt) ? unknown('the table could not be read') : table,
      ...(random.chance(0.8) ? { zone } : {}),
      ...(random.chance(0.4)
        ? {
            filter: random.chance(0.1 * doubt)
              ? unknown('the filter could not be read')
              : this.#filters.border(),
          }
        : {}),
      ...(random.chance(0.15)
        ? {
            internetBlock: random.chance(0.3 * doubt)
              ? unknown('the block could not be read')
              : { direct: random.chance(0.5), translated: random.chance(0.5) },
          }
        : {}),
    });
    // A NAT gateway stands in the first subnet, whose own table never leads back to it.
    const nat = exits?.nat;
    if (nat !== undefined && nat.interface === undefined && random.chance(0.6)) {
      const isLost = random.chance(0.05 * doubt);
      this.#world.change(nat, { subnet: isLost ? this.#world.id('subnet', 'lost') : subnet.id });
    }
    return subnet;
  }

  #table(
    name: string,
    exits: Exits,
    between: readonly Gateway[],
    networks: readonly Network[],
    position: number,
  ): RouteTable {
    const random = this.#random;
    const routes: Route[] = [];
    if (random.chance(0.95)) routes.push(local('10.0.0.0/8'), local('fd00::/8'));
    if (random.chance(0.5)) routes.push(local('2a00::/64'));
    const defaults = this.#defaults(exits, position);
    routes.push(...defaults);
    const others = networks.length > 1 ? between : [];
    for (const gateway of others) {
      if (random.chance(0.8)) {
        const towards = random.pick(['10.0.0.0/29', '10.0.0.0/31', '10.0.0.2/31', '10.0.0.4/31']);
        routes.push(...this.#variant(toGateway(towards, gateway)));
      }
      if (random.chance(0.3)) routes.push(toGateway('2a00::2', gateway));
    }
    if (random.chance(0.2)) routes.push(oddRoute(random, this.#world, this.#doubt));
    return this.#world.routeTable(name, {
      routes: random.chance(0.3) ? routes.toReversed() : routes,
      ...(random.chance(0.08 * this.#doubt) ? { incomplete: unknown('routes are missing') } : {}),
    });
  }

  /** Routes to everywhere. */
  #defaults({ internet, nat, egressOnly }: Exits, position: number): Route[] {
    const random = this.#random;
    const routes: Route[] = [];
    const doubt = this.#doubt;
    const ipv4 = random.weighted<Ref | 'odd' | undefined>([
      [internet === undefined ? 0.01 : 8, internet],
      // Never from the first table: the subnet of the NAT gateway uses it.
      [nat === undefined || position === 0 ? 0.01 : 4, position === 0 ? undefined : nat],
      [1, undefined],
      [0.4 + doubt, 'odd'],
    ]);
    if (ipv4 === 'odd') routes.push(oddRoute(random, this.#world, doubt, '0.0.0.0/0'));
    else if (ipv4 !== undefined) routes.push(...this.#variant(toGateway('0.0.0.0/0', ipv4)));
    const ipv6 = random.pick([internet, internet, egressOnly, undefined]);
    if (ipv6 !== undefined) routes.push(toGateway('::/0', ipv6));
    return routes;
  }

  /** A route, now and then with a rival of the same length, or only for some senders. */
  #variant(route: Route): Route[] {
    const random = this.#random;
    if (random.chance(0.06)) return [{ ...route, sources: this.#filters.interfaces() }];
    if (random.chance(0.08)) {
      const rival = { ...blackhole(route.destination), preference: random.between(-1, 1) };
      return random.chance(0.5) ? balanced(route, rival) : [route, rival];
    }
    return [route];
  }

  #exits(network: Network): Exits {
    const random = this.#random;
    const world = this.#world;
    const { name } = network;
    const state = gatewayState(random, this.#doubt);
    const edge = random.chance(0.06)
      ? {
          routeTable: world.routeTable(`${name}-edge`, {
            routes: [random.pick([local('10.0.0.0/8'), blackhole('10.0.0.0/30')])],
          }),
        }
      : {};
    const internet = random.chance(0.9)
      ? world.internetGateway(`${name}-internet`, {
          networks: random.chance(0.96) ? [network] : [],
          state,
          ...edge,
        })
      : undefined;
    const nat = random.chance(0.6)
      ? world.natGateway(`${name}-nat`, {
          networks: [network],
          state: gatewayState(random, this.#doubt),
          egress: random.weighted<Known<string>>([
            [5, random.pick(['8.8.8.1', '8.8.8.1-8.8.8.2', '8.8.8.4-8.8.8.5'])],
            [0.5, '10.0.0.5'],
            [this.#doubt, unknown('its addresses could not be read')],
          ]),
          ...(random.chance(0.15) ? { interface: world.id('interface', 'server-2/eth0') } : {}),
          ...(random.chance(0.3) ? { carries: { transport: 'tcp; udp; icmp' } } : {}),
        })
      : undefined;
    const egressOnly = random.chance(0.4)
      ? world.egressOnlyGateway(`${name}-egress-only`, {
          networks: [network],
          state: gatewayState(random, this.#doubt),
          carries: { addresses: '::/0' },
        })
      : undefined;
    return { internet, nat, egressOnly };
  }
}

/** The gateways by which a network is left. */
interface Exits {
  readonly internet: Gateway | undefined;
  readonly nat: Gateway | undefined;
  readonly egressOnly: Gateway | undefined;
}
