import type { Interface, ResourceId, Subnet } from '@netposture/network/graph';
import {
  AddressSet,
  carrierGradeNat,
  linkLocal,
  loopback,
  multicast,
  privateAddresses,
  reserved,
} from '@netposture/network/netset';
import type { Estate, Seat, UnseenSubnet } from './estate.testkit.ts';
import { type Arrival, after, type Journey, replyTo, step } from './journey.testkit.ts';
import type { Checkpoints } from './layers.testkit.ts';
import { listens, runs } from './owners.testkit.ts';
import type { Packet } from './universe.testkit.ts';
import type { Verdict } from './verdict.testkit.ts';

/** What every step of a walk needs. */
export interface Ground {
  readonly estate: Estate;
  readonly checks: Checkpoints;
  /** An inexact address that is taken to be held exactly, because the question names its interface. */
  readonly pretended: Seat | undefined;
}

/** Addresses that no host on the internet answers from, and that no network there carries. */
const NEVER_ON_THE_INTERNET = AddressSet.unionOf([
  privateAddresses,
  carrierGradeNat,
  linkLocal,
  loopback,
  multicast,
  reserved,
]);

/** Whether the internet carries packets from and to an address. Documentation addresses count: nobody owns them, and worlds use them. */
export function isPublic({ estate }: Ground, address: number): boolean {
  return !estate.universe.holds(NEVER_ON_THE_INTERNET, address);
}

/** The seats whose exact inside address is this one. */
export function heldInside(ground: Ground, address: number, network: ResourceId): readonly Seat[] {
  return exactSeats(ground, `inside ${address} ${network}`, (seat) => {
    return seat.inside === address && seat.interface.network === network;
  });
}

/** The seats that the internet knows by this address. */
export function heldPublicly(ground: Ground, address: number): readonly Seat[] {
  return exactSeats(ground, `public ${address}`, ({ inside, outside, entry }) => {
    return outside === address || (entry.plane === 'public' && inside === address);
  });
}

function exactSeats(
  { estate, pretended }: Ground,
  key: string,
  test: (seat: Seat) => boolean,
): readonly Seat[] {
  const exact = estate.once(key, () =>
    estate.seats.filter((seat) => seat.entry.exact && test(seat)),
  );
  return pretended !== undefined && test(pretended) ? [...exact, pretended] : exact;
}

/** The packet crosses the border of the subnet in which it stands, outwards; its reply comes back in. */
export function leaveSubnet(ground: Ground, journey: Journey): Journey {
  const { subnet } = journey.at;
  return after(
    journey,
    ground.checks.crosses(subnet, 'egress', journey),
    ground.checks.replyCrosses(subnet, 'ingress', replyOf(ground, journey)),
  );
}

/** The packet crosses the border of a receiver's subnet, inwards; its reply goes out again. */
export function enterSubnet(
  ground: Ground,
  journey: Journey,
  subnet: Subnet | UnseenSubnet | undefined,
): Journey {
  return after(
    journey,
    ground.checks.crosses(subnet, 'ingress', journey),
    ground.checks.replyCrosses(subnet, 'egress', replyOf(ground, journey)),
  );
}

/** Section 5, arrival: the owner runs, the layers allow, somebody listens; then the receiver's own layers let the reply out. */
export function arrive(
  ground: Ground,
  at: Interface,
  journey: Journey,
  wayBack: Verdict = 'allowed',
): Arrival {
  const { source, destination, transport } = journey;
  const reached = [
    runs(ground.estate, at),
    ground.checks.enters(at, journey),
    listens(ground.estate, at, transport),
  ].reduce((answer, verdict) => step(answer, verdict), journey.answer);
  const answer = step(
    step(reached, 'allowed', wayBack),
    'allowed',
    ground.checks.replyLeaves(at, replyOf(ground, journey)),
  );
  return { interface: at, source, destination, transport, answer };
}

/**
 * The walk cannot be followed further. The packet may reach whoever holds the destination, and a stranger who cannot
 * be seen; what they would say is not asked, since it may reach them from another address. Nor is the filter of the
 * subnet in which it stands: what comes next may stand in the same subnet.
 */
export function undeterminedEnd(ground: Ground, journey: Journey): Arrival[] {
  const { source, destination, transport } = journey;
  const holders = ground.estate.seats
    .filter(
      (seat) =>
        (seat.entry.exact || seat === ground.pretended) &&
        (seat.inside === destination || seat.outside === destination),
    )
    .map((seat) => seat.interface);
  const answer = step(journey.answer, 'undetermined');
  return [undefined, ...holders].map((holder) => ({
    interface: holder,
    source,
    destination,
    transport,
    answer,
  }));
}

/** The reply to a packet as it stands. */
export function replyOf({ estate }: Ground, packet: Packet): Packet {
  return replyTo(packet, estate.universe.reversed(packet.transport));
}
