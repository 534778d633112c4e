import {
  type Gateway,
  type GraphBuilder,
  type Network,
  type Route,
  type RouteTable,
  type Subnet,
  type TransitAttachmentOptions,
  toAttachment,
  unknown,
} from '@netposture/network/graph';
import type { Random } from './random.testkit.ts';
import { gatewayState, oddRoute } from './random-parts.testkit.ts';

/** Peerings and transits between networks; beside them two gateways that lead out of sight. */
export function gatewaysBetween(
  random: Random,
  world: GraphBuilder,
  doubt: number,
  networks: readonly Network[],
): Gateway[] {
  world.vpn('tunnel');
  world.appliance('inspection');
  const members = networks.filter((network) => !network.isPublicSpace);
  const [first, ...others] = members;
  if (first === undefined) return [];
  const peerings = others
    .filter(() => random.chance(0.6))
    .map((other) =>
      world.peering(`peering-${other.name}`, {
        networks: [first, other],
        state: gatewayState(random, doubt),
        ...(random.chance(0.2) ? { supportsReferences: random.chance(0.5) } : {}),
      }),
    );
  if (others.length === 0 || random.chance(0.5)) return peerings;
  return [...peerings, ...transits(random, world, doubt, members)];
}

/** One transit gateway for all networks, or two that lead to each other. */
function transits(
  random: Random,
  world: GraphBuilder,
  doubt: number,
  members: readonly Network[],
): Gateway[] {
  const near = random.chance(0.25) ? members.slice(0, 1) : members;
  const far = members.filter((network) => !near.includes(network));
  const first = transit(random, world, doubt, 'transit', members, near, far);
  return far.length === 0
    ? [first]
    : [first, transit(random, world, doubt, 'transit-2', members, far, near)];
}

function transit(
  random: Random,
  world: GraphBuilder,
  doubt: number,
  name: string,
  all: readonly Network[],
  near: readonly Network[],
  far: readonly Network[],
): Gateway {
  const other = name === 'transit' ? 'transit-2' : 'transit';
  const exitTo = (network: Network) => (near.includes(network) ? network.name : 'the other');
  const routes: Route[] = all.flatMap((network, i) => [
    ...(random.chance(0.9) ? [toAttachment(`10.0.0.${2 * i}/31`, exitTo(network))] : []),
    ...(random.chance(0.3) ? [toAttachment('2a00::2', exitTo(network))] : []),
  ]);
  if (random.chance(0.5)) routes.push(toAttachment('0.0.0.0/0', exitTo(random.pick(all))));
  if (random.chance(0.2)) routes.push(oddRoute(random, world, doubt));
  const tables = random.list(random.between(1, 2), (i) =>
    world.routeTable(`${name}-${i}`, {
      routes: random.some(routes, i === 0 ? routes.length : routes.length - 1),
      ...(random.chance(0.06 * doubt) ? { incomplete: unknown('routes are missing') } : {}),
    }),
  );
  const attachments = near.map((network) => ({
    id: network.name,
    network,
    ...attached(random, doubt, tables),
  }));
  const peering = {
    id: 'the other',
    gateway: world.id('gateway', other),
    ...attached(random, doubt, tables),
  };
  return world.transit(name, {
    state: gatewayState(random, doubt),
    supportsReferences: random.chance(0.7),
    attachments: far.length === 0 ? attachments : [...attachments, peering],
  });
}

function attached(
  random: Random,
  doubt: number,
  tables: readonly RouteTable[],
): Pick<TransitAttachmentOptions, 'routeTable' | 'supportsReferences' | 'state'> {
  return {
    routeTable: random.chance(0.04 * doubt) ? unknown('not read') : random.pick(tables),
    supportsReferences: random.chance(0.8),
    state: random.chance(0.96) ? 'active' : 'inactive',
  };
}

/** Lets transits stand in some of a network's subnets. */
export function standIn(
  random: Random,
  world: GraphBuilder,
  doubt: number,
  network: Network,
  subnets: readonly Subnet[],
  between: Gateway[],
): void {
  for (const [position, gateway] of between.entries()) {
    if (gateway.attachments === undefined || random.chance(0.4)) continue;
    const standing = random.some(subnets, random.between(1, 2)).map((subnet) => subnet.id);
    if (random.chance(0.05 * doubt))
      standing.splice(random.between(0, 1), random.between(0, 1), world.id('subnet', 'lost'));
    between[position] = world.change(gateway, {
      attachments: gateway.attachments.map((each) =>
        each.network === network.id ? { ...each, subnets: standing } : each,
      ),
    });
  }
}
