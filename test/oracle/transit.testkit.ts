import {
  type Gateway,
  type Interface,
  isUnknown,
  type ResourceId,
  recordOf,
  type Subnet,
  type TransitAttachment,
} from '@netposture/network/graph';
import type { UnseenSubnet } from './estate.testkit.ts';
import { arrive, type Ground, heldInside, replyOf, undeterminedEnd } from './ground.testkit.ts';
import { backTo } from './inside.testkit.ts';
import { type Arrival, after, type Journey } from './journey.testkit.ts';
import { returns, unclear } from './returns.testkit.ts';
import { chooseRoute, type Table, tableOf, tableOfSubnet } from './routes.testkit.ts';
import type { Packet } from './universe.testkit.ts';
import { allOf, anyOf, type Verdict } from './verdict.testkit.ts';

/** At most so many gateways in a row. */
export const MOST_GATEWAYS = 8;

type Border = Subnet | UnseenSubnet | undefined;

/** Where the tables of transit gateways lead: to a network by an attachment, or nobody knows. */
interface Exit {
  /** The gateway that the packet leaves, the last of several. */
  readonly gateway: Gateway;
  readonly attachment: TransitAttachment | undefined;
  readonly network: ResourceId | undefined;
  readonly verdict: Verdict;
}

/** Section 7: a packet enters a transit gateway. */
export function throughTransit(
  ground: Ground,
  journey: Journey,
  gateway: Gateway,
  onward: (journey: Journey, table: Table) => Arrival[],
): Arrival[] {
  const { at } = journey;
  const entry = entryInto(ground, gateway, at.network, at.subnet);
  if (entry === undefined) return [];
  const way = intoTransit(ground, entry.attachment, at.subnet, journey);
  const entered = after(journey, allOf(entry.verdict, ...way.map((check) => check(false))));
  const exits = exitsFrom(ground, gateway, entry.attachment, journey.destination, journey.gateways);
  return exits.flatMap((exit) => {
    const { attachment, network, verdict } = exit;
    const left = after(entered, verdict);
    const isSeen = recordOf(ground.estate.graph, 'network', network) !== undefined;
    if (attachment === undefined || network === undefined || !isSeen) {
      return undeterminedEnd(ground, homewards(ground, left, entry.attachment));
    }
    const holders = heldInside(ground, journey.destination, network);
    if (holders.length === 0) {
      return passOn(ground, left, entry.attachment, attachment, network, onward);
    }
    return holders.map(({ interface: holder }) => {
      const subnet = ground.estate.subnetOf(holder);
      const out = outOfTransit(ground, attachment, subnet, left);
      const delivered = after(left, allOf(...out.map((check) => check(false))));
      const wayBack = returnsByTransit(ground, holder, journey);
      const met =
        wayBack === 'undetermined'
          ? metOverThis(ground, journey, exit.gateway, entry.attachment, holder)
          : 'allowed';
      return arrive(ground, holder, delivered, backTo(journey, allOf(wayBack, met)));
    });
  });
}

/**
 * The subnet filters that a reply over this transit meets. Only a reply over a transit counts, so where nobody knows the
 * way back, it is judged as one that takes this, whatever zone it comes from.
 */
function metOverThis(
  ground: Ground,
  journey: Journey,
  gateway: Gateway,
  home: TransitAttachment,
  holder: Interface,
): Verdict {
  const subnet = ground.estate.subnetOf(holder);
  const attachment = gateway.attachments?.find(
    (each) => each.network === holder.network && each.state === 'active',
  );
  const reply = replyOf(ground, journey);
  const checks = [
    ...(attachment === undefined ? [] : intoTransit(ground, attachment, subnet, reply)),
    ...outOfTransit(ground, home, journey.at.subnet, reply),
  ];
  return allOf(...checks.map((check) => check(true)));
}

/** The reply, wherever it comes from, leaves the transit where the packet entered it. */
function homewards(ground: Ground, journey: Journey, entry: TransitAttachment): Journey {
  const back = outOfTransit(ground, entry, journey.at.subnet, replyOf(ground, journey));
  return after(journey, 'allowed', allOf(...back.map((check) => check(true))));
}

/** The packet comes out of an attachment for somebody further on: the subnet of the attachment decides. */
function passOn(
  ground: Ground,
  journey: Journey,
  entry: TransitAttachment,
  exit: TransitAttachment,
  network: ResourceId,
  onward: (journey: Journey, table: Table) => Arrival[],
): Arrival[] {
  const { at } = journey;
  const subnet = standingIn(ground, exit, at.subnet);
  if (subnet === undefined) return [];
  return onward(
    {
      ...homewards(ground, journey, entry),
      at: { network, subnet, interface: undefined, as: 'forwarded' },
    },
    tableOfSubnet(ground.estate, subnet),
  );
}

