import type { AddressSet } from '../netset/index.ts';
import type { FilterLayer, Plane } from './filter.ts';
import type { RecordBase } from './record-base.ts';
import type { ResourceId } from './resource-id.ts';
import type { Known, Unknown } from './unknown.ts';

/** One address (or delegated prefix) that an interface answers to. */
export interface InterfaceAddress {
  /** As the interface and its filters see it. */
  readonly inside: AddressSet;
  /** Plane of `inside`: `public` where it is itself reachable from the internet, as all global IPv6 and directly attached IPv4 are. */
  readonly plane: Plane;
  /** The public address that an internet gateway translates one-to-one to `inside`. Same size as `inside`; never on plane `public`. */
  readonly outside?: AddressSet;
  /** False: one address somewhere within `inside`, nobody knows which (an endpoint known by host name only). */
  readonly exact: boolean;
  /** False: packets sent by this end may leave with another address (a reserved address that only receives). Default true. */
  readonly originates?: Known<boolean>;
  /**
   * Nobody knows whether what the internet sends to this address arrives where no route leads back to its sender. Absent:
   * it arrives, and only the reply is lost.
   */
  readonly unansweredDelivery?: Unknown;
}

/**
 * The anchor of every verdict: one network card, or the network end of something managed. Whatever receives or sends
 * packets does it through an interface, databases and balancers known by host name only included.
 */
export interface Interface extends RecordBase {
  readonly kind: 'interface';
  readonly network: ResourceId;
  /** Absent where the provider has no subnets; then `routeTable` speaks. */
  readonly subnet?: ResourceId;
  /** Overrides the subnet's route table. One of the two must be known, else routing is undetermined. */
  readonly routeTable?: Known<ResourceId>;
  readonly addresses: readonly InterfaceAddress[];
  /** All must allow. An unknown layer makes everything undetermined that the known ones allow. Empty = nothing filters. */
  readonly layers: readonly Known<FilterLayer>[];
  /** Workload, service, load balancer or gateway behind it. */
  readonly owner?: ResourceId;
  readonly isPrimary: boolean;
  /** Passes on packets that are not addressed to it. */
  readonly forwards: boolean;
  /** Internet traffic never reaches it, whatever routes and filters say, though private traffic does. In the provider's words. */
  readonly noInternetIngress?: string;
  /** Something about its paths is not modelled: internet answers that would be denied for want of a route or address become undetermined. */
  readonly unmodelledIngress?: Unknown;
}

/** A server or node that runs and sends, whatever its cloud calls it. */
export interface Workload extends RecordBase {
  readonly kind: 'workload';
  readonly state: Known<'running' | 'stopped'>;
  /** Instance metadata service: whether session tokens are required, and how far answers travel. */
  readonly metadataService?: {
    readonly enabled: boolean;
    readonly tokensRequired: boolean;
    readonly hopLimit?: number;
  };
}
