import {
  type Graph,
  type Interface,
  type InterfaceAddress,
  type LoadBalancer,
  type Plane,
  type ResourceId,
  recordOf,
  recordsOf,
  type Subnet,
} from '@netposture/network/graph';
import { Universe } from './universe.testkit.ts';

/** A subnet of which the graph holds nothing but the id. */
export interface UnseenSubnet {
  readonly kind: 'unseen-subnet';
  readonly id: ResourceId;
}

/** One inside address of an interface, with what belongs to it. */
export interface Seat {
  readonly interface: Interface;
  readonly entry: InterfaceAddress;
  readonly inside: number;
  /** The public address that an internet gateway translates to `inside`. */
  readonly outside: number | undefined;
}

/** A graph as a naive reader sees it: every address of every interface written out. */
export class Estate {
  readonly graph: Graph;
  readonly universe = new Universe();
  readonly interfaces: readonly Interface[];
  readonly seats: readonly Seat[];
  readonly balancers: readonly LoadBalancer[];
  readonly #seatsOf = new Map<Interface, readonly Seat[]>();

  constructor(graph: Graph) {
    this.graph = graph;
    this.interfaces = recordsOf(graph, 'interface');
    this.balancers = recordsOf(graph, 'load-balancer');
    this.seats = this.interfaces.flatMap((owner) => {
      const seats = owner.addresses.flatMap((entry) => this.#seats(owner, entry));
      this.#seatsOf.set(owner, seats);
      return seats;
    });
  }

  readonly #known = new Map<string, unknown>();

  /** Works something out once: the graph never changes. The key must tell all that it depends on. */
  once<T>(key: string, work: () => T): T {
    if (!this.#known.has(key)) this.#known.set(key, work());
    return this.#known.get(key) as T;
  }

  /** All inside addresses of one interface. */
  seatsOf(owner: Interface): readonly Seat[] {
    return this.#seatsOf.get(owner) ?? [];
  }

  /** The seat of an interface at an inside address. */
  seat(owner: Interface, inside: number): Seat | undefined {
    return this.seatsOf(owner).find((seat) => seat.inside === inside);
  }

  /** The plane of a packet at an interface: that of the inside address it uses there. */
  planeAt(owner: Interface, inside: number): Plane {
    return this.seat(owner, inside)?.entry.plane ?? 'private';
  }

  /** The subnet record of an interface; nothing where it names none. */
  subnetOf(owner: Interface): Subnet | UnseenSubnet | undefined {
    return owner.subnet === undefined ? undefined : this.subnet(owner.subnet);
  }

  /** The subnet with this id. */
  subnet(id: ResourceId): Subnet | UnseenSubnet {
    return recordOf(this.graph, 'subnet', id) ?? this.once(`unseen ${id}`, () => unseen(id));
  }

  #seats(owner: Interface, entry: InterfaceAddress): Seat[] {
    const outside = entry.outside === undefined ? [] : this.universe.enumerate(entry.outside);
    return this.universe
      .enumerate(entry.inside)
      .map((inside, i) => ({ interface: owner, entry, inside, outside: outside[i] }));
  }
}

function unseen(id: ResourceId): UnseenSubnet {
  return { kind: 'unseen-subnet', id };
}