/** Whether the reply of a receiver finds back to the sender's network over a transit gateway, and past the filters there. */
function returnsByTransit(ground: Ground, from: Interface, journey: Journey): Verdict {
  const subnet = ground.estate.subnetOf(from);
  const reply = replyOf(ground, journey);
  return returns(ground, from, journey.source, 'denied', (target) => {
    const gateway =
      target.kind === 'gateway'
        ? recordOf(ground.estate.graph, 'gateway', target.gateway)
        : undefined;
    if (gateway?.gatewayKind !== 'transit') return unclear(ground, target);
    const entry = entryInto(ground, gateway, from.network, subnet);
    if (entry === undefined) return 'denied';
    const into = intoTransit(ground, entry.attachment, subnet, reply);
    const exits = exitsFrom(ground, gateway, entry.attachment, journey.source, 1);
    const ways = exits.map(({ attachment, network, verdict }) => {
      if (attachment === undefined) return verdict;
      if (network !== journey.at.network) return 'denied';
      const out = outOfTransit(ground, attachment, journey.at.subnet, reply);
      return allOf(verdict, ...out.map((check) => check(true)));
    });
    return allOf(stateOf(gateway), entry.verdict, ...into.map((check) => check(true)), anyOf(ways));
  });
}

function stateOf({ state }: Gateway): Verdict {
  if (isUnknown(state)) return 'undetermined';
  return state === 'active' ? 'allowed' : 'denied';
}

/** The attachment by which a network's packets enter, and whether the zone of the sender's subnet lets them. */
function entryInto(
  ground: Ground,
  gateway: Gateway,
  network: ResourceId,
  from: Border,
): { readonly attachment: TransitAttachment; readonly verdict: Verdict } | undefined {
  const attachment = gateway.attachments?.find(
    (each) => each.network === network && each.state === 'active',
  );
  if (attachment === undefined) return undefined;
  const zone = zoneOf(from);
  if (zone === undefined || attachment.subnets.length === 0) {
    return { attachment, verdict: 'allowed' };
  }
  const subnets = attachment.subnets.map((id) => ground.estate.subnet(id));
  if (subnets.some((subnet) => zoneOf(subnet) === zone)) {
    return { attachment, verdict: 'allowed' };
  }
  return subnets.some(({ kind }) => kind === 'unseen-subnet')
    ? { attachment, verdict: 'undetermined' }
    : undefined;
}

/** Follows the tables of transit gateways from one attachment. Nothing: no route, or a dead end. */
function exitsFrom(
  ground: Ground,
  gateway: Gateway,
  from: TransitAttachment,
  destination: number,
  gateways: number,
): Exit[] {
  const nobodyKnows: Exit = {
    gateway,
    attachment: undefined,
    network: undefined,
    verdict: 'undetermined',
  };
  if (gateways > MOST_GATEWAYS) return [nobodyKnows];
  const { estate } = ground;
  const choice = chooseRoute(estate, tableOf(estate, from.routeTable), destination, undefined);
  if (choice.kind === 'none') return [];
  if (choice.kind !== 'targets') return [nobodyKnows];
  return choice.targets.flatMap((target): Exit[] => {
    if (target.kind === 'blackhole') return [];
    if (target.kind !== 'attachment') return [nobodyKnows];
    const attachment = gateway.attachments?.find((each) => each.id === target.attachment);
    if (attachment === undefined) return [nobodyKnows];
    if (attachment.state !== 'active') return [];
    const { network } = attachment;
    if (network !== undefined) return [{ gateway, attachment, network, verdict: 'allowed' }];
    const next = recordOf(estate.graph, 'gateway', attachment.gateway);
    if (next?.gatewayKind !== 'transit') return [nobodyKnows];
    const back = next.attachments?.find((each) => each.gateway === gateway.id);
    if (back === undefined) return [nobodyKnows];
    if (back.state !== 'active' || stateOf(next) === 'denied') return [];
    return exitsFrom(ground, next, back, destination, gateways + 1).map((exit) => ({
      ...exit,
      verdict: allOf(exit.verdict, stateOf(next)),
    }));
  });
}

/** The zone of a subnet, where it is known to have one. */
function zoneOf(subnet: Border): string | undefined {
  return subnet?.kind === 'subnet' ? subnet.zone : undefined;
}

/** The subnet of an attachment in the zone of another subnet, or its first. */
function standingIn({ estate }: Ground, { subnets }: TransitAttachment, near: Border): Border {
  const zone = zoneOf(near);
  const all = subnets.map((id) => estate.subnet(id));
  const sameZone = all.find((each) => zoneOf(each) === zone);
  return (zone === undefined ? undefined : sameZone) ?? all[0];
}

/** One check of a subnet's filter, of a first packet or of a reply. */
type Check = (isReply: boolean) => Verdict;

/** The subnet filters on the way into a transit: the sender's, and that of the subnet in which the attachment stands. */
function intoTransit(
  ground: Ground,
  attachment: TransitAttachment,
  from: Border,
  packet: Packet,
): Check[] {
  const door = standingIn(ground, attachment, from);
  const out = crossing(ground, from, 'egress', packet);
  return door === undefined ? [out] : [out, crossing(ground, door, 'ingress', packet)];
}

/** The subnet filters on the way out of a transit. None where the attachment stands in the receiver's own subnet. */
function outOfTransit(
  ground: Ground,
  attachment: TransitAttachment,
  to: Border,
  packet: Packet,
): Check[] {
  const door = standingIn(ground, attachment, to);
  if (door !== undefined && door === to) return [];
  const into = crossing(ground, to, 'ingress', packet);
  return door === undefined ? [into] : [crossing(ground, door, 'egress', packet), into];
}

function crossing(
  { checks }: Ground,
  subnet: Border,
  direction: 'ingress' | 'egress',
  packet: Packet,
): Check {
  return (isReply) =>
    isReply
      ? checks.replyCrosses(subnet, direction, packet)
      : checks.crosses(subnet, direction, packet);
}
