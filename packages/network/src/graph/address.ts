import type { AddressSet } from '../netset/index.ts';
import type { RecordBase } from './record-base.ts';
import type { ResourceId } from './resource-id.ts';
import type { Unknown } from './unknown.ts';

/**
 * How long a public address stays ours:
 * `static` until released; `ephemeral` until stop or recreate; `managed` by the provider for one of our resources;
 * `egress` is one from which traffic leaves and nothing is served.
 */
export type AddressStability = 'static' | 'ephemeral' | 'managed' | 'egress';

/** A public address or prefix that we own. The evidence for "is this entry in an allow list ours?". */
export interface OwnedAddress extends RecordBase {
  readonly kind: 'address';
  readonly addresses: AddressSet;
  readonly stability: AddressStability;
  /** What holds it; absent = idle, reserved and attached to nothing. */
  readonly attachedTo?: ResourceId;
  /** Whether traffic of the holder leaves with this address. */
  readonly isEgressIdentity: boolean | Unknown;
}

/** Why an address group exists; decides the class of an allow-list entry that names its members. */
export type AddressGroupRole =
  /** A list that rules refer to. */
  | 'prefix-list'
  /** Declared by the user: office, VPN egress. */
  | 'trusted'
  /** Ranges that all customers of an edge network share: an address proves no identity. */
  | 'shared-edge'
  /** Published ranges of one known service. */
  | 'known-service'
  /** Addresses a cloud provider hands to any of its customers. */
  | 'provider-pool';

/** Prefix list, configured external set, published range. */
export interface AddressGroup extends RecordBase {
  readonly kind: 'address-group';
  readonly role: AddressGroupRole;
  readonly addresses: AddressSet;
  /** Where the members were read: a URL, a file of the user, an API call. */
  readonly source: string;
  /** Day on which they were read, `YYYY-MM-DD`. */
  readonly date: string;
  readonly incomplete?: Unknown;
}

/** Something that is referred to and lies outside what could be seen: a foreign account's group, another project's network. */
export interface Unseen extends RecordBase {
  readonly kind: 'unseen';
  /** What it would be: `filter`, `network`, `interface`. */
  readonly of: string;
  readonly cause: Unknown;
}
