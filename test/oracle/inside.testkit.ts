import type { ResourceId } from '@netposture/network/graph';
import { arrive, enterSubnet, type Ground, heldInside, leaveSubnet } from './ground.testkit.ts';
import type { Arrival, Journey } from './journey.testkit.ts';
import { returnsByPeering, returnsLocally } from './returns.testkit.ts';
import { allOf, type Verdict } from './verdict.testkit.ts';

/** A local route: the packet stays inside its network. Neighbours in one subnet do not meet the subnet's filter. */
export function deliverLocally(ground: Ground, journey: Journey): Arrival[] {
  const { at } = journey;
  return heldInside(ground, journey.destination, at.network).map(({ interface: holder }) => {
    const subnet = ground.estate.subnetOf(holder);
    const isNeighbour = at.subnet !== undefined && at.subnet.id === holder.subnet;
    const wayBack = returnsLocally(ground, holder, journey.source);
    const entered = isNeighbour
      ? journey
      : enterSubnet(ground, leaveSubnet(ground, journey), subnet);
    return arrive(ground, holder, entered, backTo(journey, wayBack));
  });
}

/** A peering: the packet is delivered inside the other network. */
export function deliverAcross(
  ground: Ground,
  journey: Journey,
  peering: ResourceId,
  network: ResourceId,
): Arrival[] {
  return heldInside(ground, journey.destination, network).map(({ interface: holder }) => {
    const subnet = ground.estate.subnetOf(holder);
    const wayBack = returnsByPeering(ground, holder, journey.source, peering);
    const entered = enterSubnet(ground, leaveSubnet(ground, journey), subnet);
    return arrive(ground, holder, entered, backTo(journey, wayBack));
  });
}

/** A forwarded packet's reply would have to lead into a network that the receiver's step does not lead to. */
export function backTo({ at }: Journey, wayBack: Verdict): Verdict {
  return allOf(wayBack, at.as === 'forwarded' ? 'denied' : 'allowed');
}
