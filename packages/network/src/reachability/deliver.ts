import type { Interface } from '../graph/interface.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { PacketSet } from '../netset/index.ts';
import { arriveAt } from './arrival.ts';
import { allOf, type Bounds, everything } from './bounds.ts';
import type { Holder } from './estate.ts';
import { repliesLocally, replyRouteBounds } from './reply-route.ts';
import {
  either,
  openCrossing,
  reachesNothing,
  through,
  type Verdict,
  verdictWithin,
} from './verdict.ts';
import { type Continuation, packetsTo, type Standpoint, type Walk } from './walk.ts';

/**
 * Hands packets to the interfaces of a network that hold their destinations inside. `from` is where they come from, seen
 * from the receiver: it tells whether a subnet border is crossed, and how replies must find back.
 */
export function deliverInside(
  walk: Walk,
  packets: PacketSet,
  network: ResourceId,
  from: (receiver: Interface) => Standpoint,
): Verdict {
  let verdict = reachesNothing;
  let isHeld = false;
  for (const { holder, address } of receivers(walk, packets, network)) {
    const onArrival = walk.acceptor.at(holder.id);
    if (onArrival === undefined) continue;
    isHeld = true;
    const own = packets.intersect(packetsTo(address.inside));
    const here = walk.branch(() => deliverTo(walk, holder, own, from(holder), onArrival));
    verdict = either(verdict, verdictWithin(here, own));
  }
  if (isHeld) return verdict;
  return walk.refused({
    kind: 'route',
    resource: network,
    packets,
    disposition: 'no-route',
    detail: 'nothing in this network holds the address',
  });
}

function receivers(walk: Walk, packets: PacketSet, network: ResourceId): readonly Holder[] {
  const destinations = packets.destinations();
  const named = walk.acceptor.inexact.filter(
    ({ holder, address }) => holder.network === network && address.inside.overlaps(destinations),
  );
  return [...walk.estate.holdersInside(network, destinations), ...named];
}

function deliverTo(
  walk: Walk,
  receiver: Interface,
  packets: PacketSet,
  from: Standpoint,
  onArrival: Continuation,
): Verdict {
  const staysInside = standsBeside(from, receiver);
  const leaving =
    staysInside || from.subnet === undefined
      ? openCrossing
      : walk.subnetCrossing(from.subnet, 'egress', packets);
  const inward =
    from.isTransitExit === true ? repliesIntoTransit(walk, receiver, from, packets) : everything;
  const back = replyRouteBounds(
    walk,
    walk.standpointOf(receiver),
    packets,
    from.replies ?? repliesLocally(walk),
  );
  const border = staysInside ? undefined : walk.estate.subnet(receiver.subnet);
  const inFront = walk.onward(packets, leaving.forward);
  if (inFront.isEmpty) return reachesNothing;
  const arrival = arriveAt(walk, receiver, inFront, border, onArrival);
  return through(leaving, through({ forward: everything, reply: allOf(back, inward) }, arrival));
}

/** In one subnet of one network: two networks that name the same unseen subnet do not share it. */
function standsBeside({ network, subnet }: Standpoint, { network: own, subnet: id }: Interface) {
  return subnet !== undefined && subnet.id === id && network === own;
}

/**
 * A reply into a transit gateway whose attachment stands in the receiver's own subnet meets that subnet's filter both ways,
 * although the packet that it answers met none.
 */
function repliesIntoTransit(
  walk: Walk,
  receiver: Interface,
  from: Standpoint,
  packets: PacketSet,
): Bounds {
  if (from.subnet === undefined || !standsBeside(from, receiver)) return everything;
  const out = walk.subnetCrossing(from.subnet, 'ingress', packets).reply;
  const into = walk.subnetCrossing(from.subnet, 'egress', packets).reply;
  return allOf(out, into);
}
