import type { AddressSet } from '../netset/index.ts';
import type { Peer } from './filter.ts';
import type { Gateway } from './gateway.ts';
import { type Graph, recordOf } from './graph.ts';
import type { Interface } from './interface.ts';
import type { AddressHolder } from './link/address-holders.ts';
import { GraphIndexes } from './link/graph-indexes.ts';
import type { Match } from './link/match.ts';
import { type BalancerWay, recordsByText } from './link/record-index.ts';
import type { ResolvedPeer } from './link/resolved-peer.ts';
import type { Selection } from './link/selection.ts';
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
  return new LinkedGraph(graph, new GraphIndexes(graph));
}

/**
 * `link(graph)` for a graph that differs from a linked one in the records of these ids only (changed, new or gone).
 * Where all of them are filters, route tables, subnets, networks or owned addresses that were there before and still are,
 * the indexes are shared and it costs nothing; else it is `link`. Either way the answers are those of `link`.
 */
export function relink(
  previous: LinkedGraph,
  graph: Graph,
  changed: Iterable<ResourceId>,
): LinkedGraph {
  for (const id of changed) {
    const [before, after] = [previous.graph.records.get(id), graph.records.get(id)];
    const isSame = before === after;
    const isLight = before?.kind === after?.kind && after !== undefined && LIGHT.has(after.kind);
    if (!isSame && !isLight) return link(graph);
  }
  return previous.withGraph(graph);
}

/** Kinds whose fields no index reads: only that a record of this id and kind exists. */
const LIGHT: ReadonlySet<RecordKind> = new Set([
  'filter',
  'route-table',
  'subnet',
  'network',
  'address',
]);

/** A graph with its indexes. Immutable to the outside; answers are remembered. Lists are in order of id. */
export class LinkedGraph {
  readonly graph: Graph;
  readonly #indexes: GraphIndexes;
  #texts: ReadonlyMap<string, readonly GraphRecord[]> | undefined;

  constructor(graph: Graph, indexes: GraphIndexes) {
    this.graph = graph;
    this.#indexes = indexes;
  }

  /** The same indexes for another graph; {@link relink} says when that is right. */
  withGraph(graph: Graph): LinkedGraph {
    return new LinkedGraph(graph, this.#indexes);
  }

  /** All interfaces. */
  get interfaces(): readonly Interface[] {
    return this.#indexes.interfaces.all;
  }

  /** The record with this id if it exists and has this kind; an unseen one only as `unseen`. */
  record<K extends RecordKind>(kind: K, id: ResourceId | undefined): RecordOf<K> | undefined {
    return recordOf(this.graph, kind, id);
  }

  /** The interfaces of a network. */
  interfacesInNetwork(network: ResourceId): readonly Interface[] {
    return this.#indexes.interfaces.inNetwork(network);
  }

  /** The interfaces of a subnet. */
  interfacesInSubnet(subnet: ResourceId): readonly Interface[] {
    return this.#indexes.interfaces.inSubnet(subnet);
  }

  /** The interfaces of a workload, service, balancer or gateway. */
  interfacesOf(owner: ResourceId): readonly Interface[] {
    return this.#indexes.interfaces.ofOwner(owner);
  }

  /** The record of an interface's owner; nothing where it has none, or one that is unseen. */
  ownerOf(record: Interface): GraphRecord | undefined {
    return this.#indexes.interfaces.ownerOf(record);
  }

  /** Does the interface have an owner of which nothing is known? */
  hasUnseenOwner(record: Interface): boolean {
    return this.#indexes.interfaces.hasUnseenOwner(record);
  }

  /** The interfaces that carry a filter in some layer, whatever the enforcement. */
  carriersOf(filter: ResourceId): readonly Interface[] {
    return this.#indexes.interfaces.carrying(filter);
  }

  /** Who holds one of these addresses on the internet: by an outside address, or an inside one of the public plane. Exact ones only. */
  publicHolders(addresses: AddressSet): readonly AddressHolder[] {
    return this.#indexes.publicHolders.at(addresses);
  }

  /** Who holds one of these inside addresses in a network, or in any network where none is given. Exact ones only. */
  insideHolders(addresses: AddressSet, network?: ResourceId): readonly AddressHolder[] {
    return this.#indexes.insideHolders(network).at(addresses);
  }

  /** The gateways attached to a network, transit gateways included. */
  gatewaysOf(network: ResourceId): readonly Gateway[] {
    return this.#indexes.gateways.get(network) ?? [];
  }

  /** The ways of balancers that lead to an interface, or to another balancer. In order of balancer, listener, target. */
  balancerWaysTo(target: ResourceId): readonly BalancerWay[] {
    return this.#indexes.balancerWays.get(target) ?? [];
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
    return this.#indexes.peers.resolve(peer, network);
  }

  /** Whether a selector (such as the targets of a rule) names this interface. Remembered by the selector's object. */
  matches(selector: Selector, candidate: Interface): Match {
    return this.#indexes.membership.match(selector, candidate);
  }

  /** The interfaces that a selector names, remembered by the selector's object. */
  select(selector: Selector): Selection {
    return this.#indexes.membership.select(selector);
  }
}
