import type { ResourceId } from '../graph/resource-id.ts';
import type { RouteTarget } from '../graph/route-table.ts';
import { isUnknown } from '../graph/unknown.ts';
import { AddressSet, PacketSet } from '../netset/index.ts';
import { type Bounds, everything, nothing, undecided } from './bounds.ts';
import { replyDoubt } from './reply-doubt.ts';
import type { RouteDecision } from './route-lookup.ts';
import type { AddressBounds, ReplyTest, Standpoint, Walk } from './walk.ts';

/**
 * Whether the receiver's routes send replies back the way that `test` demands, as bounds on the packets that are answered
 * (a reply's destination is the packet's source).
 */
export function replyRouteBounds(
  walk: Walk,
  receiver: Standpoint,
  packets: PacketSet,
  test: ReplyTest,
): Bounds {
  const bounds = bySource(routesBack(walk, receiver, packets.sources(), test));
  const resource = receiver.sender?.id;
  const isKept = walk.recorder?.isSilent === false;
  if (isKept && resource !== undefined && receiver.routeTable !== 'internet') {
    const table = receiver.routeTable;
    const doubt = packets.isSubsetOf(bounds.certain)
      ? undefined
      : replyDoubt(walk, receiver, packets.sources());
    walk.recorder?.note({
      kind: 'route',
      resource: isUnknown(table) || table === 'internet' ? resource : table,
      packets: packets.reversed(),
      judged: packets,
      bounds,
      disposition: doubt?.disposition ?? 'no-return-path',
      ...(doubt === undefined ? {} : doubt.words),
      isReply: true,
    });
  }
  return bounds;
}

/**
 * The addresses to which the receiver's routes send replies the way that `test` demands, of these. A bound that holds all of
 * them may hold others too.
 */
export function routesBack(
  walk: Walk,
  receiver: Standpoint,
  addresses: AddressSet,
  test: ReplyTest,
): AddressBounds {
  if (test === noReplies) return noneOfThem;
  if (receiver.routeTable === 'internet') return test.isInternet ? allOfThem : noneOfThem;
  const decisions = walk.decisions(receiver);
  if (decisions === undefined || isUnknown(receiver.routeTable)) return anyOfThem;
  const isIncomplete = walk.estate.routeTable(receiver.routeTable)?.incomplete !== undefined;
  const certain: AddressSet[] = [];
  const possible: AddressSet[] = [];
  for (const decision of decisions) {
    const part = addresses.intersect(decision.destinations);
    if (part.isEmpty) continue;
    const bounds = decided(receiver, decision, part, isIncomplete, test);
    certain.push(bounds.certain);
    possible.push(bounds.possible);
  }
  const sure = AddressSet.unionOf(certain);
  if (addresses.isSubsetOf(sure)) return allOfThem;
  const perhaps = AddressSet.unionOf(possible);
  return { certain: sure, possible: perhaps.equals(sure) ? sure : perhaps };
}

function decided(
  receiver: Standpoint,
  decision: RouteDecision,
  part: AddressSet,
  isIncomplete: boolean,
  test: ReplyTest,
): AddressBounds {
  if (decision.isAmbiguous) return perhapsThese(part);
  if (decision.routes.length === 0) return isIncomplete ? perhapsThese(part) : noneOfThem;
  const each = decision.routes.map(({ target }) =>
    target.kind === 'undetermined' ? perhapsThese(part) : test.leads(receiver, target, part),
  );
  return {
    certain: AddressSet.unionOf(each.map((bounds) => bounds.certain)),
    possible: AddressSet.unionOf(each.map((bounds) => bounds.possible)),
  };
}

/** Replies inside one network: a local route. */
export function repliesLocally(walk: Walk): ReplyTest {
  return {
    isInternet: false,
    leads: (_receiver, target, addresses) =>
      target.kind === 'local' ? exactlyThese(addresses) : otherWay(walk, target, addresses),
  };
}

/** Replies over a peering: a route to that very gateway. */
export function repliesOver(walk: Walk, gateway: ResourceId): ReplyTest {
  return {
    isInternet: false,
    leads: (_receiver, target, addresses) =>
      target.kind === 'gateway' && target.gateway === gateway
        ? exactlyThese(addresses)
        : otherWay(walk, target, addresses),
  };
}

/** Replies to the internet: a route to an active internet gateway that is attached to the receiver's network. */
export function repliesToInternet(walk: Walk): ReplyTest {
  return {
    isInternet: true,
    leads: (receiver, target, addresses) => internetRoute(walk, receiver, target, addresses),
  };
}

/** Nothing finds back: the packet went on from a network that is not the sender's. */
export const noReplies: ReplyTest = { isInternet: false, leads: () => noneOfThem };

function internetRoute(
  walk: Walk,
  receiver: Standpoint,
  target: RouteTarget,
  addresses: AddressSet,
): AddressBounds {
  const gateway = target.kind === 'gateway' ? walk.estate.gateway(target.gateway) : undefined;
  if (gateway?.gatewayKind !== 'internet') return otherWay(walk, target, addresses);
  if (!gateway.networks.includes(receiver.network)) return noneOfThem;
  if (isUnknown(gateway.state)) return perhapsThese(addresses);
  return gateway.state === 'active' ? exactlyThese(addresses) : noneOfThem;
}

/** A route that is not the wanted one: behind what nobody can follow the reply may still find back, else it does not. */
export function otherWay(walk: Walk, target: RouteTarget, addresses: AddressSet): AddressBounds {
  switch (target.kind) {
    case 'local':
    case 'blackhole':
      return noneOfThem;
    case 'undetermined':
    case 'attachment':
      return perhapsThese(addresses);
    case 'interface':
      return walk.estate.interface(target.interface)?.forwards === false
        ? noneOfThem
        : perhapsThese(addresses);
    case 'gateway': {
      const kind = walk.estate.gateway(target.gateway)?.gatewayKind;
      const isOpaque =
        kind === undefined || kind === 'vpn' || kind === 'service-endpoint' || kind === 'appliance';
      return isOpaque ? perhapsThese(addresses) : noneOfThem;
    }
  }
}

/** All of these addresses. */
export function exactlyThese(addresses: AddressSet): AddressBounds {
  return { certain: addresses, possible: addresses };
}

/** Any of these addresses, nobody knows which. */
export function perhapsThese(addresses: AddressSet): AddressBounds {
  return { certain: AddressSet.empty, possible: addresses };
}

/** No address. */
export const noneOfThem: AddressBounds = { certain: AddressSet.empty, possible: AddressSet.empty };

/** All addresses. */
const allOfThem: AddressBounds = { certain: AddressSet.all, possible: AddressSet.all };

/** Any address, nobody knows which. */
const anyOfThem: AddressBounds = { certain: AddressSet.empty, possible: AddressSet.all };

function bySource(bounds: AddressBounds): Bounds {
  if (bounds === allOfThem) return everything;
  if (bounds === noneOfThem) return nothing;
  if (bounds === anyOfThem) return undecided;
  const { certain, possible } = bounds;
  const sure = PacketSet.all.restrict({ source: certain });
  return {
    certain: sure,
    possible: certain === possible ? sure : PacketSet.all.restrict({ source: possible }),
  };
}
