import type { AddressSet } from '../netset/index.ts';
import type { RecordBase } from './record-base.ts';
import type { ResourceId } from './resource-id.ts';
import type { Selector } from './selector.ts';
import type { Unknown } from './unknown.ts';

/** Where a route sends a packet. */
export type RouteTarget =
  /** Deliver inside this network. */
  | { readonly kind: 'local' }
  | { readonly kind: 'gateway'; readonly gateway: ResourceId }
  /** In a transit gateway's table: out through the attachment with this id. */
  | { readonly kind: 'attachment'; readonly attachment: string }
  /** Through a network card that forwards. Judged as an appliance unless it is modelled as a NAT gateway. */
  | { readonly kind: 'interface'; readonly interface: ResourceId }
  | { readonly kind: 'blackhole' }
  | { readonly kind: 'undetermined'; readonly cause: Unknown };

/**
 * One route. A destination that is a list (prefix list) becomes one route per prefix: longest-prefix match needs them apart.
 */
export interface Route {
  /** Addresses it applies to: one prefix, or what is left of it after the provider's own exceptions. */
  readonly destination: AddressSet;
  /** Bits of the prefix, for longest-prefix match. 0 to 32 for IPv4, 0 to 128 for IPv6. */
  readonly prefixLength: number;
  /** Ties of equal length: lower wins. Equal preference with different targets is undetermined unless `balanced`. */
  readonly preference: number;
  readonly target: RouteTarget;
  /** Equal-cost routes whose targets are equally good; either is taken. */
  readonly balanced?: boolean;
  /** Applies only to packets of these interfaces. Absent = all that use the table. */
  readonly sources?: Selector;
  /** The route in the provider's own words. */
  readonly label: string;
}

/** Routes with longest-prefix match; a packet that no route matches ends as `no-route`. */
export interface RouteTable extends RecordBase {
  readonly kind: 'route-table';
  readonly network?: ResourceId;
  readonly routes: readonly Route[];
  /** Routes are only partly known: what no known route covers is undetermined. */
  readonly incomplete?: Unknown;
}
