import type { Graph, Interface, ResourceId } from '@netposture/network/graph';
import { type Address, formatAddress, type TransportWitness } from '@netposture/network/netset';
import { balancerAt, throughBalancers } from './balancers.testkit.ts';
import { Estate, type Seat } from './estate.testkit.ts';
import type { Ground } from './ground.testkit.ts';
import type { Arrival } from './journey.testkit.ts';
import { Checkpoints } from './layers.testkit.ts';
import type { Packet } from './universe.testkit.ts';
import { type Answer, anyOf, type Verdict } from './verdict.testkit.ts';
import { sendFrom, sendFromOutside } from './walk.testkit.ts';

/** One packet and who sends it to whom. */
export interface Question {
  /** An interface, whose inside address the source then is; nothing: the rest of the internet. */
  readonly from: ResourceId | undefined;
  /** An interface or the owner of interfaces; nothing: whoever has the destination address. */
  readonly to: ResourceId | undefined;
  readonly source: Address;
  readonly destination: Address;
  readonly transport: TransportWitness;
}

/**
 * Answers one packet at a time by walking it through the graph as docs/model.md says. It knows no sets of packets: it is
 * slow, short and written apart from the engine, so that the two can only agree by being right (or by sharing a mistake of
 * the page).
 */
export class Oracle {
  readonly #estate: Estate;
  readonly #checks: Checkpoints;

  constructor(graph: Graph) {
    this.#estate = new Estate(graph);
    this.#checks = new Checkpoints(this.#estate);
  }

  /** Whether the packet arrives, and whether a reply comes back. */
  ask({ from, to, source, destination, transport }: Question): Answer {
    const packet = this.#packet(source, destination, transport);
    if (source.family !== destination.family) return DENIED;
    const arrivals = this.#arrivals(from, packet, undefined);
    if (to === undefined) return best(arrivals.map((each) => each.answer));
    return this.#towards(from, to, packet, this.#followed(arrivals, undefined));
  }

  /** The same for many targets at once, by one walk. */
  survey(
    question: Omit<Question, 'to'>,
    targets: readonly (ResourceId | undefined)[],
  ): readonly Answer[] {
    const { from, source, destination, transport } = question;
    const packet = this.#packet(source, destination, transport);
    if (source.family !== destination.family) return targets.map(() => DENIED);
    const arrivals = this.#arrivals(from, packet, undefined);
    const followed = this.#followed(arrivals, undefined);
    return targets.map((to) =>
      to === undefined
        ? best(arrivals.map((each) => each.answer))
        : this.#towards(from, to, packet, followed),
    );
  }

  #packet(source: Address, destination: Address, transport: TransportWitness): Packet {
    const { universe } = this.#estate;
    return {
      source: universe.addressId(source),
      destination: universe.addressId(destination),
      transport: universe.transportId(transport),
    };
  }

  #towards(
    from: ResourceId | undefined,
    to: ResourceId,
    packet: Packet,
    followed: readonly Arrival[],
  ): Answer {
    const isGoal = (at: Interface | undefined) => at !== undefined && this.#names(to, at);
    const certain = followed.filter((each) => isGoal(each.interface)).map((each) => each.answer);
    return best([...certain, ...this.#byHostName(from, packet, isGoal)]);
  }

  #arrivals(
    from: ResourceId | undefined,
    packet: Packet,
    pretended: Seat | undefined,
  ): readonly Arrival[] {
    const ground: Ground = { estate: this.#estate, checks: this.#checks, pretended };
    if (from === undefined) return sendFromOutside(ground, packet);
    const seat = this.#estate.seats.find(
      (each) => each.interface.id === from && each.inside === packet.source,
    );
    if (seat === undefined) {
      throw new Error(`${from} has no inside address ${this.#estate.universe.text(packet.source)}`);
    }
    return sendFrom(ground, seat, packet);
  }

  #followed(arrivals: readonly Arrival[], pretended: Seat | undefined): readonly Arrival[] {
    const ground: Ground = { estate: this.#estate, checks: this.#checks, pretended };
    return arrivals.flatMap((arrival) => [arrival, ...throughBalancers(ground, arrival)]);
  }

  #names(to: ResourceId, at: Interface): boolean {
    if (at.id === to || at.owner === to) return true;
    const ground: Ground = { estate: this.#estate, checks: this.#checks, pretended: undefined };
    return balancerAt(ground, at)?.id === to;
  }

  /** Addresses known by host name only: any of them may be the one, so only what holds of all of them holds. */
  #byHostName(
    from: ResourceId | undefined,
    packet: Packet,
    isGoal: (at: Interface | undefined) => boolean,
  ): Answer[] {
    const ground: Ground = { estate: this.#estate, checks: this.#checks, pretended: undefined };
    const doors = this.#estate.seats.filter(
      (seat) =>
        !seat.entry.exact &&
        (seat.inside === packet.destination || seat.outside === packet.destination) &&
        (isGoal(seat.interface) || balancerAt(ground, seat.interface) !== undefined),
    );
    return doors.map((door) => {
      const isOutside = door.outside === packet.destination && door.inside !== packet.destination;
      const alternatives = this.#estate
        .seatsOf(door.interface)
        .filter(
          (seat) =>
            seat.entry === door.entry &&
            this.#estate.universe.sameFamily(seat.inside, packet.source),
        );
      const answers = alternatives.map((seat) => {
        const destination = (isOutside ? seat.outside : seat.inside) ?? seat.inside;
        const arrived = this.#arrivals(from, { ...packet, destination }, seat).filter(
          (each) => each.interface === door.interface,
        );
        return best(
          this.#followed(arrived, seat)
            .filter((each) => isGoal(each.interface))
            .map((each) => each.answer),
        );
      });
      return {
        delivered: unanimous(answers.map((each) => each.delivered)),
        conversable: unanimous(answers.map((each) => each.conversable)),
      };
    });
  }
}

const DENIED: Answer = { delivered: 'denied', conversable: 'denied' };

function best(answers: readonly Answer[]): Answer {
  return {
    delivered: anyOf(answers.map((each) => each.delivered)),
    conversable: anyOf(answers.map((each) => each.conversable)),
  };
}

function unanimous(verdicts: readonly Verdict[]): Verdict {
  const first = verdicts[0] ?? 'denied';
  return verdicts.every((each) => each === first) ? first : 'undetermined';
}

/** How a question is written in a failure. */
export function describeQuestion({ from, to, source, destination, transport }: Question): string {
  const ports =
    transport.destinationPort === undefined
      ? ''
      : ` ${transport.sourcePort}>${transport.destinationPort}`;
  const sender = from === undefined ? 'outside' : from;
  const target = to === undefined ? 'whoever holds it' : to;
  return `${sender} (${formatAddress(source)}) to ${target} (${formatAddress(destination)}), protocol ${transport.protocol}${ports}`;
}
