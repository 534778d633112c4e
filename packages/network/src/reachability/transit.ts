import type { Gateway, TransitAttachment } from '../graph/gateway.ts';
import type { Interface } from '../graph/interface.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import { isUnknown } from '../graph/unknown.ts';
import { AddressSet, type PacketSet } from '../netset/index.ts';
import { everything, undecided } from './bounds.ts';
import { deliverInside } from './deliver.ts';
import type { SubnetFacts } from './estate.ts';
import type { RouteStep } from './nat.ts';
import { exactlyThese, noneOfThem, noReplies, otherWay, perhapsThese } from './reply-route.ts';
import type { RouteDecision } from './route-lookup.ts';
import {
  either,
  openCrossing,
  perhaps,
  reachesNothing,
  thenCross,
  through,
  type Verdict,
  verdictWithin,
} from './verdict.ts';
import {
  type AddressBounds,
  packetsTo,
  type ReplyTest,
  type Standpoint,
  type Walk,
} from './walk.ts';

/** More transit gateways in a row are not followed. */
const maximumTransits = 8;

/** Into a transit gateway from one of its attached networks, and out of it where its tables say. */
export function sendThroughTransit(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  gateway: Gateway,
  route: RouteStep,
): Verdict {
  const hop = { kind: 'gateway', resource: gateway.id, packets } as const;
  const entry = attachmentOf(gateway, from.network);
  if (entry === undefined) {
    return walk.refused({
      ...hop,
      disposition: 'no-route',
      detail: 'this network has no active attachment',
    });
  }
  const served = servesZone(walk, entry, from.subnet);
  if (served === 'no') {
    const detail = 'the attachment has no subnet in the availability zone of the sender';
    return walk.refused({ ...hop, disposition: 'blackholed', detail });
  }
  const stand = standOf(walk, entry, from.subnet?.zone);
  const leaving =
    from.subnet === undefined ? openCrossing : walk.subnetCrossing(from.subnet, 'egress', packets);
  const entering =
    stand === undefined ? openCrossing : walk.subnetCrossing(stand, 'ingress', packets);
  const both = thenCross(leaving, entering);
  const isShared = stand !== undefined && stand.id === from.subnet?.id;
  const crossing = isShared ? { forward: both.forward, reply: everything } : both;
  const rest = walk.onward(packets, crossing.forward);
  if (rest.isEmpty) return reachesNothing;
  if (served === 'yes') walk.passed({ ...hop, detail: entry.id });
  else {
    const detail = 'a subnet of the attachment could not be seen';
    walk.recorder?.note({ ...hop, bounds: undecided, disposition: 'unseen', detail });
  }
  const beyond = onTransit(walk, rest, from, gateway, entry, route, 1);
  return through(crossing, served === 'yes' ? beyond : perhaps(beyond));
}

/** At a transit gateway, having come in by an attachment. */
function onTransit(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  gateway: Gateway,
  entry: TransitAttachment,
  route: RouteStep,
  count: number,
): Verdict {
  const hop = { kind: 'gateway', resource: gateway.id, packets, disposition: 'unseen' } as const;
  if (count > maximumTransits)
    return walk.unclear({ ...hop, detail: 'too many gateways in a row' });
  const decisions = isUnknown(entry.routeTable) ? undefined : walk.tableDecisions(entry.routeTable);
  if (decisions === undefined)
    return walk.unclear({ ...hop, detail: 'the transit route table is not known' });
  const isIncomplete = incompleteTable(walk, entry);
  let verdict = reachesNothing;
  for (const decision of decisions) {
    const part = packets.intersect(packetsTo(decision.destinations));
    if (part.isEmpty) continue;
    const here = walk.branch(() =>
      byDecision(walk, part, from, gateway, decision, isIncomplete, route, count),
    );
    verdict = either(verdict, verdictWithin(here, part));
  }
  return verdict;
}

function byDecision(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  gateway: Gateway,
  decision: RouteDecision,
  isIncomplete: boolean,
  route: RouteStep,
  count: number,
): Verdict {
  const hop = { kind: 'route', resource: gateway.id, packets } as const;
  if (decision.isAmbiguous)
    return walk.unclear({
      ...hop,
      disposition: 'unseen',
      detail: 'nobody can tell which route wins',
    });
  if (decision.routes.length === 0) {
    if (isIncomplete)
      return walk.unclear({
        ...hop,
        disposition: 'unseen',
        detail: 'not all routes could be read',
      });
    return walk.refused({ ...hop, disposition: 'no-route' });
  }
  let verdict = reachesNothing;
  for (const { target, label } of decision.routes) {
    const here = walk.branch(() => {
      if (target.kind === 'blackhole')
        return walk.refused({ ...hop, disposition: 'blackholed', detail: label });
      const exit =
        target.kind === 'attachment' ? attachmentNamed(gateway, target.attachment) : undefined;
      if (exit === undefined) return walk.unclear({ ...hop, disposition: 'unseen', detail: label });
      if (exit.state !== 'active')
        return walk.refused({ ...hop, disposition: 'blackholed', detail: label });
      walk.passed({ ...hop, detail: label });
      return leave(walk, packets, from, gateway, exit, route, count);
    });
    verdict = either(verdict, here);
  }
  return verdict;
}

