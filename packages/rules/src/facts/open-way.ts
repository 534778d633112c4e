import type { Interface, ResourceId } from '@netposture/network/graph';
import type { AddressSet, PacketSet } from '@netposture/network/netset';
import type { ClassedSets, ExposureClass } from './exposure-class.ts';
import { narrowed } from './exposure-class.ts';

/** Where a way of outsiders leads, and by what. */
export interface WayPlace {
  readonly kind: 'direct' | 'balancer';
  readonly target: ResourceId;
  /** The interface, or the balancer. */
  readonly through: ResourceId;
  /** The interface of a direct way; absent of one to a target that is not modelled. */
  readonly card?: Interface | undefined;
  /** Why nothing certain can be said. */
  readonly reason?: string;
}

/** One way by which outsiders reach a target, or may reach it. Its own sets are made when they are first asked. */
export class OpenWay {
  readonly kind: 'direct' | 'balancer';
  readonly target: ResourceId;
  readonly through: ResourceId;
  readonly card: Interface | undefined;
  readonly reason: string | undefined;
  /** What outsiders can do by it, apart from the destinations. */
  readonly class: ExposureClass;
  /** Absent = the sets of the class are those of the way. */
  readonly destinations: AddressSet | undefined;
  #allowed: PacketSet | undefined;
  #undetermined: PacketSet | undefined;

  constructor({ kind, target, through, card, reason }: WayPlace, sets: ClassedSets) {
    this.kind = kind;
    this.target = target;
    this.through = through;
    this.card = card;
    this.reason = reason;
    this.class = sets.of;
    this.destinations = sets.destinations;
  }

  get allowed(): PacketSet {
    this.#allowed ??= this.narrow(this.class.allowed);
    return this.#allowed;
  }

  get undetermined(): PacketSet {
    this.#undetermined ??= this.narrow(this.class.undetermined);
    return this.#undetermined;
  }

  /** The part of packets of the class that goes this way. */
  narrow(packets: PacketSet): PacketSet {
    return narrowed(packets, this.destinations);
  }
}
