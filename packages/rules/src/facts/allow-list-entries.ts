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
 * Every address that an ingress allow rule names outright or by a list. Equal sets are told once to `isOfInterest`, so that
 * a million rules with a thousand sets cost a thousand questions. Selectors that name resources hold no written address.
 */
export function* allowListEntries(
  linked: LinkedGraph,
  isOfInterest: (addresses: AddressSet) => boolean,
): Generator<AllowListEntry> {
  const asked = new Map<AddressSet, boolean>();
  const wanted = (addresses: AddressSet) => {
    let answer = asked.get(addresses);
    if (answer === undefined) {
      answer = isOfInterest(addresses);
      asked.set(addresses, answer);
    }
    return answer;
  };
  for (const filter of recordsOf(linked.graph, 'filter')) {
    for (const rule of filter.rules) {
      if (rule.direction !== 'ingress' || rule.action !== 'allow' || rule.disabled === true)
        continue;
      for (const { addresses, list } of writtenSets(linked, rule.peer)) {
        if (!wanted(addresses)) continue;
        for (const cidr of addresses.cidrs()) {
          const entry = { filter, rule, addresses: AddressSet.parse(cidr) };
          yield list === undefined ? entry : { ...entry, list };
        }
      }
    }
  }
}

function writtenSets(
  linked: LinkedGraph,
  peer: Peer,
): readonly { readonly addresses: AddressSet; readonly list?: string }[] {
  switch (peer.kind) {
    case 'addresses':
      return [{ addresses: peer.set }];
    case 'any-of':
      return peer.peers.flatMap((one) => writtenSets(linked, one));
    case 'selector': {
      if (peer.selector.kind !== 'address-group') return [];
      const group = linked.record('address-group', peer.selector.group);
      return group?.role === 'prefix-list'
        ? [{ addresses: group.addresses, list: group.name }]
        : [];
    }
    case 'undetermined':
      return [];
  }
}

/** A source of an allow rule that nobody knows, and where it must lie. */
export interface UnreadPeer {
  readonly filter: Filter;
  readonly cause: Unknown;
  readonly within?: AddressSet;
}

/** Ingress allow rules whose source could not be read. */
export function* unreadPeers(linked: LinkedGraph): Generator<UnreadPeer> {
  for (const filter of recordsOf(linked.graph, 'filter')) {
    for (const { direction, action, disabled, peer } of filter.rules) {
      if (direction !== 'ingress' || action !== 'allow' || disabled === true) continue;
      if (peer.kind !== 'undetermined') continue;
      const { cause, within } = peer;
      yield within === undefined ? { filter, cause } : { filter, cause, within };
    }
  }
}
