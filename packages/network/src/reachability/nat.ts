import type { Gateway } from '../graph/gateway.ts';
import type { Interface } from '../graph/interface.ts';
import { isUnknown } from '../graph/unknown.ts';
import { AddressSet, type PacketSet } from '../netset/index.ts';
import { noteRunning, runningBounds } from './arrival.ts';
import { everything } from './bounds.ts';
import { deliverOverInternet, strangers } from './internet.ts';
import { forgetSources, withSources } from './translation.ts';
import {
  type Crossing,
  openCrossing,
  reachesPerhaps,
  thenCross,
  through,
  type Verdict,
  verdictWithin,
} from './verdict.ts';
import { packetsFrom, type Standpoint, type Walk } from './walk.ts';

/** Follows the routes of a standpoint; handed in, since routes lead to NAT gateways and NAT gateways to routes. */
export type RouteStep = (walk: Walk, packets: PacketSet, from: Standpoint) => Verdict;

/** Through a NAT gateway: the packets go on with one of its addresses as their source, and replies find back by themselves. */
export function sendThroughNat(
  walk: Walk,
  packets: PacketSet,
  from: Standpoint,
  gateway: Gateway,
  route: RouteStep,
): Verdict {
  const hop = { kind: 'gateway', resource: gateway.id, packets } as const;
  const identities = gateway.egressAddresses;
  if (identities === undefined || isUnknown(identities)) {
    const detail = identities?.reason ?? 'its egress addresses are not known';
    return walk.unclear({ ...hop, disposition: 'unseen', detail });
  }
  const server =
    gateway.interface === undefined ? undefined : walk.estate.interface(gateway.interface);
  if (gateway.interface !== undefined && server === undefined)
    return throughUnseenServer(walk, packets, gateway, identities);
  const entering = enteringNat(walk, packets, from, gateway);
  const inside = walk.onward(packets, entering.forward);
  const outward = withSources(inside, identities);
  if (outward.isEmpty)
    return through(entering, walk.refused({ ...hop, disposition: 'no-public-address' }));
  walk.passed({ kind: 'translation', resource: gateway.id, packets: outward });
  const beyond = beyondNat(walk, outward, from, gateway, server, route);
  return through(entering, forgetSources(beyond, outward, packets));
}

/** Where a server stands that could not be seen nobody knows, so that not even the filter of the sender's subnet is judged. */
function throughUnseenServer(
  walk: Walk,
  packets: PacketSet,
  gateway: Gateway,
  identities: AddressSet,
): Verdict {
  const outward = withSources(packets, identities);
  const hop = { kind: 'gateway', resource: gateway.id } as const;
  if (outward.isEmpty) return walk.refused({ ...hop, packets, disposition: 'no-public-address' });
  const detail = 'the card through which it sends could not be seen';
  const verdict = walk.unclear({ ...hop, packets: outward, disposition: 'unseen', detail });
  return forgetSources(verdict, outward, packets);
}

function enteringNat(walk: Walk, packets: PacketSet, from: Standpoint, gateway: Gateway): Crossing {
  const stand = walk.estate.subnet(gateway.subnet);
  if (from.subnet?.id === stand?.id) return openCrossing;
  const leaving =
    from.subnet === undefined ? openCrossing : walk.subnetCrossing(from.subnet, 'egress', packets);
  const entering =
    stand === undefined ? openCrossing : walk.subnetCrossing(stand, 'ingress', packets);
  return thenCross(leaving, entering);
}

function beyondNat(
  walk: Walk,
  outward: PacketSet,
  from: Standpoint,
  gateway: Gateway,
  server: Interface | undefined,
  route: RouteStep,
): Verdict {
  if (server !== undefined) return fromNatServer(walk, outward, gateway, server);
  if (gateway.subnet === undefined) return publicPart(walk, outward, gateway);
  const hop = {
    kind: 'gateway',
    resource: gateway.id,
    packets: outward,
    disposition: 'unseen',
  } as const;
  const stand = walk.estate.subnet(gateway.subnet);
  const standpoint = stand === undefined ? undefined : walk.standpointIn(stand, from);
  if (standpoint === undefined)
    return walk.unclear({ ...hop, detail: 'too many gateways in a row' });
  return route(walk, outward, standpoint);
}

/** Onto the internet, for those of the gateway's addresses that are public. */
function publicPart(walk: Walk, outward: PacketSet, gateway: Gateway): Verdict {
  const known = outward.intersect(packetsFrom(strangers));
  if (known.isEmpty) {
    return walk.refused({
      kind: 'translation',
      resource: gateway.id,
      packets: outward,
      disposition: 'no-public-address',
    });
  }
  return verdictWithin(deliverOverInternet(walk, known), known);
}

/** NAT run on a customer's server: what it sends passes the egress filters of the card through which it sends. */
function fromNatServer(walk: Walk, outward: PacketSet, gateway: Gateway, card: Interface): Verdict {
  const running = runningBounds(walk.estate.owner(card));
  noteRunning(walk, card, outward, running);
  const own = AddressSet.unionOf(card.addresses.map(({ inside }) => inside));
  const asSender = own.overlaps(outward.sources()) ? outward : withSources(outward, own);
  const layers = walk.interfaceCrossing(card, 'egress', asSender);
  const judged = asSender === outward ? layers : anySource(layers, own, outward);
  if (outward.isEmpty) return reachesPerhaps;
  const sent = publicPart(walk, walk.onward(outward, judged.forward), gateway);
  return through({ forward: running, reply: everything }, through(judged, sent));
}

function anySource(crossing: Crossing, own: AddressSet, packets: PacketSet): Crossing {
  const widen = (set: PacketSet): PacketSet =>
    withSources(set.restrict({ source: own }), packets.sources());
  return {
    forward: {
      certain: widen(crossing.forward.certain),
      possible: widen(crossing.forward.possible),
    },
    reply: { certain: widen(crossing.reply.certain), possible: widen(crossing.reply.possible) },
  };
}
