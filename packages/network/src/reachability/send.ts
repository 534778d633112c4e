import type { Gateway } from '../graph/gateway.ts';
import type { Interface, InterfaceAddress } from '../graph/interface.ts';
import type { Route, RouteTarget } from '../graph/route-table.ts';
import { isUnknown } from '../graph/unknown.ts';
import { AddressSet, type PacketSet } from '../netset/index.ts';
import { noteRunning, runningBounds } from './arrival.ts';
import { type Bounds, everything, exactly, nothing, undecided } from './bounds.ts';
import { deliverInside } from './deliver.ts';
import { sendToInternet } from './leave.ts';
import { sendThroughNat } from './nat.ts';
import { noReplies, repliesOver } from './reply-route.ts';
import type { RouteDecision } from './route-lookup.ts';
import { sendThroughTransit } from './transit.ts';
import {
  either,
  perhaps,
  reachesNothing,
  through,
  type Verdict,
  verdictWithin,
} from './verdict.ts';
import { packetsFrom, packetsTo, type Standpoint, type Walk } from './walk.ts';

/** Packets that an interface sends, with inside addresses of its own as sources. */
export function sendFrom(walk: Walk, sender: Interface, packets: PacketSet): Verdict {
  let verdict = reachesNothing;
  for (const address of sender.addresses) {
    if (address.originates === false) continue;
    const own = packets.intersect(packetsFrom(address.inside));
    if (own.isEmpty) continue;
    const sent = walk.branch(() => sendFromAddress(walk, sender, address, own));
    const isSure = address.originates === undefined || address.originates === true;
    verdict = either(verdict, verdictWithin(isSure ? sent : perhaps(sent), own));
  }
  return verdict;
}

function sendFromAddress(
  walk: Walk,
  sender: Interface,
  address: InterfaceAddress,
  packets: PacketSet,
): Verdict {
  walk.passed({ kind: 'sender', resource: sender.id, packets });
  const running = runningBounds(walk.estate.owner(sender));
  noteRunning(walk, sender, packets, running);
  if (running === nothing && walk.recorder === undefined) return reachesNothing;
  const layers = walk.interfaceCrossing(sender, 'egress', packets);
  const rest = walk.onward(packets, layers.forward);
  if (rest.isEmpty) return reachesNothing;
  const routed = route(walk, rest, walk.standpointOf(sender), address);
  return through({ forward: running, reply: everything }, through(layers, routed));
}

/** Follows the routes of a standpoint. `address` is the sender's own where the packets come from an interface directly. */
function route(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  address?: InterfaceAddress,
): Verdict {
  if (from.routeTable === 'internet')
    return sendToInternet(walk, packets, from, undefined, address);
  const decisions = walk.decisions(from);
  const place = from.sender?.id ?? from.subnet?.id ?? from.network;
  if (decisions === undefined || isUnknown(from.routeTable)) {
    const detail = isUnknown(from.routeTable)
      ? from.routeTable.reason
      : 'the route table is not known';
    return walk.unclear({ kind: 'route', resource: place, packets, disposition: 'unseen', detail });
  }
  let verdict = reachesNothing;
  for (const decision of decisions) {
    const part = packets.intersect(packetsTo(decision.destinations));
    if (part.isEmpty) continue;
    const here = walk.branch(() => routeByDecision(walk, part, from, decision, address));
    verdict = either(verdict, verdictWithin(here, part));
  }
  return verdict;
}

function routeByDecision(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  decision: RouteDecision,
  address: InterfaceAddress | undefined,
): Verdict {
  const table = from.routeTable;
  const resource = table === 'internet' || isUnknown(table) ? from.network : table;
  const hop = { kind: 'route', resource, packets } as const;
  if (decision.isAmbiguous) {
    const detail = decision.routes.map((candidate) => candidate.label).join(' or ');
    return walk.unclear({
      ...hop,
      disposition: 'unseen',
      detail: `nobody can tell which route wins: ${detail}`,
    });
  }
  if (decision.routes.length === 0) {
    const incomplete = walk.estate.routeTable(resource)?.incomplete;
    if (incomplete !== undefined)
      return walk.unclear({ ...hop, disposition: 'unseen', detail: incomplete.reason });
    return walk.refused({ ...hop, disposition: 'no-route' });
  }
  let verdict = reachesNothing;
  for (const taken of distinctTargets(decision.routes)) {
    const here = walk.branch(() => {
      walk.passed({ ...hop, detail: taken.label });
      return follow(walk, packets, from, taken.target, address);
    });
    verdict = either(verdict, here);
  }
  return verdict;
}

/** Where routes of equal right differ in nothing but their words, one stands for all. */
function distinctTargets(routes: readonly Route[]): readonly Route[] {
  const seen = new Map<string, Route>();
  for (const candidate of routes) seen.set(JSON.stringify(candidate.target), candidate);
  return [...seen.values()];
}

