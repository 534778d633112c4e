import { type Interface, isUnknown, recordOf, recordsOf } from '@netposture/network/graph';
import type { Seat } from './estate.testkit.ts';
import { arrive, enterSubnet, type Ground, heldPublicly, isPublic } from './ground.testkit.ts';
import { type Arrival, after, type Journey } from './journey.testkit.ts';
import { returnsByInternet, routesToInternet } from './returns.testkit.ts';
import { chooseRoute, tableOf } from './routes.testkit.ts';
import { anyOf, type Verdict } from './verdict.testkit.ts';

/** Section 6: a packet with a public source is on the internet. */
export function onTheInternet(ground: Ground, journey: Journey): Arrival[] {
  const { source, destination, transport, answer } = journey;
  const holders = heldPublicly(ground, destination);
  if (holders.length > 0) return holders.map((seat) => fromTheInternet(ground, journey, seat));
  if (!isPublic(ground, destination)) return [];
  return [{ interface: undefined, source, destination, transport, answer }];
}

/** A packet from the internet reaches one interface by its inside address. */
function fromTheInternet(ground: Ground, journey: Journey, seat: Seat): Arrival {
  const holder = seat.interface;
  const admitted = [
    holder.noInternetIngress === undefined ? 'allowed' : 'denied',
    ground.estate.once(`entrance ${holder.id} ${seat.inside}`, () => entrance(ground, seat)),
    isBlocked(ground, holder),
  ] as const;
  const inside: Journey = {
    ...admitted.reduce((onWay, verdict) => after(onWay, verdict), journey),
    destination: seat.inside,
  };
  const heard = after(inside, hearsUnanswered(ground, seat, journey.source));
  const entered = enterSubnet(ground, heard, ground.estate.subnetOf(holder));
  return arrive(ground, holder, entered, returnsByInternet(ground, holder, journey.source));
}

/** Where nothing leads back to the sender, some addresses perhaps hear nothing. */
function hearsUnanswered(
  ground: Ground,
  { interface: holder, entry }: Seat,
  source: number,
): Verdict {
  if (entry.unansweredDelivery === undefined) return 'allowed';
  return routesToInternet(ground, holder, source) === 'allowed' ? 'allowed' : 'undetermined';
}

/** Whether the network of a holder lets internet traffic in towards an inside address. */
function entrance(ground: Ground, { interface: holder, inside }: Seat): Verdict {
  const { graph } = ground.estate;
  const network = recordOf(graph, 'network', holder.network);
  if (network?.isPublicSpace) return 'allowed';
  const ways = recordsOf(graph, 'gateway')
    .filter(
      (gateway) => gateway.gatewayKind === 'internet' && gateway.networks.includes(holder.network),
    )
    .map((gateway): Verdict => {
      if (gateway.state === 'inactive') return 'denied';
      if (isUnknown(gateway.state)) return 'undetermined';
      if (gateway.routeTable === undefined) return 'allowed';
      const table = tableOf(ground.estate, gateway.routeTable);
      const choice = chooseRoute(ground.estate, table, inside, undefined);
      if (choice.kind === 'none') return 'allowed';
      const isLocal =
        choice.kind === 'targets' && choice.targets.every((target) => target.kind === 'local');
      return isLocal ? 'allowed' : 'undetermined';
    });
  if (network === undefined) ways.push('undetermined');
  if (holder.unmodelledIngress !== undefined) ways.push('undetermined');
  return anyOf(ways);
}

function isBlocked({ estate }: Ground, holder: Interface): Verdict {
  const subnet = estate.subnetOf(holder);
  if (subnet === undefined) return 'allowed';
  if (subnet.kind === 'unseen-subnet' || isUnknown(subnet.internetBlock)) return 'undetermined';
  return subnet.internetBlock?.direct ? 'denied' : 'allowed';
}

/**
 * An outside packet to a private address of an interface of whose entrances some are not modelled: nobody can say that
 * it does not come in by one of those.
 */
export function byUnmodelledEntrance(ground: Ground, journey: Journey): Arrival[] {
  return ground.estate.seats
    .filter(
      (seat) =>
        seat.inside === journey.destination &&
        (seat.entry.exact || seat === ground.pretended) &&
        seat.interface.unmodelledIngress !== undefined &&
        seat.interface.noInternetIngress === undefined &&
        seat.entry.plane === 'private',
    )
    .map((seat) => arrive(ground, seat.interface, after(journey, 'undetermined')));
}
