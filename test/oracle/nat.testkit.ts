import { type Gateway, isUnknown, recordOf, type Subnet } from '@netposture/network/graph';
import type { UnseenSubnet } from './estate.testkit.ts';
import {
  enterSubnet,
  type Ground,
  isPublic,
  leaveSubnet,
  replyOf,
  undeterminedEnd,
} from './ground.testkit.ts';
import { onTheInternet } from './internet.testkit.ts';
import { type Arrival, after, type Journey } from './journey.testkit.ts';
import { runs } from './owners.testkit.ts';
import { type Table, tableOfSubnet } from './routes.testkit.ts';

/** A NAT gateway sends a packet on under one of its own addresses; any of them will do. */
export function throughNat(
  ground: Ground,
  journey: Journey,
  gateway: Gateway,
  onward: (journey: Journey, table: Table) => Arrival[],
): Arrival[] {
  const { estate } = ground;
  const { egressAddresses } = gateway;
  if (egressAddresses === undefined || isUnknown(egressAddresses)) {
    return undeterminedEnd(ground, journey);
  }
  const sources = estate.universe
    .enumerate(egressAddresses)
    .filter((source) => estate.universe.sameFamily(source, journey.destination));
  if (gateway.interface !== undefined) {
    return sources.flatMap((source) => throughServer(ground, journey, gateway, source));
  }
  if (gateway.subnet === undefined) {
    return sources
      .filter((source) => isPublic(ground, source))
      .flatMap((source) => onTheInternet(ground, { ...leaveSubnet(ground, journey), source }));
  }
  const subnet = estate.subnet(gateway.subnet);
  const inside = intoNat(ground, journey, subnet);
  return sources.flatMap((source) =>
    onward(
      {
        ...inside,
        source,
        sourcePlane: isPublic(ground, source) ? 'public' : 'private',
        at: {
          network: subnet.kind === 'subnet' ? subnet.network : subnet.id,
          subnet,
          interface: undefined,
          as: 'translated',
        },
      },
      tableOfSubnet(estate, subnet),
    ),
  );
}

/** A customer's own server translates: it must run, and its filters let the packet out as its own. */
function throughServer(
  ground: Ground,
  journey: Journey,
  gateway: Gateway,
  source: number,
): Arrival[] {
  const server = recordOf(ground.estate.graph, 'interface', gateway.interface);
  // What its filters would say nobody knows; it translates all the same.
  if (server === undefined) return undeterminedEnd(ground, { ...journey, source });
  if (!isPublic(ground, source)) return [];
  const seats = ground.estate
    .seatsOf(server)
    .filter((seat) => ground.estate.universe.sameFamily(seat.inside, source));
  const holding = seats.filter((seat) => seat.inside === source);
  return (holding.length > 0 ? holding : seats).flatMap((seat) => {
    const sent = { ...journey, source: seat.inside };
    const left = after(
      leaveSubnet(ground, journey),
      runs(ground.estate, server),
      ground.checks.replyEnters(server, replyOf(ground, sent)),
    );
    const passed = after(left, ground.checks.leaves(server, sent));
    return onTheInternet(ground, { ...passed, source });
  });
}

/** From the sender's subnet into that of the NAT gateway. Inside one subnet no filter is met, unless a transit lies between. */
function intoNat(ground: Ground, journey: Journey, subnet: Subnet | UnseenSubnet): Journey {
  if (journey.at.subnet !== subnet) {
    return enterSubnet(ground, leaveSubnet(ground, journey), subnet);
  }
  if (journey.at.as !== 'forwarded') return journey;
  const reply = replyOf(ground, journey);
  return after(
    after(journey, 'allowed', ground.checks.replyCrosses(subnet, 'egress', reply)),
    'allowed',
    ground.checks.replyCrosses(subnet, 'ingress', reply),
  );
}
