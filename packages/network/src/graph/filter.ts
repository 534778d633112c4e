import type { AddressSet, TransportSet } from '../netset/index.ts';
import type { Provenance } from './provenance.ts';
import type { RecordBase } from './record-base.ts';
import type { ResourceId } from './resource-id.ts';
import type { Selector } from './selector.ts';
import type { Unknown } from './unknown.ts';

/** Seen from the interface that carries the filter. */
export type Direction = 'ingress' | 'egress';

/** What a rule or a default says about a packet. */
export type FilterAction = 'allow' | 'deny' | 'goto-next';

/** The public plane is traffic to and from public addresses; the private plane everything else. */
export type Plane = 'public' | 'private';

/**
 * How the rules of a filter (or of several pooled ones) combine:
 * - `any-allow`: allowed when some allow rule matches; order and priority mean nothing.
 * - `deny-overrides`: allowed when some allow rule matches and no deny rule does.
 * - `first-match`: rules in ascending `priority`, ties in listed order; the first that matches decides.
 * - `priority-with-goto`: like `first-match`, but a tie is won by deny over allow over goto-next, and `goto-next` leaves
 *   the filter undecided so that the next one in the sequence is asked.
 */
export type Combination = 'any-allow' | 'deny-overrides' | 'first-match' | 'priority-with-goto';

/** The other end of a rule: the source of an ingress rule, the destination of an egress rule. */
export type Peer =
  | { readonly kind: 'addresses'; readonly set: AddressSet }
  /**
   * Addresses of the interfaces that a selector names. `addresses` says which of them count:
   * `private` = inside addresses of the private plane, `primary-private` = those of primary interfaces only,
   * `public` = outside addresses and inside addresses of the public plane, `both` = all.
   */
  | {
      readonly kind: 'selector';
      readonly selector: Selector;
      readonly addresses: 'private' | 'primary-private' | 'public' | 'both';
    }
  | { readonly kind: 'any-of'; readonly peers: readonly Peer[] }
  /** Some addresses inside `within` (all addresses when absent), nobody knows which. */
  | { readonly kind: 'undetermined'; readonly cause: Unknown; readonly within?: AddressSet };

/** One line of a filter. */
export interface FilterRule {
  /** Unique within its filter and stable across scans where the provider gives a rule id; else the position. */
  readonly id: string;
  readonly direction: Direction;
  /** `undetermined` where the provider's word for the action is not known to us. */
  readonly action: FilterAction | { readonly kind: 'undetermined'; readonly cause: Unknown };
  /** Lower is stronger. Ignored by `any-allow` and `deny-overrides`; 0 when absent. */
  readonly priority?: number;
  readonly peer: Peer;
  /** Restricts the address at this end (destination of ingress, source of egress). Absent = any. */
  readonly own?: AddressSet;
  readonly transport: TransportSet;
  /** Matches only packets of a connection that is already established, such as TCP with the ACK flag required. */
  readonly establishedOnly?: boolean;
  /** The interfaces to which the rule applies among those that carry the filter. Absent = all of them. */
  readonly targets?: Selector;
  /** Kept for hygiene, never evaluated. */
  readonly disabled?: boolean;
  /** The rule in the provider's own words, for traces. */
  readonly label: string;
  /** What the owner wrote about it. */
  readonly description?: string;
  readonly provenance?: Provenance;
}

/** The verdict of one direction where no rule speaks. */
export interface DirectionDefault {
  /** The filter (or the pool) has no enabled rule for this direction at all. */
  readonly noRule: FilterAction;
  /** It has rules for this direction, and none of them matches. */
  readonly noMatch: FilterAction;
}

/** Traffic that a filter never sees: metadata, DHCP, the provider's resolver. */
export interface FilterExemption {
  readonly direction: Direction;
  readonly peer: AddressSet;
  readonly transport: TransportSet;
  readonly verdict: 'allow' | 'undetermined';
  /** In the provider's own words. */
  readonly label: string;
}

/**
 * How the provider itself says what a filter does without a rule, for traces. Sentences without a full stop. They
 * explain a verdict and never make one: leave out what the generic words say as well.
 */
export interface FilterWords {
  /** There is no rule of the direction at all. */
  readonly noRule?: Readonly<Partial<Record<Direction, string>>>;
  /** There are rules of the direction, and none matches. */
  readonly noMatch?: Readonly<Partial<Record<Direction, string>>>;
  /** Why traffic of a plane that it does not see passes. */
  readonly otherPlane?: string;
  /** How several of them on one interface act together. */
  readonly together?: string;
}

/** Security group, network ACL, firewall, firewall policy, balancer or service allow list: rules and how they decide, as data. */
export interface Filter extends RecordBase {
  readonly kind: 'filter';
  /** What its owner calls it: `security group`, `network ACL`, `trusted sources`. */
  readonly nativeKind: string;
  /** A stateful filter passes replies by itself; a stateless one judges each direction alone. */
  readonly stateful: boolean;
  /** Planes that it sees; traffic of another plane passes unjudged. */
  readonly planes: readonly Plane[];
  readonly combination: Combination;
  readonly defaults: { readonly ingress: DirectionDefault; readonly egress: DirectionDefault };
  readonly exemptions: readonly FilterExemption[];
  /** Made by the provider for everybody who makes no other choice. */
  readonly isDefault: boolean;
  /** In the provider's order. Keep one-to-one with the provider's own rules: traces point at them. */
  readonly rules: readonly FilterRule[];
  /** The network it belongs to, where the provider ties it to one. */
  readonly network?: ResourceId;
  /** Rules are only partly known: what no known rule allows is undetermined. */
  readonly incomplete?: Unknown;
  readonly words?: FilterWords;
}

/**
 * Whether the provider has put a filter into effect on one interface.
 * `enforced` counts; `failed` counts as not attached; `pending` and `removing` make undetermined whatever differs
 * between attached and not attached.
 */
export type Enforcement = 'enforced' | 'pending' | 'removing' | 'failed';

/** One filter on one interface. */
export interface FilterAttachment {
  readonly filter: ResourceId;
  readonly enforcement: Enforcement;
}

/**
 * Filters that together give one verdict. Every layer of an interface must allow a packet.
 * - `pool`: the rules of all attached filters count as one filter with the combination of the first. All members must share combination, statefulness and planes.
 * - `sequence`: one after the other; the first that says allow or deny decides, `goto-next` asks the following one.
 */
export interface FilterLayer {
  readonly kind: 'layer';
  readonly combine: 'pool' | 'sequence';
  readonly attachments: readonly FilterAttachment[];
  /** With nothing attached (or nothing in force). */
  readonly whenNone: { readonly ingress: 'allow' | 'deny'; readonly egress: 'allow' | 'deny' };
  /** When the last filter of a sequence leaves it undecided. Also used for `goto-next` at the end of a pool. */
  readonly atEnd: { readonly ingress: 'allow' | 'deny'; readonly egress: 'allow' | 'deny' };
}
