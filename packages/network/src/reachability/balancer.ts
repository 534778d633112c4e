import type { Interface } from '../graph/interface.ts';
import type { BalancerTarget, Listener, LoadBalancer } from '../graph/load-balancer.ts';
import { AddressSet, type PacketBox, PacketSet, PortSet, TransportSet } from '../netset/index.ts';
import { arriveAt } from './arrival.ts';
import { mapBounds, undecided } from './bounds.ts';
import type { SubnetFacts } from './estate.ts';
import type { Scope } from './scope.ts';
import type { HopNote } from './trace.ts';
import { withSources } from './translation.ts';
import {
  type Crossing,
  either,
  mapVerdict,
  openCrossing,
  perhaps,
  reachesNothing,
  thenCross,
  through,
  type Verdict,
  verdictWithin,
} from './verdict.ts';
import { type Continuation, onlyTransport, type Walk } from './walk.ts';

/** More balancers in a row are not followed. */
const maximumBalancers = 4;

/**
 * Packets that have arrived at a balancer, on their way to those of its targets that the walk's question is about. The
 * verdict is in the client's terms: destination and port are the balancer's. `count` tells the how-manieth balancer it is.
 */
export function passBalancer(
  walk: Walk,
  balancer: LoadBalancer,
  packets: PacketSet,
  count: number,
): Verdict {
  if (count > maximumBalancers) {
    const detail = 'too many balancers in a row';
    return walk.unclear({
      kind: 'balancer',
      resource: balancer.id,
      packets,
      disposition: 'unseen',
      detail,
    });
  }
  let verdict = reachesNothing;
  for (const listener of balancer.listeners) {
    const heard = packets.intersect(onlyTransport(listener.listens).certain);
    if (heard.isEmpty) continue;
    for (const target of listener.targets) {
      const taken = ofFamily(heard, target.clients);
      if (taken.isEmpty) continue;
      const here = toTarget(walk, balancer, listener, target, taken, count);
      verdict = either(verdict, verdictWithin(here, taken));
    }
  }
  return verdict;
}

function toTarget(
  walk: Walk,
  balancer: LoadBalancer,
  listener: Listener,
  target: BalancerTarget,
  packets: PacketSet,
  count: number,
): Verdict {
  let verdict = reachesNothing;
  for (const { receiver, onArrival } of receiversOf(walk, target, count)) {
    for (const seen of target.sees === 'either'
      ? (['client', 'balancer'] as const)
      : [target.sees]) {
      const here = walk.branch(() => {
        const { name: detail } = listener;
        const hop = { kind: 'balancer', resource: balancer.id, packets, detail } as const;
        notePassing(walk, { ...hop, towards: receiver.id }, target);
        return secondEdge(walk, balancer, listener, target, seen, receiver, packets, onArrival);
      });
      verdict = either(verdict, here);
    }
  }
  return target.undetermined === undefined ? verdict : perhaps(verdict);
}

/** That the balancer passes packets on to a target, or perhaps does. */
function notePassing(
  walk: Walk,
  hop: Omit<HopNote, 'bounds'>,
  { undetermined }: BalancerTarget,
): void {
  if (undetermined === undefined) {
    walk.passed(hop);
    return;
  }
  const doubt = {
    bounds: undecided,
    disposition: 'appliance',
    cause: undetermined.reason,
  } as const;
  walk.recorder?.note({ ...hop, ...doubt });
}

interface Receiver {
  readonly receiver: Interface;
  readonly onArrival: Continuation;
}

/** The interfaces behind a target that the question is about: its own, or those of the next balancer. */
function receiversOf(walk: Walk, target: BalancerTarget, count: number): readonly Receiver[] {
  const ids = walk.estate.balancer(target.to)?.interfaces ?? [target.to];
  return ids.flatMap((id) => {
    const receiver = walk.estate.interface(id);
    const onArrival = walk.acceptor.at(id, count);
    return receiver === undefined || onArrival === undefined ? [] : [{ receiver, onArrival }];
  });
}

function secondEdge(
  walk: Walk,
  balancer: LoadBalancer,
  listener: Listener,
  target: BalancerTarget,
  seen: 'client' | 'balancer',
  receiver: Interface,
  packets: PacketSet,
  onArrival: Continuation,
): Verdict {
  const destinations = target.targetAddresses ?? usedAddresses(receiver);
  const cards = cardsOf(walk, balancer);
  const balancerAddresses = target.balancerAddresses ?? AddressSet.unionOf(cards.map(allInside));
  const onward = forwardPackets(
    packets,
    seen === 'client' ? undefined : balancerAddresses,
    destinations,
    target.port,
  );
  if (onward.isEmpty) return reachesNothing;
  const near = cards.filter((card) => card.network === receiver.network);
  const transport = sentBy(listener, target);
  const scope =
    seen === 'client' ? { transport } : { transport, peers: balancerAddresses.intern() };
  let verdict = reachesNothing;
  for (const card of near.length === 0 ? [undefined] : near) {
    const here = walk.branch(() => fromCard(walk, card, receiver, onward, onArrival, scope));
    verdict = either(verdict, here);
  }
  return backToClient(verdictWithin(verdict, onward), packets, seen, target.port);
}

