import { AddressSet, internet } from '../../netset/index.ts';
import type { Peer } from '../filter.ts';
import type { Graph } from '../graph.ts';
import type { Interface } from '../interface.ts';
import type { ResourceId } from '../resource-id.ts';
import type { Selector } from '../selector.ts';
import { unknown } from '../unknown.ts';
import { NetworkJoins } from './network-joins.ts';
import { knownPeer, type ResolvedPeer, resolvedPeer, unitedPeers } from './resolved-peer.ts';
import { incompletenessOf, selection } from './selection.ts';
import type { SelectorFacts } from './selector-facts.ts';
import type { MemberLimit } from './selector-match.ts';

type AddressClass = Extract<Peer, { readonly kind: 'selector' }>['addresses'];
type Members = Extract<Selector, { readonly kind: 'filter-members' }>;

const ADDRESS_CLASSES: readonly AddressClass[] = ['private', 'primary-private', 'public', 'both'];

/**
 * Turns the peers of rules into addresses when somebody asks for them: a graph with a million rules costs nothing until
 * its rules are looked at, and rules that name the same things share one answer.
 */
export class PeerResolver {
  readonly #facts: SelectorFacts;
  readonly #graph: Graph;
  readonly #byPeer = new WeakMap<Peer, Map<ResourceId | undefined, ResolvedPeer>>();
  /** By network, manner (see {@link mannerOf}) and filter. */
  readonly #byMember = new Map<ResourceId | undefined, Map<ResourceId, ResolvedPeer>[]>();
  /** By text of the selector, class of addresses and network. */
  readonly #bySelector = new Map<string, ResolvedPeer>();
  #joins: NetworkJoins | undefined;

  constructor(graph: Graph, facts: SelectorFacts) {
    this.#graph = graph;
    this.#facts = facts;
  }

  /** The addresses of a peer, for a rule that an interface of this network evaluates (no network: without limit). */
  resolve(peer: Peer, network?: ResourceId): ResolvedPeer {
    if (peer.kind === 'addresses') return knownPeer(peer.set);
    if (peer.kind === 'selector' && peer.selector.kind === 'filter-members') {
      return this.#resolveMembers(peer.selector, peer.addresses, network);
    }
    const known = this.#byPeer.get(peer);
    const found = known?.get(network);
    if (found !== undefined) return found;
    const resolved = this.#resolve(peer, network);
    if (known === undefined) this.#byPeer.set(peer, new Map([[network, resolved]]));
    else known.set(network, resolved);
    return resolved;
  }

  /** References to filters are by far the most common selectors: remembered without making a text of each. */
  #resolveMembers(
    selector: Members,
    addresses: AddressClass,
    network: ResourceId | undefined,
  ): ResolvedPeer {
    let byManner = this.#byMember.get(network);
    if (byManner === undefined) {
      byManner = [];
      this.#byMember.set(network, byManner);
    }
    const manner = mannerOf(selector, addresses);
    const byFilter = byManner[manner] ?? new Map<ResourceId, ResolvedPeer>();
    byManner[manner] = byFilter;
    let resolved = byFilter.get(selector.filter);
    if (resolved === undefined) {
      resolved = this.#interfaces(selector, addresses, network);
      byFilter.set(selector.filter, resolved);
    }
    return resolved;
  }

  #resolve(
    peer: Exclude<Peer, { readonly kind: 'addresses' }>,
    network?: ResourceId,
  ): ResolvedPeer {
    switch (peer.kind) {
      case 'selector':
        return this.#resolveSelector(peer.selector, peer.addresses, network);
      case 'any-of':
        return unitedPeers(peer.peers.map((part) => this.resolve(part, network)));
      case 'undetermined':
        return resolvedPeer(AddressSet.empty, peer.within ?? AddressSet.all, peer.cause);
    }
  }

  #resolveSelector(
    selector: Selector,
    addresses: AddressClass,
    network?: ResourceId,
  ): ResolvedPeer {
    if (selector.kind === 'filter-members') {
      return this.#resolveMembers(selector, addresses, network);
    }
    const place = namesMembers(selector) ? (network ?? '') : '';
    const key = `${addresses}\0${place}\0${JSON.stringify(selector)}`;
    const known = this.#bySelector.get(key);
    if (known !== undefined) return known;
    const resolved = this.#select(selector, addresses, network);
    this.#bySelector.set(key, resolved);
    return resolved;
  }

  #select(selector: Selector, addresses: AddressClass, network?: ResourceId): ResolvedPeer {
    if (selector.kind === 'address-group') return this.#members(selector);
    if (selector.kind !== 'any-of') return this.#interfaces(selector, addresses, network);
    return unitedPeers(selector.of.map((part) => this.#resolveSelector(part, addresses, network)));
  }

  #members(selector: Extract<Selector, { readonly kind: 'address-group' }>): ResolvedPeer {
    const record = this.#facts.record(selector.group);
    const set = record?.kind === 'address-group' ? record.addresses : AddressSet.empty;
    return resolvedPeer(set, AddressSet.all, incompletenessOf(this.#facts, selector));
  }

  #interfaces(selector: Selector, addresses: AddressClass, network?: ResourceId): ResolvedPeer {
    const { yes, maybe, incomplete } = selection(this.#facts, selector, this.#limit(network));
    const certain: AddressSet[] = [];
    const possible: AddressSet[] = incomplete === undefined ? [] : [mayHold(addresses)];
    for (const member of yes) addAddresses(member, addresses, certain, possible);
    for (const member of maybe) addAddresses(member, addresses, possible, possible);
    return resolvedPeer(
      AddressSet.unionOf(certain),
      AddressSet.unionOf(possible),
      incomplete ?? UNSURE_MEMBERS,
    );
  }

  #limit(network: ResourceId | undefined): MemberLimit {
    if (network === undefined) return undefined;
    return (member, through) => {
      this.#joins ??= new NetworkJoins(this.#graph);
      return this.#joins.match(network, member.network, through);
    };
  }
}

const UNSURE_MEMBERS = unknown('some members, or their addresses, are not known for sure');

/** What unseen members may hold: private addresses are not on the internet, so a private reference never admits it. */
function mayHold(addresses: AddressClass): AddressSet {
  return addresses === 'private' || addresses === 'primary-private'
    ? notOnTheInternet
    : AddressSet.all;
}

const notOnTheInternet = internet.complement().intern();

function addAddresses(
  member: Interface,
  addresses: AddressClass,
  exact: AddressSet[],
  inexact: AddressSet[],
): void {
  if (addresses === 'primary-private' && !member.isPrimary) return;
  const isPublic = addresses === 'public' || addresses === 'both';
  for (const { inside, outside, plane, exact: isExact } of member.addresses) {
    const sets = isExact ? exact : inexact;
    if (addresses === 'both' || (plane === 'public') === isPublic) sets.push(inside);
    if (isPublic && outside !== undefined) sets.push(outside);
  }
}

/** Does the answer depend on where the rule is evaluated? */
function namesMembers(selector: Selector): boolean {
  if ('of' in selector) return selector.of.some(namesMembers);
  return selector.kind === 'filter-members';
}

/** Numbers the ways to ask for members: four classes of addresses, with and without each connection. */
function mannerOf({ through }: Members, addresses: AddressClass): number {
  const connections = (through.includes('peering') ? 1 : 0) + (through.includes('transit') ? 2 : 0);
  return ADDRESS_CLASSES.indexOf(addresses) * 4 + connections;
}
