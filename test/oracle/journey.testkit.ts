import type { Interface, Plane, ResourceId, Subnet } from '@netposture/network/graph';
import type { UnseenSubnet } from './estate.testkit.ts';
import type { Packet } from './universe.testkit.ts';
import { type Answer, allOf, type Verdict } from './verdict.testkit.ts';

/** Where a packet stands inside a network, about to be routed. */
export interface Stand {
  readonly network: ResourceId;
  readonly subnet: Subnet | UnseenSubnet | undefined;
  /** The interface that sends; nothing where a gateway or a transit sends from a subnet. */
  readonly interface: Interface | undefined;
  /**
   * `sender`: an interface's own packet. `translated`: from a NAT gateway, with its address. `forwarded`: out of a
   * transit, on behalf of an interface elsewhere.
   */
  readonly as: 'sender' | 'translated' | 'forwarded';
}

/** A packet on its way, with what is known so far. */
export interface Journey extends Packet {
  readonly at: Stand;
  /** Plane of the source address. */
  readonly sourcePlane: Plane;
  /** Every step so far, and every check of the reply that is already clear. */
  readonly answer: Answer;
  /** Gateways passed. */
  readonly gateways: number;
}

/** A packet that reached an interface, or somebody whom the graph does not hold. */
export interface Arrival extends Packet {
  /** Nothing: an external host, or a stranger beyond what can be seen. */
  readonly interface: Interface | undefined;
  readonly answer: Answer;
}

/** All of the steps so far and these. `conversable` is never better than `delivered`. */
export function step(answer: Answer, delivered: Verdict, replied: Verdict = 'allowed'): Answer {
  return {
    delivered: allOf(answer.delivered, delivered),
    conversable: allOf(answer.conversable, delivered, replied),
  };
}

/** The journey after a step. */
export function after(journey: Journey, delivered: Verdict, replied: Verdict = 'allowed'): Journey {
  return { ...journey, answer: step(journey.answer, delivered, replied) };
}

/** The reply to a packet. */
export function replyTo({ source, destination }: Packet, reversedTransport: number): Packet {
  return { source: destination, destination: source, transport: reversedTransport };
}
