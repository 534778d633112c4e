import {
  type Gateway,
  isUnknown,
  type Known,
  type RouteTarget,
  recordOf,
  type Subnet,
} from '@netposture/network/graph';
import type { Seat } from './estate.testkit.ts';
import { type Ground, isPublic, leaveSubnet, replyOf, undeterminedEnd } from './ground.testkit.ts';
import { deliverAcross, deliverLocally } from './inside.testkit.ts';
import { byUnmodelledEntrance, onTheInternet } from './internet.testkit.ts';
import { type Arrival, after, type Journey } from './journey.testkit.ts';
import { throughNat } from './nat.testkit.ts';
import { runs } from './owners.testkit.ts';
import { chooseRoute, type Table, tableOfInterface } from './routes.testkit.ts';
import { MOST_GATEWAYS, throughTransit } from './transit.testkit.ts';
import type { Packet } from './universe.testkit.ts';
import { allOf, type Verdict } from './verdict.testkit.ts';

const UNTOUCHED = { delivered: 'allowed', conversable: 'allowed' } as const;

/** Section 4: an interface sends a packet from one of its inside addresses. Everyone it may reach, balancers not followed. */
export function sendFrom(ground: Ground, seat: Seat, packet: Packet): Arrival[] {
  const { interface: sender, entry } = seat;
  if (entry.originates === false) return [];
  const journey: Journey = {
    ...packet,
    at: {
      network: sender.network,
      subnet: ground.estate.subnetOf(sender),
      interface: sender,
      as: 'sender',
    },
    sourcePlane: entry.plane,
    answer: UNTOUCHED,
    gateways: 0,
  };
  const originates = isUnknown(entry.originates) ? 'undetermined' : 'allowed';
  const sent = after(
    journey,
    allOf(originates, runs(ground.estate, sender), ground.checks.leaves(sender, packet)),
    ground.checks.replyEnters(sender, replyOf(ground, packet)),
  );
  if (sent.answer.delivered === 'denied') return [];
  return route(ground, sent, tableOfInterface(ground.estate, sender));
}

/** Section 6: a packet comes from the rest of the internet, by ways that are modelled or by others. */
export function sendFromOutside(ground: Ground, packet: Packet): Arrival[] {
  if (!isPublic(ground, packet.source)) return [];
  const journey = outside(packet);
  return [...onTheInternet(ground, journey), ...byUnmodelledEntrance(ground, journey)];
}

/** Nothing is asked of where an outside packet stands: it is on the internet already. */
function outside(packet: Packet): Journey {
  return {
    ...packet,
    at: { network: '' as never, subnet: undefined, interface: undefined, as: 'sender' },
    sourcePlane: 'public',
    answer: UNTOUCHED,
    gateways: 0,
  };
}

/** A packet that stands in a network is routed by a table. */
function route(ground: Ground, journey: Journey, table: Table): Arrival[] {
  if (journey.gateways > MOST_GATEWAYS) return undeterminedEnd(ground, journey);
  const choice = chooseRoute(
    ground.estate,
    table,
    journey.destination,
    journey.at.as === 'sender' ? journey.at.interface : undefined,
  );
  switch (choice.kind) {
    case 'none':
      return [];
    case 'undetermined':
      return undeterminedEnd(ground, journey);
    case 'to-the-internet':
      return leaveByPublicAddress(ground, journey);
    case 'targets':
      return choice.targets.flatMap((target) => follow(ground, journey, target));
  }
}

function follow(ground: Ground, journey: Journey, target: RouteTarget): Arrival[] {
  switch (target.kind) {
    case 'local':
      return deliverLocally(ground, journey);
    case 'blackhole':
      return [];
    case 'undetermined':
    case 'attachment':
      return undeterminedEnd(ground, journey);
    case 'interface': {
      const through = recordOf(ground.estate.graph, 'interface', target.interface);
      return through?.forwards === false ? [] : undeterminedEnd(ground, journey);
    }
    case 'gateway': {
      const gateway = recordOf(ground.estate.graph, 'gateway', target.gateway);
      return gateway === undefined
        ? undeterminedEnd(ground, journey)
        : through(ground, journey, gateway);
    }
  }
}

function through(ground: Ground, journey: Journey, gateway: Gateway): Arrival[] {
  if (!carries(ground, journey, gateway)) return [];
  switch (gateway.gatewayKind) {
    case 'vpn':
    case 'service-endpoint':
    case 'appliance':
      return undeterminedEnd(ground, journey);
    default:
  }
  if (gateway.state === 'inactive') return [];
  const passed: Journey = {
    ...after(journey, isUnknown(gateway.state) ? 'undetermined' : 'allowed'),
    gateways: journey.gateways + 1,
  };
  const { network } = journey.at;
  switch (gateway.gatewayKind) {
    case 'internet': {
      if (!gateway.networks.includes(network)) return [];
      const block = journey.at.as === 'translated' ? 'translated' : 'direct';
      return leaveByPublicAddress(ground, after(passed, isBlocked(journey, block)));
    }
    case 'egress-only': {
      if (journey.sourcePlane !== 'public') return [];
      const left = leaveSubnet(ground, after(passed, isBlocked(journey, 'translated')));
      return onTheInternet(ground, left);
    }
    case 'peering': {
      const other = gateway.networks.find((each) => each !== network);
      if (other === undefined || !gateway.networks.includes(network)) return [];
      if (recordOf(ground.estate.graph, 'network', other) === undefined) {
        return undeterminedEnd(ground, passed);
      }
      return deliverAcross(ground, passed, gateway.id, other);
    }
    case 'nat':
      return throughNat(ground, passed, gateway, (onward, table) => route(ground, onward, table));
    case 'transit':
      return throughTransit(ground, passed, gateway, (onward, table) =>
        route(ground, onward, table),
      );
  }
}

function carries({ estate }: Ground, { destination, transport }: Journey, gateway: Gateway) {
  const { addresses, transport: headers } = gateway.carries ?? {};
  return (
    (addresses === undefined || estate.universe.holds(addresses, destination)) &&
    (headers === undefined || estate.universe.carries(headers, transport))
  );
}

/** The packet leaves for the internet with a public address of its sender. */
function leaveByPublicAddress(ground: Ground, journey: Journey): Arrival[] {
  const source = publicSource(ground, journey);
  if (source === undefined) return [];
  return onTheInternet(ground, { ...leaveSubnet(ground, journey), source });
}

function publicSource(ground: Ground, { at, source, sourcePlane }: Journey): number | undefined {
  // Of a packet that came by a transit, this gateway knows no more than the address.
  if (at.as === 'forwarded') return isPublic(ground, source) ? source : undefined;
  if (sourcePlane === 'public') return source;
  return at.interface === undefined ? undefined : ground.estate.seat(at.interface, source)?.outside;
}

/** What the block above all filters says about the subnet in which a packet stands. */
function isBlocked({ at }: Journey, way: 'direct' | 'translated'): Verdict {
  const { subnet } = at;
  if (subnet === undefined) return 'allowed';
  return subnet.kind === 'unseen-subnet' ? 'undetermined' : blockOf(subnet.internetBlock, way);
}

function blockOf(
  block: Known<NonNullable<Exclude<Subnet['internetBlock'], { kind: 'unknown' }>>> | undefined,
  way: 'direct' | 'translated',
): Verdict {
  if (isUnknown(block)) return 'undetermined';
  return block?.[way] ? 'denied' : 'allowed';
}
