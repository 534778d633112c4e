import type { Interface, LinkedGraph, ResourceId } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import type { Senders } from '@netposture/network/reachability';
import { isDataStore } from './data-stores.ts';

/** Interfaces that send, and whether their addresses are known. */
export interface KnownSenders extends Senders {
  /** False: each sends with some of the sources, and nobody tells with which. */
  readonly isExact: boolean;
}

/**
 * Interfaces as senders: those whose addresses are known together, each other with what is left of its range when the
 * addresses that others surely hold are taken away, for somewhere in a range is not everywhere in it. A managed data store
 * of which only a host name is known sends nothing of its own.
 */
export function asSenders(
  linked: LinkedGraph,
  ids: readonly ResourceId[],
): readonly KnownSenders[] {
  const exact: ResourceId[] = [];
  const others: KnownSenders[] = [];
  for (const id of ids) {
    const card = linked.record('interface', id);
    if (card?.addresses.some((address) => !address.exact) !== true) {
      exact.push(id);
      continue;
    }
    const owner = linked.ownerOf(card);
    if (owner?.kind === 'service' && isDataStore(owner)) continue;
    const sources = possibleSources(linked, card);
    if (!sources.isEmpty) others.push({ interfaces: [id], sources, isExact: false });
  }
  return exact.length === 0 ? others : [{ interfaces: exact, isExact: true }, ...others];
}

/** What an interface may send with: its range, less what others of its network hold. */
function possibleSources(linked: LinkedGraph, card: Interface): AddressSet {
  const range = AddressSet.unionOf(card.addresses.map(({ inside }) => inside));
  const held = [...linked.insideHolders(range), ...linked.publicHolders(range)]
    .filter((holder) => holder.interface.id !== card.id)
    .flatMap((holder) => {
      const { inside, outside } = holder.address;
      return holder.interface.network === card.network ? [inside] : (outside ?? []);
    });
  return range.subtract(AddressSet.unionOf(held));
}
