import type { Gateway } from '../gateway.ts';
import type { Graph } from '../graph.ts';
import type { ResourceId } from '../resource-id.ts';
import { type AddressHolder, insideHolders, publicHolders } from './address-holders.ts';
import { InterfaceIndex } from './interface-index.ts';
import type { IntervalIndex } from './interval-index.ts';
import { Membership } from './membership.ts';
import { PeerResolver } from './peer-resolver.ts';
import { type BalancerWay, balancerWaysByTarget, gatewaysByNetwork } from './record-index.ts';
import { SelectorFacts } from './selector-facts.ts';

/** Everything that a linked graph remembers about interfaces, owners, gateways and balancers. Built when first asked. */
export class GraphIndexes {
  readonly interfaces: InterfaceIndex;
  readonly peers: PeerResolver;
  readonly membership: Membership;
  readonly #graph: Graph;
  readonly #insideHolders = new Map<ResourceId | undefined, IntervalIndex<AddressHolder>>();
  #publicHolders: IntervalIndex<AddressHolder> | undefined;
  #gateways: ReadonlyMap<ResourceId, readonly Gateway[]> | undefined;
  #balancerWays: ReadonlyMap<ResourceId, readonly BalancerWay[]> | undefined;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.interfaces = new InterfaceIndex(graph);
    const facts = new SelectorFacts(graph, this.interfaces);
    this.peers = new PeerResolver(graph, facts);
    this.membership = new Membership(facts);
  }

  /** Who holds public addresses. */
  get publicHolders(): IntervalIndex<AddressHolder> {
    this.#publicHolders ??= publicHolders(this.interfaces.all);
    return this.#publicHolders;
  }

  /** Who holds inside addresses in a network, or in any. */
  insideHolders(network: ResourceId | undefined): IntervalIndex<AddressHolder> {
    let index = this.#insideHolders.get(network);
    if (index === undefined) {
      const { all } = this.interfaces;
      index = insideHolders(network === undefined ? all : this.interfaces.inNetwork(network));
      this.#insideHolders.set(network, index);
    }
    return index;
  }

  /** Gateways by network. */
  get gateways(): ReadonlyMap<ResourceId, readonly Gateway[]> {
    this.#gateways ??= gatewaysByNetwork(this.#graph);
    return this.#gateways;
  }

  /** Ways through balancers by target. */
  get balancerWays(): ReadonlyMap<ResourceId, readonly BalancerWay[]> {
    this.#balancerWays ??= balancerWaysByTarget(this.#graph);
    return this.#balancerWays;
  }
}
