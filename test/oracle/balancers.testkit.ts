import {
  type BalancerTarget,
  type Interface,
  type LoadBalancer,
  recordOf,
} from '@netposture/network/graph';
import type { Seat } from './estate.testkit.ts';
import { arrive, enterSubnet, type Ground, leaveSubnet, replyOf } from './ground.testkit.ts';
import { type Arrival, after, type Journey } from './journey.testkit.ts';

/** At most so many balancers in a row. */
const MOST_BALANCERS = 4;

/** Section 8: everyone whom a packet reaches through the balancer at which it arrived, and through those behind it. */
export function throughBalancers(ground: Ground, arrival: Arrival, passed = 1): Arrival[] {
  const balancer = balancerAt(ground, arrival.interface);
  if (balancer === undefined || passed > MOST_BALANCERS) return [];
  return balancer.listeners
    .filter((listener) => ground.estate.universe.carries(listener.listens, arrival.transport))
    .flatMap((listener) => listener.targets)
    .filter((target) => takes(ground, target, arrival))
    .flatMap((target) => towards(ground, balancer, arrival, target))
    .flatMap((reached) => [reached, ...throughBalancers(ground, reached, passed + 1)]);
}

/** The balancer behind an interface. */
export function balancerAt(
  { estate }: Ground,
  at: Interface | undefined,
): LoadBalancer | undefined {
  if (at === undefined) return undefined;
  return estate.balancers.find((each) => each.id === at.owner || each.interfaces.includes(at.id));
}

/** Whether a target takes the client's family, and the protocol: only one with ports goes to a port of its own. */
function takes(
  { estate }: Ground,
  { clients, port }: BalancerTarget,
  { source, transport }: Arrival,
): boolean {
  const { universe } = estate;
  return (
    (clients === 'any' || universe.address(source).family === clients) &&
    (port === 'same' || universe.transport(transport).destinationPort !== undefined)
  );
}

function towards(
  ground: Ground,
  balancer: LoadBalancer,
  arrival: Arrival,
  target: BalancerTarget,
): Arrival[] {
  const { universe } = ground.estate;
  const transport = universe.toPort(arrival.transport, target.port);
  return receivers(ground, target).flatMap((seat) =>
    seenSources(ground, balancer, arrival, target)
      .filter((source) => universe.sameFamily(source, seat.inside))
      .flatMap((source) =>
        senders(ground, balancer, seat).map((sender) => {
          const journey: Journey = {
            source,
            destination: seat.inside,
            transport,
            at: {
              network: seat.interface.network,
              subnet: sender === undefined ? undefined : ground.estate.subnetOf(sender.interface),
              interface: sender?.interface,
              as: 'sender',
            },
            sourcePlane: 'private',
            answer: arrival.answer,
            gateways: 0,
          };
          const capped = after(
            journey,
            target.undetermined === undefined ? 'allowed' : 'undetermined',
          );
          return edge(ground, capped, sender, seat);
        }),
      ),
  );
}

/** The addresses at which a target is reached. */
function receivers({ estate }: Ground, target: BalancerTarget): readonly Seat[] {
  const next = recordOf(estate.graph, 'load-balancer', target.to);
  const ids = next === undefined ? [target.to] : next.interfaces;
  return estate.interfaces
    .filter((each) => ids.includes(each.id))
    .flatMap((each) => {
      const seats = estate.seatsOf(each);
      const { targetAddresses } = target;
      if (targetAddresses !== undefined) {
        return seats.filter((seat) => estate.universe.holds(targetAddresses, seat.inside));
      }
      const hasPrivate = seats.some((seat) => seat.entry.plane === 'private');
      return seats.filter((seat) => !hasPrivate || seat.entry.plane === 'private');
    });
}

/** The source addresses that a target sees; any of them will do. */
function seenSources(
  { estate }: Ground,
  balancer: LoadBalancer,
  arrival: Arrival,
  { sees, balancerAddresses }: BalancerTarget,
): number[] {
  if (sees === 'client') return [arrival.source];
  const own =
    balancerAddresses === undefined
      ? estate.interfaces
          .filter((each) => balancer.interfaces.includes(each.id))
          .flatMap((each) => estate.seatsOf(each).map((seat) => seat.inside))
      : estate.universe.enumerate(balancerAddresses);
  return sees === 'balancer' ? own : [arrival.source, ...own];
}

/** The seats of a balancer in the network of a target; one `undefined` where it has no interface there. */
function senders(
  { estate }: Ground,
  balancer: LoadBalancer,
  target: Seat,
): readonly (Seat | undefined)[] {
  const near = estate.interfaces.filter(
    (each) => balancer.interfaces.includes(each.id) && each.network === target.interface.network,
  );
  if (near.length === 0) return [undefined];
  return near
    .flatMap((each) => estate.seatsOf(each))
    .filter((seat) => estate.universe.sameFamily(seat.inside, target.inside));
}

/** From a balancer to a target: no routes are asked, the provider ties the two together. */
function edge(ground: Ground, journey: Journey, sender: Seat | undefined, target: Seat): Arrival {
  const own = { ...journey, source: sender?.inside ?? journey.source };
  const sent =
    sender === undefined
      ? journey
      : after(
          journey,
          ground.checks.leaves(sender.interface, own),
          ground.checks.replyEnters(sender.interface, replyOf(ground, own)),
        );
  const subnet = ground.estate.subnetOf(target.interface);
  if (
    sender !== undefined &&
    subnet !== undefined &&
    sender.interface.subnet === target.interface.subnet
  ) {
    return arrive(ground, target.interface, sent);
  }
  const left = { ...leaveSubnet(ground, { ...sent, source: own.source }), source: journey.source };
  return arrive(ground, target.interface, enterSubnet(ground, left, subnet));
}
