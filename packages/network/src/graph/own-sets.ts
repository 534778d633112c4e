import { AddressLookup, AddressSet } from '../netset/index.ts';
import type { OwnAddress, OwnAddressIndex } from './own-address.ts';

/** What is asked of own addresses when an entry is classified. */
const PREDICATES = {
  attached: ({ state }: OwnAddress) => state === 'attached',
  idle: ({ state }: OwnAddress) => state === 'idle',
  former: ({ state }: OwnAddress) => state === 'former',
  ephemeral: ({ state, stability }: OwnAddress) =>
    state === 'attached' && stability === 'ephemeral',
  neverSends: ({ state, isEgressIdentity }: OwnAddress) =>
    state === 'attached' && isEgressIdentity === false,
  maySend: ({ state, isEgressIdentity }: OwnAddress) =>
    state === 'attached' && isEgressIdentity !== false,
  unconfirmed: ({ isConfirmed }: OwnAddress) => !isConfirmed,
} as const;

/** The own addresses by what is true of them, each set made when it is first asked. */
export class OwnSets {
  readonly #index: OwnAddressIndex;
  readonly #lookups = new Map<keyof typeof PREDICATES, AddressLookup>();

  constructor(index: OwnAddressIndex) {
    this.#index = index;
  }

  /** Every own address of which this is true of some entry. */
  of(name: keyof typeof PREDICATES): AddressLookup {
    let lookup = this.#lookups.get(name);
    if (lookup === undefined) {
      const entries = this.#index.entries.filter(PREDICATES[name]);
      lookup = new AddressLookup(AddressSet.unionOf(entries.map(({ addresses }) => addresses)));
      this.#lookups.set(name, lookup);
    }
    return lookup;
  }
}