/** From one card of the balancer (or from nowhere in the receiver's network) to the receiver. All packets lie in the scope. */
function fromCard(
  walk: Walk,
  card: Interface | undefined,
  receiver: Interface,
  packets: PacketSet,
  onArrival: Continuation,
  scope: Scope,
): Verdict {
  const staysInside =
    card !== undefined && card.subnet !== undefined && card.subnet === receiver.subnet;
  const leaving = card === undefined ? openCrossing : leavingCard(walk, card, packets, staysInside);
  const border = staysInside ? undefined : walk.estate.subnet(receiver.subnet);
  const rest = walk.onward(packets, leaving.forward);
  if (rest.isEmpty) return reachesNothing;
  return through(leaving, arriveAt(walk, receiver, rest, border, onArrival, scope));
}

/** The balancer's own filters and its subnet's, which see its own address whatever the target sees. */
function leavingCard(
  walk: Walk,
  card: Interface,
  packets: PacketSet,
  staysInside: boolean,
): Crossing {
  const asCard = withSources(packets, allInside(card));
  const subnet: SubnetFacts | undefined = staysInside ? undefined : walk.estate.subnet(card.subnet);
  const layers = walk.interfaceCrossing(card, 'egress', asCard);
  const border =
    subnet === undefined ? openCrossing : walk.subnetCrossing(subnet, 'egress', asCard);
  const crossing = thenCross(layers, border);
  if (crossing === openCrossing) return crossing;
  const own = allInside(card);
  const widen = (set: PacketSet): PacketSet =>
    withSources(set.restrict({ source: own }), AddressSet.all);
  return { forward: mapBounds(crossing.forward, widen), reply: mapBounds(crossing.reply, widen) };
}

function cardsOf(walk: Walk, balancer: LoadBalancer): readonly Interface[] {
  return balancer.interfaces
    .map((id) => walk.estate.interface(id))
    .filter((card) => card !== undefined);
}

function allInside(card: Interface): AddressSet {
  return AddressSet.unionOf(card.addresses.map(({ inside }) => inside));
}

/** The addresses by which targets are used where nothing is said: private ones, else public ones. */
function usedAddresses(receiver: Interface): AddressSet {
  const ofPlane = (plane: string): AddressSet =>
    AddressSet.unionOf(
      receiver.addresses.filter((address) => address.plane === plane).map(({ inside }) => inside),
    );
  const own = ofPlane('private');
  return own.isEmpty ? ofPlane('public') : own;
}

function ofFamily(packets: PacketSet, clients: BalancerTarget['clients']): PacketSet {
  if (clients === 'any') return packets;
  return packets.restrict({ source: clients === 'ipv4' ? AddressSet.allIpv4 : AddressSet.allIpv6 });
}

const portProtocols = [
  {
    every: TransportSet.tcp(),
    of: (destination: PortSet, source: PortSet) => TransportSet.tcp(destination, source),
  },
  {
    every: TransportSet.udp(),
    of: (destination: PortSet, source: PortSet) => TransportSet.udp(destination, source),
  },
  {
    every: TransportSet.sctp(),
    of: (destination: PortSet, source: PortSet) => TransportSet.sctp(destination, source),
  },
];

/** The packets as the balancer sends them: `sources` undefined keeps the client's. */
function forwardPackets(
  packets: PacketSet,
  sources: AddressSet | undefined,
  destinations: AddressSet,
  port: BalancerTarget['port'],
): PacketSet {
  const boxes: PacketBox[] = packets.rows().map((row) => ({
    source: sources ?? row.source,
    destination: destinations,
    transport: port === 'same' ? row.transport : atPort(row.transport, port),
  }));
  return PacketSet.ofBoxes(boxes);
}

/** Everything that a listener may send to a target, whatever the source port. Interned. */
function sentBy({ listens }: Listener, { port }: BalancerTarget): TransportSet {
  const sent = port === 'same' ? listens : atPort(listens, port);
  return sent.anySourcePort().intern();
}

function atPort(transport: TransportSet, port: number): TransportSet {
  const parts: TransportSet[] = [];
  for (const { every, of } of portProtocols) {
    const part = transport.intersect(every);
    if (!part.isEmpty) parts.push(of(PortSet.of(port), part.sourcePorts()));
  }
  return TransportSet.unionOf(parts);
}

/** The verdict in the client's terms: a client's packet is as good as what the balancer makes of it. */
function backToClient(
  verdict: Verdict,
  packets: PacketSet,
  seen: 'client' | 'balancer',
  port: BalancerTarget['port'],
): Verdict {
  const back = (set: PacketSet): PacketSet =>
    PacketSet.ofBoxes(
      set.rows().map((row) => ({
        source: seen === 'client' ? row.source : AddressSet.all,
        destination: AddressSet.all,
        transport: port === 'same' ? row.transport : fromAnyPort(row.transport, port),
      })),
    );
  return verdictWithin(mapVerdict(verdict, back), packets);
}

function fromAnyPort(transport: TransportSet, port: number): TransportSet {
  const parts: TransportSet[] = [];
  for (const { of } of portProtocols) {
    const part = transport.intersect(of(PortSet.of(port), PortSet.all));
    if (!part.isEmpty) parts.push(of(PortSet.all, part.sourcePorts()));
  }
  return TransportSet.unionOf(parts);
}