/** Follows one route to where it leads. */
function follow(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  target: RouteTarget,
  address: InterfaceAddress | undefined,
): Verdict {
  const place = from.sender?.id ?? from.subnet?.id ?? from.network;
  const hop = { kind: 'route', resource: place, packets } as const;
  switch (target.kind) {
    case 'local':
      return deliverInside(walk, packets, from.network, () => from);
    case 'blackhole':
      return walk.refused({ ...hop, disposition: 'blackholed' });
    case 'undetermined':
      return walk.unclear({ ...hop, disposition: 'unseen', detail: target.cause.reason });
    case 'attachment':
      return walk.unclear({
        ...hop,
        disposition: 'unseen',
        detail: 'a transit attachment outside a transit table',
      });
    case 'interface': {
      const forwarder = walk.estate.interface(target.interface);
      if (forwarder !== undefined && !forwarder.forwards) {
        const detail = 'the next hop does not forward packets';
        return walk.refused({
          ...hop,
          resource: target.interface,
          disposition: 'blackholed',
          detail,
        });
      }
      return walk.unclear({ ...hop, resource: target.interface, disposition: 'appliance' });
    }
    case 'gateway': {
      const gateway = walk.estate.gateway(target.gateway);
      if (gateway === undefined) {
        const detail = 'the gateway could not be seen';
        return walk.unclear({ ...hop, resource: target.gateway, disposition: 'unseen', detail });
      }
      return throughGateway(walk, packets, from, gateway, address);
    }
  }
}

function throughGateway(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  gateway: Gateway,
  address: InterfaceAddress | undefined,
): Verdict {
  const hop = { kind: 'gateway', resource: gateway.id, packets } as const;
  const state = gatewayState(gateway);
  if (state === nothing)
    return walk.refused({ ...hop, disposition: 'blackholed', detail: 'the gateway is not active' });
  if (state === undecided) {
    const detail = 'the state of the gateway is not known';
    walk.recorder?.note({ ...hop, bounds: undecided, disposition: 'unseen', detail });
  }
  const carried = carries(gateway);
  if (carried !== everything)
    walk.recorder?.note({
      ...hop,
      bounds: carried,
      disposition: 'no-route',
      detail: 'what the gateway carries',
    });
  const rest = walk.onward(packets, carried);
  if (rest.isEmpty) return reachesNothing;
  const verdict = beyondGateway(walk, rest, from, gateway, address);
  return through(
    { forward: state, reply: everything },
    through({ forward: carried, reply: everything }, verdict),
  );
}

function beyondGateway(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  gateway: Gateway,
  address: InterfaceAddress | undefined,
): Verdict {
  const hop = { kind: 'gateway', resource: gateway.id, packets } as const;
  switch (gateway.gatewayKind) {
    case 'internet':
    case 'egress-only':
      return sendToInternet(walk, packets, from, gateway, address);
    case 'nat':
      return sendThroughNat(walk, packets, from, gateway, route);
    case 'peering': {
      if (gateway.networks.length !== 2 || !gateway.networks.includes(from.network)) {
        return walk.refused({
          ...hop,
          disposition: 'no-route',
          detail: 'the peering does not join this network',
        });
      }
      const other = gateway.networks.find((network) => network !== from.network) ?? from.network;
      if (walk.estate.network(other) === undefined) {
        const detail = 'the network at its other end could not be seen';
        return walk.unclear({ ...hop, disposition: 'unseen', detail });
      }
      walk.passed({ ...hop });
      const replies = from.replies === undefined ? repliesOver(walk, gateway.id) : noReplies;
      return deliverInside(walk, packets, other, () => ({ ...from, replies }));
    }
    case 'transit':
      return sendThroughTransit(walk, packets, from, gateway, route);
    case 'vpn':
      return walk.unclear({
        ...hop,
        disposition: 'unseen',
        detail: 'leads to networks that cannot be seen',
      });
    case 'service-endpoint':
    case 'appliance': {
      const detail = gateway.unmodelled?.reason ?? 'what happens behind it is not modelled';
      return walk.unclear({ ...hop, disposition: 'appliance', detail });
    }
  }
}

function gatewayState(gateway: Gateway): Bounds {
  if (isUnknown(gateway.state)) return undecided;
  return gateway.state === 'active' ? everything : nothing;
}

function carries(gateway: Gateway): Bounds {
  const { addresses, transport } = gateway.carries ?? {};
  if (addresses === undefined && transport === undefined) return everything;
  const packets = packetsTo(addresses ?? AddressSet.all);
  return exactly(transport === undefined ? packets : packets.restrict({ transport }));
}
