import {
  type Address,
  type AddressLookup,
  AddressSet,
  type Packet,
  type PacketSet,
  TransportSet,
} from '@netposture/network/netset';
import { narrowed } from './exposure-class.ts';
import type { PacketFacts } from './packet-facts.ts';

/**
 * Packets that a rule judges: those of a set that certain addresses send. What is costly about them is made when it is asked,
 * for among the addresses may be a hole for each of a great many own ones.
 */
export class JudgedPackets {
  readonly #all: PacketSet;
  readonly #senders: AddressLookup | undefined;
  readonly #facts: PacketFacts;
  #packets: PacketSet | undefined;
  #transports: TransportSet | undefined;
  #kind: number | undefined;

  /**
   * @param all of which those are judged that somebody of the senders sends
   * @param senders absent = everybody who sends some
   */
  constructor(facts: PacketFacts, all: PacketSet, senders?: AddressLookup) {
    this.#facts = facts;
    this.#all = all;
    this.#senders = senders;
  }

  /** The packets themselves. */
  get packets(): PacketSet {
    this.#packets ??= this.#sent();
    return this.#packets;
  }

  /** The transports that occur. The same object for equal ones of one evaluation. */
  get transports(): TransportSet {
    this.#transports ??= this.#transportsSent();
    return this.#transports;
  }

  /** The same number exactly for packets of the same senders by the same transports. */
  get kind(): number {
    this.#kind ??= this.#facts.kindOf(
      this.transports,
      this.#facts.sourcesOf(this.#all),
      this.#senders,
    );
    return this.#kind;
  }

  /** The witness of those packets that go to the destinations; absent = to any. */
  witnessTo(destinations: AddressSet | undefined): Packet | undefined {
    const all = narrowed(this.#all, destinations);
    if (this.#senders === undefined) return all.witness();
    let lowest: Address | undefined;
    for (const { source } of all.rows()) {
      const first = this.#senders.witness(source);
      if (first !== undefined && (lowest === undefined || isBelow(first, lowest))) lowest = first;
    }
    return lowest && all.restrict({ source: AddressSet.ofAddress(lowest) }).witness();
  }

  #sent(): PacketSet {
    if (this.#senders === undefined) return this.#all;
    return this.#all.restrict({
      source: this.#senders.intersect(this.#facts.sourcesOf(this.#all)),
    });
  }

  #transportsSent(): TransportSet {
    const senders = this.#senders;
    if (senders === undefined) return this.#facts.transportsOf(this.#all);
    const sent = this.#all.rows().filter(({ source }) => senders.overlaps(source));
    const transports = TransportSet.unionOf(sent.map(({ transport }) => transport));
    return this.#facts.internedTransports(transports);
  }
}

function isBelow(a: Address, b: Address): boolean {
  return a.family === b.family ? a.value < b.value : a.family === 'ipv4';
}