function leave(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  gateway: Gateway,
  exit: TransitAttachment,
  route: RouteStep,
  count: number,
): Verdict {
  const hop = { kind: 'gateway', resource: gateway.id, packets, disposition: 'unseen' } as const;
  if (exit.network !== undefined)
    return intoNetwork(walk, packets, from, exit, exit.network, route);
  const next = exit.gateway === undefined ? undefined : walk.estate.gateway(exit.gateway);
  if (next?.gatewayKind !== 'transit')
    return walk.unclear({ ...hop, detail: 'leads to networks that cannot be seen' });
  const entry = wayBack(next, gateway);
  if (entry === undefined) {
    return walk.unclear({ ...hop, detail: 'the far end of the attachment could not be seen' });
  }
  if (entry.state !== 'active' || next.state === 'inactive') {
    return walk.refused({ ...hop, disposition: 'blackholed', detail: 'the far end is not active' });
  }
  const beyond = onTransit(walk, packets, from, next, entry, route, count + 1);
  return isUnknown(next.state) ? perhaps(beyond) : beyond;
}

/** The attachment by which a peered transit gateway leads back; an active one before others. */
function wayBack(next: Gateway, gateway: Gateway): TransitAttachment | undefined {
  const back = (next.attachments ?? []).filter((attachment) => attachment.gateway === gateway.id);
  return back.find(({ state }) => state === 'active') ?? back[0];
}

function intoNetwork(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  exit: TransitAttachment,
  network: ResourceId,
  route: RouteStep,
): Verdict {
  const replies =
    from.replies === undefined ? repliesThroughTransit(walk, from.network) : noReplies;
  const held = heldInside(walk, packets, network);
  const direct = packets.intersect(packetsTo(held));
  const onward = packets.subtract(direct);
  let verdict = reachesNothing;
  if (!direct.isEmpty) {
    const delivered = walk.branch(() =>
      deliverInside(walk, direct, network, (receiver) =>
        exitStandpoint(walk, exit, network, receiver, replies, from),
      ),
    );
    verdict = verdictWithin(delivered, direct);
  }
  if (onward.isEmpty) return verdict;
  return either(
    verdict,
    walk.branch(() => onwardFrom(walk, onward, from, exit, network, replies, route)),
  );
}

function heldInside(walk: Walk, packets: PacketSet, network: ResourceId): AddressSet {
  const exact = walk.estate
    .holdersInside(network, packets.destinations())
    .map(({ address }) => address.inside);
  const named = walk.acceptor.inexact
    .filter(({ holder }) => holder.network === network)
    .map(({ address }) => address.inside);
  return AddressSet.unionOf([...exact, ...named]);
}

/** Nothing in the network holds the address: its own routes decide, as for packets sent from the attachment's subnet. */
function onwardFrom(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  exit: TransitAttachment,
  network: ResourceId,
  replies: ReplyTest,
  route: RouteStep,
): Verdict {
  const hop = { kind: 'gateway', resource: network, packets } as const;
  if (exit.subnets.length === 0) return walk.refused({ ...hop, disposition: 'no-route' });
  const stand = standOf(walk, exit, from.subnet?.zone);
  const standpoint =
    stand === undefined ? undefined : walk.standpointIn(stand, from, replies, true);
  if (standpoint === undefined) {
    return walk.unclear({
      ...hop,
      disposition: 'unseen',
      detail: 'the subnet of the attachment could not be seen',
    });
  }
  return route(walk, packets, standpoint);
}

function exitStandpoint(
  walk: Walk,
  exit: TransitAttachment,
  network: ResourceId,
  receiver: Interface,
  replies: ReplyTest,
  from: Standpoint,
): Standpoint {
  const zone = walk.estate.subnet(receiver.subnet)?.zone;
  const stand = standOf(walk, exit, zone);
  const base = {
    network,
    replies,
    depth: from.depth,
    routeTable: 'internet',
    isTransitExit: true,
  } as const;
  return stand === undefined ? base : { ...base, subnet: stand };
}

