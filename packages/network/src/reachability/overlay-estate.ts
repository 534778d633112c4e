import type { Filter, Peer } from '../graph/filter.ts';
import type { Gateway } from '../graph/gateway.ts';
import type { Interface } from '../graph/interface.ts';
import type { LoadBalancer } from '../graph/load-balancer.ts';
import type { Network } from '../graph/network.ts';
import type { GraphRecord } from '../graph/record.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { RouteTable } from '../graph/route-table.ts';
import type { Selector } from '../graph/selector.ts';
import type { AddressSet } from '../netset/index.ts';
import type { Estate, Holder, SubnetFacts } from './estate.ts';
import type { PeerBounds } from './rule-match.ts';

/** Interfaces and filters that stand in for those of the estate with the same ids. */
export interface Overlay {
  /** They must keep addresses, owner, network and attached filters: indexes and selectors do not look again. */
  readonly interfaces?: ReadonlyMap<ResourceId, Interface>;
  readonly filters?: ReadonlyMap<ResourceId, Filter>;
}

/** The estate as it would be with a few records changed: what if this database moved, what if this rule were gone. */
export class OverlayEstate implements Estate {
  readonly #base: Estate;
  readonly #overlay: Overlay;

  constructor(base: Estate, overlay: Overlay) {
    this.#base = base;
    this.#overlay = overlay;
  }

  get publicAddresses(): AddressSet {
    return this.#base.publicAddresses;
  }

  get hasPrivateOnInternet(): boolean {
    return this.#base.hasPrivateOnInternet;
  }

  interface(id: ResourceId): Interface | undefined {
    return this.#overlay.interfaces?.get(id) ?? this.#base.interface(id);
  }

  filter(id: ResourceId): Filter | undefined {
    return this.#overlay.filters?.get(id) ?? this.#base.filter(id);
  }

  network(id: ResourceId): Network | undefined {
    return this.#base.network(id);
  }

  subnet(id: ResourceId | undefined): SubnetFacts | undefined {
    return this.#base.subnet(id);
  }

  gateway(id: ResourceId): Gateway | undefined {
    return this.#base.gateway(id);
  }

  routeTable(id: ResourceId): RouteTable | undefined {
    return this.#base.routeTable(id);
  }

  balancer(id: ResourceId): LoadBalancer | undefined {
    return this.#base.balancer(id);
  }

  owner(of: Interface): GraphRecord | 'unseen' | undefined {
    return this.#base.owner(of);
  }

  holdersInside(network: ResourceId, addresses: AddressSet): readonly Holder[] {
    return this.#base.holdersInside(network, addresses).map((found) => this.#replaced(found));
  }

  holdersPublic(addresses: AddressSet): readonly Holder[] {
    return this.#base.holdersPublic(addresses).map((found) => this.#replaced(found));
  }

  internetGateways(network: ResourceId): readonly Gateway[] {
    return this.#base.internetGateways(network);
  }

  peerBounds(peer: Peer, network: ResourceId): PeerBounds {
    return this.#base.peerBounds(peer, network);
  }

  selects(selector: Selector, id: ResourceId): 'yes' | 'no' | 'maybe' {
    return this.#base.selects(selector, id);
  }

  #replaced(found: Holder): Holder {
    const holder = this.#overlay.interfaces?.get(found.holder.id);
    return holder === undefined ? found : { ...found, holder };
  }
}
