import {
  type Filter,
  type FilterRule,
  type LinkedGraph,
  type Peer,
  recordsOf,
  type Unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';

/** One written source of an allow rule. */
export interface AllowListEntry {
  readonly filter: Filter;
  readonly rule: FilterRule;
  /** One range as it was written, so far as the graph keeps ranges apart. */
  readonly addresses: AddressSet;
  /** The name of the list that the rule refers to, where it does. */
  readonly list?: string;
}

/**
 * Every address that an ingress allow rule names outright or by a list. Each set is told once to `isOfInterest`, so that
 * a million rules with a thousand sets cost a thousand questions. Selectors that name resources hold no written address.
 */
export function* allowListEntries(
  linked: LinkedGraph,
  isOfInterest: (addresses: AddressSet) => boolean,
): Generator<AllowListEntry> {
  const wanted = new Set<AddressSet>();
  const naming = new Set<Filter>();
  for (const [addresses, filters] of allowListsOf(linked).filters) {
    if (!isOfInterest(addresses)) continue;
    wanted.add(addresses);
    for (const filter of filters) naming.add(filter);
  }
  if (wanted.size === 0) return;
  for (const filter of recordsOf(linked.graph, 'filter')) {
    if (!naming.has(filter)) continue;
    for (const rule of filter.rules) {
      if (!admits(rule)) continue;
      for (const { addresses, list } of writtenSets(linked, rule.peer)) {
        if (!wanted.has(addresses)) continue;
        for (const cidr of addresses.cidrs()) {
          const entry = { filter, rule, addresses: AddressSet.parse(cidr) };
          yield list === undefined ? entry : { ...entry, list };
        }
      }
    }
  }
}

function admits({ direction, action, disabled }: FilterRule): boolean {
  return direction === 'ingress' && action === 'allow' && disabled !== true;
}

/** What the allow rules of a graph name, found by one pass over all rules. */
interface AllowLists {
  /** Who names each set, in order. */
  readonly filters: ReadonlyMap<AddressSet, readonly Filter[]>;
  readonly unread: readonly UnreadPeer[];
}

const allowLists = new WeakMap<LinkedGraph, AllowLists>();

function allowListsOf(linked: LinkedGraph): AllowLists {
  const known = allowLists.get(linked);
  if (known !== undefined) return known;
  const filters = new Map<AddressSet, Filter[]>();
  const unread: UnreadPeer[] = [];
  const name = (filter: Filter, addresses: AddressSet) => {
    const naming = filters.get(addresses);
    if (naming === undefined) filters.set(addresses, [filter]);
    else if (naming.at(-1) !== filter) naming.push(filter);
  };
  for (const filter of recordsOf(linked.graph, 'filter')) {
    for (const rule of filter.rules) {
      if (!admits(rule)) continue;
      const { peer } = rule;
      if (peer.kind === 'addresses') name(filter, peer.set);
      else if (peer.kind === 'undetermined') unread.push(unreadPeer(filter, peer));
      else for (const { addresses } of writtenSets(linked, peer)) name(filter, addresses);
    }
  }
  const found = { filters, unread };
  allowLists.set(linked, found);
  return found;
}

function unreadPeer(
  filter: Filter,
  { cause, within }: Extract<Peer, { readonly kind: 'undetermined' }>,
): UnreadPeer {
  return within === undefined ? { filter, cause } : { filter, cause, within };
}

/** Addresses that a rule names outright, or by a list. */
interface WrittenSet {
  readonly addresses: AddressSet;
  readonly list?: string;
}

const NONE: readonly WrittenSet[] = [];

function writtenSets(linked: LinkedGraph, peer: Peer): readonly WrittenSet[] {
  switch (peer.kind) {
    case 'addresses':
      return [{ addresses: peer.set }];
    case 'any-of':
      return peer.peers.flatMap((one) => writtenSets(linked, one));
    case 'selector': {
      if (peer.selector.kind !== 'address-group') return NONE;
      const group = linked.record('address-group', peer.selector.group);
      return group?.role === 'prefix-list'
        ? [{ addresses: group.addresses, list: group.name }]
        : [];
    }
    case 'undetermined':
      return NONE;
  }
}

/** A source of an allow rule that nobody knows, and where it must lie. */
export interface UnreadPeer {
  readonly filter: Filter;
  readonly cause: Unknown;
  readonly within?: AddressSet;
}

/** Ingress allow rules whose source could not be read. */
export function unreadPeers(linked: LinkedGraph): readonly UnreadPeer[] {
  return allowListsOf(linked).unread;
}