/** Replies go into a transit gateway whose tables lead back into the sender's network. */
function repliesThroughTransit(walk: Walk, home: ResourceId): ReplyTest {
  return {
    isInternet: false,
    leads: (receiver, target, addresses) => {
      const gateway = target.kind === 'gateway' ? walk.estate.gateway(target.gateway) : undefined;
      if (gateway?.gatewayKind !== 'transit') return otherWay(walk, target, addresses);
      const entry = attachmentOf(gateway, receiver.network);
      if (gateway.state === 'inactive' || entry === undefined) return noneOfThem;
      const served = servesZone(walk, entry, receiver.subnet);
      if (served === 'no') return noneOfThem;
      const bounds = leadsHome(walk, gateway, entry, addresses, home, 1);
      const isSure = served === 'yes' && !isUnknown(gateway.state);
      return isSure ? bounds : perhapsThese(bounds.possible);
    },
  };
}

function leadsHome(
  walk: Walk,
  gateway: Gateway,
  entry: TransitAttachment,
  addresses: AddressSet,
  home: ResourceId,
  count: number,
): AddressBounds {
  const decisions = isUnknown(entry.routeTable) ? undefined : walk.tableDecisions(entry.routeTable);
  if (decisions === undefined || count > maximumTransits) return perhapsThese(addresses);
  const certain: AddressSet[] = [];
  const possible: AddressSet[] = [];
  for (const { destinations, routes, isAmbiguous } of decisions) {
    const part = addresses.intersect(destinations);
    if (part.isEmpty) continue;
    if (isAmbiguous || (routes.length === 0 && incompleteTable(walk, entry))) possible.push(part);
    if (isAmbiguous) continue;
    for (const { target } of routes) {
      const bounds = targetHome(walk, gateway, target, part, home, count);
      certain.push(bounds.certain);
      possible.push(bounds.possible);
    }
  }
  return { certain: AddressSet.unionOf(certain), possible: AddressSet.unionOf(possible) };
}

function targetHome(
  walk: Walk,
  gateway: Gateway,
  target: { readonly kind: string; readonly attachment?: string },
  part: AddressSet,
  home: ResourceId,
  count: number,
): AddressBounds {
  if (target.kind === 'blackhole') return noneOfThem;
  const exit =
    target.attachment === undefined ? undefined : attachmentNamed(gateway, target.attachment);
  if (exit === undefined) return perhapsThese(part);
  if (exit.state !== 'active') return noneOfThem;
  if (exit.network !== undefined) return exit.network === home ? exactlyThese(part) : noneOfThem;
  const next = exit.gateway === undefined ? undefined : walk.estate.gateway(exit.gateway);
  if (next?.gatewayKind !== 'transit') return perhapsThese(part);
  const entry = wayBack(next, gateway);
  if (entry === undefined) return perhapsThese(part);
  if (entry.state !== 'active' || next.state === 'inactive') return noneOfThem;
  const bounds = leadsHome(walk, next, entry, part, home, count + 1);
  return isUnknown(next.state) ? perhapsThese(bounds.possible) : bounds;
}

function attachmentOf(gateway: Gateway, network: ResourceId): TransitAttachment | undefined {
  return (gateway.attachments ?? []).find(
    (attachment) => attachment.network === network && attachment.state === 'active',
  );
}

function attachmentNamed(gateway: Gateway, id: string): TransitAttachment | undefined {
  return (gateway.attachments ?? []).find((attachment) => attachment.id === id);
}

/** A sender is only carried from zones in which the attachment has a subnet; no rule where zones or subnets are not told. */
function servesZone(
  walk: Walk,
  attachment: TransitAttachment,
  subnet: SubnetFacts | undefined,
): 'yes' | 'no' | 'maybe' {
  if (attachment.subnets.length === 0 || subnet?.zone === undefined) return 'yes';
  const subnets = attachment.subnets.map((id) => walk.estate.subnet(id));
  if (subnets.some((each) => each?.zone === subnet.zone)) return 'yes';
  return subnets.some((each) => each?.isUnseen) ? 'maybe' : 'no';
}

/** The subnet in which the attachment meets traffic of a zone: one of that zone, else the first. */
function standOf(
  walk: Walk,
  attachment: TransitAttachment,
  zone: string | undefined,
): SubnetFacts | undefined {
  const subnets = attachment.subnets
    .map((id) => walk.estate.subnet(id))
    .filter((subnet) => subnet !== undefined);
  return subnets.find((subnet) => subnet.zone === zone && zone !== undefined) ?? subnets[0];
}

function incompleteTable(walk: Walk, attachment: TransitAttachment): boolean {
  return (
    !isUnknown(attachment.routeTable) &&
    walk.estate.routeTable(attachment.routeTable)?.incomplete !== undefined
  );
}
