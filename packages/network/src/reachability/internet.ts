import type { Gateway } from '../graph/gateway.ts';
import type { Interface, InterfaceAddress } from '../graph/interface.ts';
import { isUnknown } from '../graph/unknown.ts';
import {
  AddressSet,
  benchmarking,
  carrierGradeNat,
  documentation,
  internet,
  type PacketSet,
} from '../netset/index.ts';
import { arriveAt } from './arrival.ts';
import { anyOf, type Bounds, everything, undecided } from './bounds.ts';
import type { Disposition } from './disposition.ts';
import type { Holder } from './estate.ts';
import { repliesToInternet, replyRouteBounds } from './reply-route.ts';
import { translate, translation, untranslateVerdict } from './translation.ts';
import {
  either,
  perhaps,
  reaches,
  reachesNothing,
  through,
  type Verdict,
  verdictWithin,
} from './verdict.ts';
import { type Continuation, ownAddresses, packetsTo, type Walk } from './walk.ts';

/** Addresses that strangers may have: the internet set, and the documentation and benchmarking ranges that examples use for it. */
export const strangers: AddressSet = AddressSet.unionOf([
  internet,
  documentation,
  benchmarking,
]).subtract(carrierGradeNat);

/** Packets on the internet, with public sources: to whoever holds their destinations. */
export function deliverOverInternet(walk: Walk, packets: PacketSet): Verdict {
  const destinations = packets.destinations();
  let verdict = walk.acceptor.external ? toStrangers(walk, packets) : reachesNothing;
  for (const { holder, address } of receivers(walk, destinations)) {
    const onArrival = walk.acceptor.at(holder.id);
    if (onArrival === undefined) continue;
    const own = packets.intersect(packetsTo(publicFace(address)));
    if (own.isEmpty) continue;
    const here = walk.branch(() => arriveFromInternet(walk, holder, address, own, onArrival));
    verdict = either(verdict, verdictWithin(here, own));
  }
  return verdict;
}

/**
 * Ways from the internet to private addresses that are not modelled (an accelerator that needs no public address): for
 * targets that say so, undetermined as far as their own filters let it.
 */
export function unmodelledWays(walk: Walk, packets: PacketSet): Verdict {
  let verdict = reachesNothing;
  for (const receiver of walk.acceptor.targets) {
    if (receiver.unmodelledIngress === undefined || receiver.noInternetIngress !== undefined)
      continue;
    const onArrival = walk.acceptor.at(receiver.id);
    const own = packets.intersect(packetsTo(ownAddresses(receiver, 'private')));
    if (own.isEmpty || onArrival === undefined) continue;
    const detail = receiver.unmodelledIngress.reason;
    const here = walk.branch(() => {
      const hop = { kind: 'internet', resource: receiver.id, packets: own } as const;
      walk.recorder?.note({ ...hop, bounds: undecided, disposition: 'appliance', detail });
      return arriveAt(walk, receiver, own, undefined, onArrival);
    });
    verdict = either(verdict, perhaps(verdictWithin(here, own)));
  }
  return verdict;
}

/** The addresses by which the internet knows an interface's address; empty where it does not. */
export function publicFace(address: InterfaceAddress): AddressSet {
  if (address.outside !== undefined) return address.outside;
  return address.plane === 'public' ? address.inside : AddressSet.empty;
}

function receivers(walk: Walk, destinations: AddressSet): readonly Holder[] {
  // Where only strangers are asked about, none of the holders is, however many there are.
  if (walk.acceptor.targets.length === 0) return [];
  const named = walk.acceptor.inexact.filter(({ address }) =>
    publicFace(address).overlaps(destinations),
  );
  return [...walk.estate.holdersPublic(destinations), ...named];
}

function toStrangers(walk: Walk, packets: PacketSet): Verdict {
  const theirs = packets.intersect(
    toStrangersAt(walk.estate.publicAddresses, packets.destinations()),
  );
  if (theirs.isEmpty) return reachesNothing;
  return walk.branch(() => {
    walk.recorder?.end(true);
    return verdictWithin(reaches, theirs);
  });
}

const lessOwn = new WeakMap<AddressSet, WeakMap<AddressSet, PacketSet>>();

/** Every packet to strangers at some addresses. Remembered by own addresses, which are many, and by the asked ones. */
function toStrangersAt(own: AddressSet, destinations: AddressSet): PacketSet {
  const known = lessOwn.get(own) ?? new WeakMap<AddressSet, PacketSet>();
  lessOwn.set(own, known);
  let packets = known.get(destinations);
  if (packets === undefined) {
    packets = packetsTo(destinations.intersect(strangers).subtract(own));
    known.set(destinations, packets);
  }
  return packets;
}

