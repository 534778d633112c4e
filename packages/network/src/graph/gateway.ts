import type { AddressSet, TransportSet } from '../netset/index.ts';
import type { RecordBase } from './record-base.ts';
import type { ResourceId } from './resource-id.ts';
import type { Known, Unknown } from './unknown.ts';

/**
 * - `internet`: both ways; translates `outside` addresses one-to-one to `inside`.
 * - `nat`: only connections from inside; the outside sees `egressAddresses`.
 * - `egress-only`: only connections from inside, addresses unchanged (IPv6).
 * - `peering`: joins exactly two networks, never further.
 * - `transit`: a router with attachments and route tables of its own.
 * - `vpn`: leads to networks that nobody here can see.
 * - `service-endpoint`: leads to the provider's own services.
 * - `appliance`: a middlebox that is not modelled; everything through it is undetermined.
 */
export type GatewayKind =
  | 'internet'
  | 'nat'
  | 'egress-only'
  | 'peering'
  | 'transit'
  | 'vpn'
  | 'service-endpoint'
  | 'appliance';

/** Where a network (or another gateway) plugs into a transit gateway. */
export interface TransitAttachment {
  /** Route targets name it by this id. */
  readonly id: string;
  /** The network behind it; absent for attachments that lead to a VPN or another transit gateway. */
  readonly network?: ResourceId;
  /** The gateway behind it (peered transit gateway, VPN). */
  readonly gateway?: ResourceId;
  /** Subnets it stands in; a sender is only carried from availability zones that have one. Empty = no such rule. */
  readonly subnets: readonly ResourceId[];
  /** Table consulted for packets that come from this attachment. */
  readonly routeTable: Known<ResourceId>;
  /** Group references are honoured across it. */
  readonly supportsReferences: boolean;
  readonly state: 'active' | 'inactive';
}

/** A way out of a network. */
export interface Gateway extends RecordBase {
  readonly kind: 'gateway';
  readonly gatewayKind: GatewayKind;
  readonly state: Known<'active' | 'inactive'>;
  /** Networks it is attached to; exactly two for `peering`. */
  readonly networks: readonly ResourceId[];
  /** Families, destinations, protocols it carries; absent = everything. */
  readonly carries?: { readonly addresses?: AddressSet; readonly transport?: TransportSet };
  /** `nat`: the source addresses that the outside sees (private ones for a private NAT). */
  readonly egressAddresses?: Known<AddressSet>;
  /** `nat`: where it stands; its own way on is found from there. Absent = straight to the internet. */
  readonly subnet?: ResourceId;
  /** `nat` run on a customer's server: the interface through which it sends, whose egress filters apply. */
  readonly interface?: ResourceId;
  /** `internet`: table for packets that arrive from outside (an edge association). */
  readonly routeTable?: Known<ResourceId>;
  readonly attachments?: readonly TransitAttachment[];
  /** `peering`, `transit`: whether group references are honoured across it. Default true for peering, false for transit. */
  readonly supportsReferences?: boolean;
  /** `appliance`: why it cannot be judged. */
  readonly unmodelled?: Unknown;
}
