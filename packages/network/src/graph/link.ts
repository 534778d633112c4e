import type { AddressSet } from '../netset/index.ts';
import type { Peer } from './filter.ts';
import type { Gateway } from './gateway.ts';
import { type Graph, recordOf } from './graph.ts';
import type { Interface } from './interface.ts';
import { type AddressHolder, insideHolders, publicHolders } from './link/address-holders.ts';
import { InterfaceIndex } from './link/interface-index.ts';
import type { IntervalIndex } from './link/interval-index.ts';
import type { Match } from './link/match.ts';
import { PeerResolver } from './link/peer-resolver.ts';
import {
  type BalancerWay,
  balancerWaysByTarget,
  gatewaysByNetwork,
  recordsByText,
} from './link/record-index.ts';
import type { ResolvedPeer } from './link/resolved-peer.ts';
import { type Selection, selection } from './link/selection.ts';
import { SelectorFacts } from './link/selector-facts.ts';
import { matchSelector } from './link/selector-match.ts';
import type { GraphRecord, RecordKind, RecordOf } from './record.ts';
import type { ResourceId } from './resource-id.ts';
import type { Selector } from './selector.ts';

export type { AddressHolder } from './link/address-holders.ts';
export { byId } from './link/interface-index.ts';
export type { Match } from './link/match.ts';
export type { BalancerWay } from './link/record-index.ts';
export type { ResolvedPeer } from './link/resolved-peer.ts';
export type { Selection } from './link/selection.ts';

/**
 * Makes a graph answerable. Pure, and the order of the graph's records changes no answer. Costs the sorting of the
 * interfaces; every index is built when it is first asked, and rules are looked at one by one when somebody evaluates them.
 */
export function link(graph: Graph): LinkedGraph {
  return new LinkedGraph(graph);
}

/** A graph with its indexes. Immutable to the outside; answers are remembered. Lists are in order of id. */
export class LinkedGraph {
  readonly graph: Graph;
  readonly #interfaces: InterfaceIndex;
  readonly #facts: SelectorFacts;
  readonly #peers: PeerResolver;
  readonly #selections = new WeakMap<Selector, Selection>();
  readonly #insideHolders = new Map<ResourceId, IntervalIndex<AddressHolder>>();
  #allInsideHolders: IntervalIndex<AddressHolder> | undefined;
  #publicHolders: IntervalIndex<AddressHolder> | undefined;
  #gateways: ReadonlyMap<ResourceId, readonly Gateway[]> | undefined;
  #balancerWays: ReadonlyMap<ResourceId, readonly BalancerWay[]> | undefined;
  #texts: ReadonlyMap<string, readonly GraphRecord[]> | undefined;

  constructor(graph: Graph) {
    this.graph = graph;
    this.#interfaces = new InterfaceIndex(graph);
    this.#facts = new SelectorFacts(graph, this.#interfaces);
    this.#peers = new PeerResolver(graph, this.#facts);
  }

  /** All interfaces. */
  get interfaces(): readonly Interface[] {
    return this.#interfaces.all;
  }

  /** The record with this id if it exists and has this kind; an unseen one only as `unseen`. */
  record<K extends RecordKind>(kind: K, id: ResourceId | undefined): RecordOf<K> | undefined {
    return recordOf(this.graph, kind, id);
  }

  /** The interfaces of a network. */
  interfacesInNetwork(network: ResourceId): readonly Interface[] {
    return this.#interfaces.inNetwork(network);
  }

  /** The interfaces of a subnet. */
  interfacesInSubnet(subnet: ResourceId): readonly Interface[] {
    return this.#interfaces.inSubnet(subnet);
  }

  /** The interfaces of a workload, service, balancer or gateway. */
  interfacesOf(owner: ResourceId): readonly Interface[] {
    return this.#interfaces.ofOwner(owner);
  }

  /** The record of an interface's owner; nothing where it has none, or one that is unseen. */
  ownerOf(record: Interface): GraphRecord | undefined {
    return this.#interfaces.ownerOf(record);
  }

  /** Does the interface have an owner of which nothing is known? */
  hasUnseenOwner(record: Interface): boolean {
    return this.#interfaces.hasUnseenOwner(record);
  }

  /** The interfaces that carry a filter in some layer, whatever the enforcement. */
  carriersOf(filter: ResourceId): readonly Interface[] {
    return this.#interfaces.carrying(filter);
  }

  /** Who holds one of these addresses on the internet: by an outside address, or an inside one of the public plane. Exact ones only. */
  publicHolders(addresses: AddressSet): readonly AddressHolder[] {
    this.#publicHolders ??= publicHolders(this.interfaces);
    return this.#publicHolders.at(addresses);
  }

  /** Who holds one of these inside addresses in a network, or in any network where none is given. Exact ones only. */
  insideHolders(addresses: AddressSet, network?: ResourceId): readonly AddressHolder[] {
    if (network === undefined) {
      this.#allInsideHolders ??= insideHolders(this.interfaces);
      return this.#allInsideHolders.at(addresses);
    }
    let index = this.#insideHolders.get(network);
    if (index === undefined) {
      index = insideHolders(this.interfacesInNetwork(network));
      this.#insideHolders.set(network, index);
    }
    return index.at(addresses);
  }

  /** The gateways attached to a network, transit gateways included. */
  gatewaysOf(network: ResourceId): readonly Gateway[] {
    this.#gateways ??= gatewaysByNetwork(this.graph);
    return this.#gateways.get(network) ?? [];
  }

  /** The ways of balancers that lead to an interface, or to another balancer. In order of balancer, listener, target. */
  balancerWaysTo(target: ResourceId): readonly BalancerWay[] {
    this.#balancerWays ??= balancerWaysByTarget(this.graph);
    return this.#balancerWays.get(target) ?? [];
  }

  /**
   * The records that a text names: by id, native id, uri or name. Several are several meanings, which the caller must
   * not choose between; an interface whose owner answers to the same text is left out.
   */
  lookUp(text: string): readonly GraphRecord[] {
    this.#texts ??= recordsByText(this.graph);
    const found = this.#texts.get(text) ?? [];
    if (found.length < 2) return found;
    const ids = new Set(found.map(({ id }) => id));
    return found.filter(
      (record) =>
        record.kind !== 'interface' || record.owner === undefined || !ids.has(record.owner),
    );
  }

  /** The addresses of a rule's peer, for a rule evaluated by an interface of this network. Resolved when first asked. */
  resolvePeer(peer: Peer, network?: ResourceId): ResolvedPeer {
    return this.#peers.resolve(peer, network);
  }

  /** Whether a selector (such as the targets of a rule) names this interface. */
  matches(selector: Selector, candidate: Interface): Match {
    return matchSelector(this.#facts, selector, candidate);
  }

  /** The interfaces that a selector names, remembered by the selector's object. */
  select(selector: Selector): Selection {
    let selected = this.#selections.get(selector);
    if (selected === undefined) {
      selected = selection(this.#facts, selector);
      this.#selections.set(selector, selected);
    }
    return selected;
  }
}
