import type { AddressSet } from '../../netset/index.ts';
import type { Interface, InterfaceAddress } from '../interface.ts';
import { IntervalIndex } from './interval-index.ts';

/** An interface, and the one of its addresses by which it was found. */
export interface AddressHolder {
  readonly interface: Interface;
  readonly address: InterfaceAddress;
}

/** Finds who holds a public address: as an outside address, or as an inside one of the public plane. Exact ones only. */
export function publicHolders(interfaces: readonly Interface[]): IntervalIndex<AddressHolder> {
  return new IntervalIndex(
    holders(interfaces, ({ inside, outside, plane }) =>
      [outside, plane === 'public' ? inside : undefined].filter((set) => set !== undefined),
    ),
  );
}

/** Finds who holds an inside address. Exact ones only. */
export function insideHolders(interfaces: readonly Interface[]): IntervalIndex<AddressHolder> {
  return new IntervalIndex(holders(interfaces, ({ inside }) => [inside]));
}

function* holders(
  interfaces: readonly Interface[],
  setsOf: (address: InterfaceAddress) => readonly AddressSet[],
): Generator<readonly [AddressSet, AddressHolder]> {
  for (const record of interfaces) {
    for (const address of record.addresses) {
      if (!address.exact) continue;
      const holder = { interface: record, address };
      for (const set of setsOf(address)) yield [set, holder];
    }
  }
}
