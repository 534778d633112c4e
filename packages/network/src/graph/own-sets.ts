import { AddressSet } from '../netset/index.ts';
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

/** Above this many own addresses in one entry, the sets of the whole index are cheaper than gathering them again. */
const FEW = 200;

/** The addresses of own entries by what is true of them: of few from the entries met, of many from sets made once. */
export class OwnSets {
  readonly #index: OwnAddressIndex;
  readonly #whole = new Map<keyof typeof PREDICATES, AddressSet>();

  constructor(index: OwnAddressIndex) {
    this.#index = index;
  }

  /** Own addresses of which this is true, at least those of the entries met; the caller intersects. */
  of(name: keyof typeof PREDICATES, met: readonly OwnAddress[]): AddressSet {
    if (met.length <= FEW) return addressesWhere(met, PREDICATES[name]);
    let whole = this.#whole.get(name);
    if (whole === undefined) {
      whole = addressesWhere(this.#index.entries, PREDICATES[name]);
      this.#whole.set(name, whole);
    }
    return whole;
  }
}

function addressesWhere(
  entries: readonly OwnAddress[],
  isWanted: (entry: OwnAddress) => boolean,
): AddressSet {
  return AddressSet.unionOf(entries.filter(isWanted).map(({ addresses }) => addresses));
}
