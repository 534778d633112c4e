import type { Filter, Peer } from '../graph/filter.ts';
import type { Gateway } from '../graph/gateway.ts';
import type { Interface, InterfaceAddress } from '../graph/interface.ts';
import type { LoadBalancer } from '../graph/load-balancer.ts';
import type { Network, Subnet } from '../graph/network.ts';
import type { GraphRecord } from '../graph/record.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { RouteTable } from '../graph/route-table.ts';
import type { Selector } from '../graph/selector.ts';
import { type Unknown, unknown } from '../graph/unknown.ts';
import type { AddressSet } from '../netset/index.ts';
import type { PeerBounds } from './rule-match.ts';

/** An interface, and the one of its addresses that answers to what was asked. */
export interface Holder {
  readonly holder: Interface;
  readonly address: InterfaceAddress;
}

/** What the walk asks of a subnet. */
export interface SubnetFacts
  extends Pick<Subnet, 'id' | 'network' | 'zone' | 'routeTable' | 'filter' | 'internetBlock'> {
  /** Only the id is known. */
  readonly isUnseen?: true;
}

/** A subnet of which only the id is known: nobody can say what its filter, block and routes do, nor where it is. */
export function unseenSubnet(
  id: ResourceId,
  cause: Unknown = unknown('The subnet could not be seen.'),
): SubnetFacts {
  return {
    id,
    network: id,
    routeTable: cause,
    filter: cause,
    internetBlock: cause,
    isUnseen: true,
  };
}

/**
 * What the walk asks of a linked graph. Look-ups by id give undefined where the record is missing, of another kind or
 * unseen; the walk takes that for unknown.
 */
export interface Estate {
  interface(id: ResourceId): Interface | undefined;
  network(id: ResourceId): Network | undefined;
  /** Undefined where no id is given; of a subnet that was not seen everything is unknown. */
  subnet(id: ResourceId | undefined): SubnetFacts | undefined;
  filter(id: ResourceId): Filter | undefined;
  gateway(id: ResourceId): Gateway | undefined;
  routeTable(id: ResourceId): RouteTable | undefined;
  balancer(id: ResourceId): LoadBalancer | undefined;
  /** Undefined where it has none; `unseen` where it names one of which nothing is known. */
  owner(of: Interface): GraphRecord | 'unseen' | undefined;
  /** Interfaces of the network with an exact inside address among these. */
  holdersInside(network: ResourceId, addresses: AddressSet): readonly Holder[];
  /** Interfaces anywhere whose outside address, or exact inside address of plane public, is among these. */
  holdersPublic(addresses: AddressSet): readonly Holder[];
  /** Every address that {@link holdersPublic} knows. */
  readonly publicAddresses: AddressSet;
  /** Whether some inside address of plane private lies in the internet set, as where a network uses public numbers inside. */
  readonly hasPrivateOnInternet: boolean;
  internetGateways(network: ResourceId): readonly Gateway[];
  /** The addresses that a rule's peer stands for when an interface of this network evaluates it. */
  peerBounds(peer: Peer, network: ResourceId): PeerBounds;
  /** Whether a selector names an interface; `maybe` where it could not be resolved completely. */
  selects(selector: Selector, id: ResourceId): 'yes' | 'no' | 'maybe';
}
