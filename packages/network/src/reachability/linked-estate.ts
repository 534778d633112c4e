import type { Filter, Peer } from '../graph/filter.ts';
import type { Gateway } from '../graph/gateway.ts';
import type { Interface } from '../graph/interface.ts';
import type { AddressHolder, LinkedGraph } from '../graph/link.ts';
import type { LoadBalancer } from '../graph/load-balancer.ts';
import type { Network } from '../graph/network.ts';
import type { GraphRecord } from '../graph/record.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { RouteTable } from '../graph/route-table.ts';
import type { Selector } from '../graph/selector.ts';
import { AddressSet, internet, privateAddresses } from '../netset/index.ts';
import { type Estate, type Holder, type SubnetFacts, unseenSubnet } from './estate.ts';
import { publicFace } from './internet.ts';
import type { PeerBounds } from './rule-match.ts';

/** A linked graph as the walk asks for it. */
export class LinkedEstate implements Estate {
  readonly linked: LinkedGraph;
  readonly #unseenSubnets = new Map<ResourceId, SubnetFacts>();
  #publicAddresses: AddressSet | undefined;

  constructor(linked: LinkedGraph) {
    this.linked = linked;
  }

  interface(id: ResourceId): Interface | undefined {
    return this.linked.record('interface', id);
  }

  network(id: ResourceId): Network | undefined {
    return this.linked.record('network', id);
  }

  subnet(id: ResourceId | undefined): SubnetFacts | undefined {
    if (id === undefined) return undefined;
    return this.linked.record('subnet', id) ?? this.#unseenSubnet(id);
  }

  filter(id: ResourceId): Filter | undefined {
    return this.linked.record('filter', id);
  }

  gateway(id: ResourceId): Gateway | undefined {
    return this.linked.record('gateway', id);
  }

  routeTable(id: ResourceId): RouteTable | undefined {
    return this.linked.record('route-table', id);
  }

  balancer(id: ResourceId): LoadBalancer | undefined {
    return this.linked.record('load-balancer', id);
  }

  owner(of: Interface): GraphRecord | 'unseen' | undefined {
    return this.linked.ownerOf(of) ?? (this.linked.hasUnseenOwner(of) ? 'unseen' : undefined);
  }

  holdersInside(network: ResourceId, addresses: AddressSet): readonly Holder[] {
    return this.linked.insideHolders(addresses, network).map(toHolder);
  }

  holdersPublic(addresses: AddressSet): readonly Holder[] {
    return this.linked.publicHolders(addresses).map(toHolder);
  }

  get publicAddresses(): AddressSet {
    this.#publicAddresses ??= AddressSet.unionOf(
      this.linked.interfaces.flatMap(({ addresses }) =>
        addresses.filter(({ exact }) => exact).map((address) => publicFace(address)),
      ),
    );
    return this.#publicAddresses;
  }

  get hasPrivateOnInternet(): boolean {
    const { interfaces } = this.linked;
    let known = privateOnInternet.get(interfaces);
    if (known === undefined) {
      known = interfaces.some(isPrivateOnInternet);
      privateOnInternet.set(interfaces, known);
    }
    return known;
  }

  internetGateways(network: ResourceId): readonly Gateway[] {
    return this.linked.gatewaysOf(network).filter(({ gatewayKind }) => gatewayKind === 'internet');
  }

  peerBounds(peer: Peer, network: ResourceId): PeerBounds {
    return this.linked.resolvePeer(peer, network);
  }

  selects(selector: Selector, id: ResourceId): 'yes' | 'no' | 'maybe' {
    const candidate = this.interface(id);
    return candidate === undefined ? 'maybe' : this.linked.matches(selector, candidate);
  }

  #unseenSubnet(id: ResourceId): SubnetFacts {
    let known = this.#unseenSubnets.get(id);
    if (known === undefined) {
      const record = this.linked.graph.records.get(id);
      known = unseenSubnet(id, record?.kind === 'unseen' ? record.cause : undefined);
      this.#unseenSubnets.set(id, known);
    }
    return known;
  }
}

/** By the list of interfaces, which linked graphs share until an interface changes. */
const privateOnInternet = new WeakMap<readonly Interface[], boolean>();

function isPrivateOnInternet({ addresses }: Interface): boolean {
  return addresses.some(
    ({ plane, inside }) =>
      plane === 'private' && !inside.isSubsetOf(privateAddresses) && inside.overlaps(internet),
  );
}

function toHolder({ interface: holder, address }: AddressHolder): Holder {
  return { holder, address };
}
