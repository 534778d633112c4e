import type { AddressSet } from '../netset/index.ts';
import type { ResourceId } from './resource-id.ts';

/** One requirement on a record's labels. Tags without a value are labels whose value is the empty text. */
export interface LabelRequirement {
  readonly key: string;
  /**
   * `exists` and `not-exists` look at the key alone; `in` wants the key present with one of the values;
   * `not-in` also holds for records without the key.
   */
  readonly operator: 'exists' | 'not-exists' | 'in' | 'not-in';
  /** Empty for `exists` and `not-exists`. */
  readonly values: readonly string[];
}

/**
 * Names interfaces by what they are rather than by their addresses. It is resolved when graphs are linked, and stays
 * visible in the trace. An interface has the labels of its owner as well as its own.
 */
export type Selector =
  /** Every interface. */
  | { readonly kind: 'everything' }
  /** These records: interfaces as such; workloads, services, balancers, gateways by the interfaces they own; networks, subnets and accounts by the interfaces in them. */
  | { readonly kind: 'resources'; readonly ids: readonly ResourceId[] }
  /**
   * The interfaces that carry a filter. `through` lists the connections across which the reference is honoured, besides
   * the network of the interface that evaluates it; a member elsewhere does not match.
   */
  | {
      readonly kind: 'filter-members';
      readonly filter: ResourceId;
      readonly through: readonly ('peering' | 'transit')[];
    }
  /** Interfaces whose labels meet every requirement, inside `scope` (an account, network or subnet) when given. */
  | {
      readonly kind: 'labels';
      readonly match: readonly LabelRequirement[];
      readonly scope?: ResourceId;
    }
  /** Interfaces whose owner (or that themselves) has one of these record kinds or service kinds, such as `workload` or `database`. */
  | { readonly kind: 'kinds'; readonly kinds: readonly string[] }
  /** Interfaces in these accounts, by the provider's account id or the account's name. */
  | { readonly kind: 'accounts'; readonly accounts: readonly string[] }
  /** Interfaces whose owner's name or native id matches one of the patterns; `*` stands for any text. */
  | { readonly kind: 'names'; readonly patterns: readonly string[] }
  /** Interfaces that hold an address of the set, inside or outside. */
  | { readonly kind: 'addresses'; readonly set: AddressSet }
  /** The members of an address group. It names addresses, not interfaces. */
  | { readonly kind: 'address-group'; readonly group: ResourceId }
  | { readonly kind: 'all-of'; readonly of: readonly Selector[] }
  | { readonly kind: 'any-of'; readonly of: readonly Selector[] }
  | { readonly kind: 'none-of'; readonly of: readonly Selector[] };

/** A named part of the estate, as the policy declares it. Interfaces may be in several zones. */
export interface Zone {
  readonly name: string;
  readonly selector: Selector;
}
