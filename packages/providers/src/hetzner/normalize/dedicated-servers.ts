import { type ResourceId, type Unknown, unknown } from '@netposture/network/graph';
import type { AddressSet } from '@netposture/network/netset';

/** Where an address of a dedicated server ends. */
export interface DedicatedEnd {
  readonly kind: 'end';
  readonly interface: ResourceId;
  readonly network: ResourceId;
  readonly isPrivate: boolean;
}

/** A card of a dedicated server: on the internet, or behind a vSwitch at an address nobody tells. */
export interface DedicatedInterface {
  readonly interface: ResourceId;
  readonly network: ResourceId;
  readonly addresses: AddressSet;
  /** False: it has one of the addresses. */
  readonly exact: boolean;
}

/** Finds dedicated servers by address, for balancers that lead to them. */
export class DedicatedServers {
  readonly #interfaces: DedicatedInterface[] = [];

  add(one: DedicatedInterface): void {
    this.#interfaces.push(one);
  }

  /** The one card that an address leads to. */
  at(address: AddressSet): DedicatedEnd | Unknown {
    const candidates = this.#interfaces.filter((one) => address.isSubsetOf(one.addresses));
    const exact = candidates.filter((one) => one.exact);
    const [found, ...others] = exact.length > 0 ? exact : candidates;
    if (found === undefined) {
      return unknown(`The target ${address} is a dedicated server that was not read from Robot.`);
    }
    if (others.length > 0) {
      return unknown(
        `Which of ${others.length + 1} dedicated servers holds ${address} is not told.`,
      );
    }
    return {
      kind: 'end',
      interface: found.interface,
      network: found.network,
      isPrivate: !found.exact,
    };
  }
}