function arriveFromInternet(
  walk: Walk,
  receiver: Interface,
  address: InterfaceAddress,
  packets: PacketSet,
  onArrival: Continuation,
): Verdict {
  const hop = { kind: 'internet', resource: receiver.id, packets } as const;
  if (receiver.noInternetIngress !== undefined) {
    return walk.refused({
      ...hop,
      disposition: 'refused-ingress',
      detail: receiver.noInternetIngress,
    });
  }
  const entrance = entranceOf(walk, receiver);
  if (entrance === 'closed' && receiver.unmodelledIngress === undefined) {
    return walk.refused({
      ...hop,
      disposition: 'no-route',
      detail: 'no internet gateway is attached to its network',
    });
  }
  const block = walk.estate.subnet(receiver.subnet)?.internetBlock;
  if (block !== undefined && !isUnknown(block) && block.direct) {
    return walk.refused({ ...hop, disposition: 'blackholed', detail: block.label });
  }
  const doubt = doubtOf(walk, receiver, address, packets, entrance);
  if (doubt === undefined) {
    walk.passed(hop);
    return enter(walk, receiver, address, packets, onArrival);
  }
  walk.recorder?.note({ ...hop, bounds: undecided, ...doubt });
  return perhaps(enter(walk, receiver, address, packets, onArrival));
}

/** Why nobody can say that the internet gets in, although nothing says that it does not. */
function doubtOf(
  walk: Walk,
  receiver: Interface,
  address: InterfaceAddress,
  packets: PacketSet,
  entrance: Entrance,
): { readonly disposition: Disposition; readonly detail: string } | undefined {
  if (entrance === 'closed')
    return { disposition: 'appliance', detail: receiver.unmodelledIngress?.reason ?? '' };
  if (entrance === 'unknown')
    return { disposition: 'unseen', detail: 'its network or the internet gateway is not known' };
  const block = walk.estate.subnet(receiver.subnet)?.internetBlock;
  if (isUnknown(block)) return { disposition: 'unseen', detail: block.reason };
  if (entrance === 'public-space') return undefined;
  const diversions = entrance.map((gateway) => diversionOf(walk, gateway, address, packets));
  const [first] = diversions;
  if (first === undefined || diversions.includes(undefined)) return undefined;
  return { disposition: 'appliance', detail: first };
}

/** Behind the gateway: translation, edge routes, the subnet's border, arrival, and the way back. */
function enter(
  walk: Walk,
  receiver: Interface,
  address: InterfaceAddress,
  packets: PacketSet,
  onArrival: Continuation,
): Verdict {
  const mapping = translation('destination', publicFace(address), address.inside);
  if (mapping === undefined) {
    const detail = 'the translated addresses cannot be paired';
    return walk.unclear({
      kind: 'translation',
      resource: receiver.id,
      packets,
      disposition: 'unseen',
      detail,
    });
  }
  const inside = translate(packets, mapping);
  if (address.outside !== undefined)
    walk.passed({ kind: 'translation', resource: receiver.id, packets: inside });
  const routed = replyRouteBounds(
    walk,
    walk.standpointOf(receiver),
    inside,
    repliesToInternet(walk),
  );
  const back = receiver.unmodelledIngress === undefined ? routed : anyOf(routed, undecided);
  const forward = deliveredUnanswered(address, routed);
  if (forward !== everything) {
    walk.recorder?.note({
      kind: 'internet',
      resource: receiver.id,
      packets: inside,
      bounds: forward,
      disposition: 'unseen',
      ...(address.unansweredDelivery === undefined
        ? {}
        : { detail: address.unansweredDelivery.reason }),
    });
  }
  const border = walk.estate.subnet(receiver.subnet);
  const arrival = arriveAt(walk, receiver, inside, border, onArrival, walk.acceptor.sourceScope);
  return untranslateVerdict(through({ forward, reply: back }, arrival), mapping);
}

/** What is delivered to an address, given which packets its routes answer: some addresses perhaps hear only those. */
export function deliveredUnanswered(address: InterfaceAddress, answered: Bounds): Bounds {
  if (address.unansweredDelivery === undefined || answered === everything) return everything;
  return { certain: answered.certain, possible: everything.possible };
}

/** Where the internet enters a receiver's network: one of the active gateways. */
type Entrance = readonly Gateway[] | 'public-space' | 'unknown' | 'closed';

function entranceOf(walk: Walk, receiver: Interface): Entrance {
  const network = walk.estate.network(receiver.network);
  if (network === undefined) return 'unknown';
  if (network.isPublicSpace) return 'public-space';
  const gateways = walk.estate.internetGateways(receiver.network);
  const active = gateways.filter((gateway) => gateway.state === 'active');
  if (active.length > 0) return active;
  return gateways.some((gateway) => isUnknown(gateway.state)) ? 'unknown' : 'closed';
}

/** A gateway's own route table may divert what comes in; whatever it diverts to is not modelled. */
function diversionOf(
  walk: Walk,
  gateway: Gateway,
  address: InterfaceAddress,
  packets: PacketSet,
): string | undefined {
  if (gateway.routeTable === undefined) return undefined;
  if (isUnknown(gateway.routeTable)) return gateway.routeTable.reason;
  const decisions = walk.tableDecisions(gateway.routeTable);
  if (decisions === undefined) return 'the edge route table is not known';
  const incomplete = walk.estate.routeTable(gateway.routeTable)?.incomplete;
  const mapping = translation('destination', publicFace(address), address.inside);
  const inside =
    mapping === undefined ? address.inside : translate(packets, mapping).destinations();
  for (const { destinations, routes } of decisions) {
    if (!inside.overlaps(destinations)) continue;
    const diverted = routes.find((route) => route.target.kind !== 'local');
    if (diverted !== undefined) return diverted.label;
    if (routes.length === 0 && incomplete !== undefined) return incomplete.reason;
  }
  return undefined;
}
