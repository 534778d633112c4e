import { type Graph, type Interface, type ResourceId, recordsOf } from '@netposture/network/graph';
import { type Address, type AddressSet, internet } from '@netposture/network/netset';
import { ADDRESSES } from './sample.testkit.ts';

/** Who may send in a graph: an interface with all its inside addresses, or (nothing) the internet. */
export interface Sender {
  readonly from: ResourceId | undefined;
  readonly sources: readonly Address[];
}

/** Every sender of the tiny universe: each interface, and the rest of the internet. */
export function sendersOf(graph: Graph): Sender[] {
  const outside = { from: undefined, sources: ADDRESSES.filter((each) => internet.has(each)) };
  return [
    outside,
    ...recordsOf(graph, 'interface').map((each) => ({
      from: each.id,
      sources: ADDRESSES.filter((address) =>
        each.addresses.some((entry) => entry.inside.has(address)),
      ),
    })),
  ];
}

/** Destinations that have to do with a target: its own addresses, and those of balancers, which may lead to it. */
export function doorsTo(graph: Graph, target: ResourceId): Address[] {
  const balancers = new Set(
    recordsOf(graph, 'load-balancer').flatMap((balancer) => balancer.interfaces),
  );
  const doors = recordsOf(graph, 'interface').filter(
    (each) => each.id === target || each.owner === target || balancers.has(each.id),
  );
  return ADDRESSES.filter((address) => doors.some((each) => answersTo(each, address)));
}

function answersTo({ addresses }: Interface, address: Address): boolean {
  const has = (set: AddressSet | undefined) => set?.has(address) ?? false;
  return addresses.some((entry) => has(entry.inside) || has(entry.outside));
}
