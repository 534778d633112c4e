import type { NetworkInterface } from '../schema/interface.ts';
import { interfacesIn } from './interface-list.ts';
import type { Scope } from './scope.ts';

interface CardIndex {
  readonly byId: ReadonlyMap<string, NetworkInterface>;
  readonly byInstance: ReadonlyMap<string, string>;
  readonly byDescription: ReadonlyMap<string, readonly NetworkInterface[]>;
}

const indexes = new WeakMap<Scope, CardIndex>();
/** Apart: only targets that are addresses ask for it, and it is the largest. */
const addressIndexes = new WeakMap<Scope, ReadonlyMap<string, string>>();

/** An interface by its id. */
export function cardById(scope: Scope, nativeId: string): NetworkInterface | undefined {
  return indexOf(scope).byId.get(nativeId);
}

/** Interfaces by their ids, those that were read. */
export function cardsById(scope: Scope, ids: readonly string[]): readonly NetworkInterface[] {
  return ids.flatMap((id) => cardById(scope, id) ?? []);
}

/** Interfaces whose description is exactly this one, which is how managed services sign theirs. */
export function cardsByDescription(scope: Scope, description: string): readonly NetworkInterface[] {
  return indexOf(scope).byDescription.get(description) ?? [];
}

/** The primary interface of an instance, which balancers and accelerators send to. */
export function cardByInstance(scope: Scope, instance: string): string | undefined {
  return indexOf(scope).byInstance.get(instance);
}

/** The interface that holds an address in a network. */
export function cardByAddress(
  scope: Scope,
  vpc: string | undefined,
  address: string,
): string | undefined {
  return addressIndexOf(scope).get(`${vpc ?? ''} ${address}`);
}

function indexOf(scope: Scope): CardIndex {
  const known = indexes.get(scope);
  if (known !== undefined) return known;
  const byId = new Map<string, NetworkInterface>();
  const byInstance = new Map<string, string>();
  for (const card of interfacesIn(scope).items) {
    const id = card.NetworkInterfaceId;
    byId.set(id, card);
    const { InstanceId: instance, DeviceIndex = 0, NetworkCardIndex = 0 } = card.Attachment ?? {};
    if (instance !== undefined && DeviceIndex === 0 && NetworkCardIndex === 0)
      byInstance.set(instance, id);
  }
  const described = interfacesIn(scope).items.filter(
    ({ Description }) => Description !== undefined,
  );
  const byDescription = Map.groupBy(described, ({ Description = '' }) => Description);
  const index = { byId, byInstance, byDescription };
  indexes.set(scope, index);
  return index;
}

function addressIndexOf(scope: Scope): ReadonlyMap<string, string> {
  const known = addressIndexes.get(scope);
  if (known !== undefined) return known;
  const byAddress = new Map<string, string>();
  for (const card of interfacesIn(scope).items) {
    const id = card.NetworkInterfaceId;
    const addresses = [
      card.PrivateIpAddress,
      ...(card.PrivateIpAddresses ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress),
      ...(card.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
    ];
    for (const address of addresses) {
      if (address === undefined) continue;
      byAddress.set(`${card.VpcId ?? ''} ${address}`, id);
      // Target groups of balancers that were described without their network.
      byAddress.set(` ${address}`, id);
    }
  }
  addressIndexes.set(scope, byAddress);
  return byAddress;
}
