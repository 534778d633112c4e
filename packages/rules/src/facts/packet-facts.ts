import type {
  AddressLookup,
  AddressSet,
  PacketSet,
  TransportSet,
} from '@netposture/network/netset';
import { Interns } from './interns.ts';

/** More than the sets of any estate: two numbers below it fit into one. */
const MOST = 2 ** 26;

/** What rules ask of packet sets again and again, worked out once for each set of one evaluation. */
export class PacketFacts {
  /** All addresses of strangers. */
  readonly #strangers: AddressLookup;
  readonly #addressInterns = new Interns<AddressSet>();
  readonly #outlines = new Interns<AddressSet>();
  readonly #transportInterns = new Interns<TransportSet>();
  readonly #transports = new Map<PacketSet, TransportSet>();
  readonly #sources = new Map<PacketSet, AddressSet>();
  readonly #numbers = new Map<AddressSet, number>();
  readonly #strangeNumbers = new Map<AddressSet, number>();

  constructor(strangers: AddressLookup) {
    this.#strangers = strangers;
  }

  /** The transports that occur, interned. */
  transportsOf(packets: PacketSet): TransportSet {
    let transports = this.#transports.get(packets);
    if (transports === undefined) {
      transports = this.internedTransports(packets.transports());
      this.#transports.set(packets, transports);
    }
    return transports;
  }

  /** The one object for equal transports. */
  internedTransports(transports: TransportSet): TransportSet {
    return this.#transportInterns.of(transports);
  }

  /** Who sends, interned. */
  sourcesOf(packets: PacketSet): AddressSet {
    let sources = this.#sources.get(packets);
    if (sources === undefined) {
      sources = this.#addressInterns.of(packets.sources());
      this.#sources.set(packets, sources);
    }
    return sources;
  }

  /**
   * The same number exactly for the same transports and the same senders.
   *
   * @param transports interned
   * @param sources interned; the senders are those of them that `among` holds, where it is given
   */
  kindOf(transports: TransportSet, sources: AddressSet, among: AddressLookup | undefined): number {
    const senders =
      among === undefined ? this.#numberOf(sources) : this.#numberAmong(sources, among);
    return this.#transportInterns.numberOf(transports) * MOST + senders;
  }

  #numberOf(sources: AddressSet): number {
    let number = this.#numbers.get(sources);
    if (number === undefined) {
      number = this.#strangers.holds(sources)
        ? this.#strangeNumber(sources)
        : this.#addressInterns.numberOf(sources) * 2;
      this.#numbers.set(sources, number);
    }
    return number;
  }

  #numberAmong(sources: AddressSet, among: AddressLookup): number {
    return among === this.#strangers
      ? this.#strangeNumber(sources)
      : this.#numberOf(this.#addressInterns.of(among.intersect(sources)));
  }

  /** Of the strangers among the sources, by an outline of them: they may have a hole for each own address. */
  #strangeNumber(sources: AddressSet): number {
    let number = this.#strangeNumbers.get(sources);
    if (number === undefined) {
      number = this.#outlines.numberOf(this.#strangers.outline(sources)) * 2 + 1;
      this.#strangeNumbers.set(sources, number);
    }
    return number;
  }
}
