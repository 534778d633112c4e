import {
  type AddressLookup,
  AddressSet,
  type PacketBox,
  type PacketSet,
  TransportSet,
} from '@netposture/network/netset';
import { Interns } from './interns.ts';

/** More than the sets of any estate: two numbers below it fit into one. */
const MOST = 2 ** 26;

/** Places up to this number are told apart by the bits of one double. */
const MOST_PLACES = 50;

function unionOfSources(rows: readonly PacketBox[]): AddressSet {
  return AddressSet.unionOf(rows.map(({ source }) => source));
}

/** What rules ask of packet sets again and again, worked out once for each set of one evaluation. */
export class PacketFacts {
  /** All addresses of strangers. */
  readonly #strangers: AddressLookup;
  readonly #addressInterns = new Interns<AddressSet>();
  readonly #outlines = new Interns<AddressSet>();
  readonly #transportInterns = new Interns<TransportSet>();
  readonly #rows = new Map<PacketSet, readonly PacketBox[]>();
  readonly #transports = new Map<PacketSet, TransportSet>();
  readonly #sources = new Map<PacketSet, AddressSet>();
  readonly #someSources = new Map<PacketSet, Map<number, AddressSet>>();
  readonly #shared = new Map<TransportSet, Map<TransportSet, TransportSet>>();
  readonly #numbers = new Map<AddressSet, number>();
  readonly #strangeNumbers = new Map<AddressSet, number>();

  constructor(strangers: AddressLookup) {
    this.#strangers = strangers;
  }

  /** The rows of a set, their transports interned. */
  rowsOf(packets: PacketSet): readonly PacketBox[] {
    let rows = this.#rows.get(packets);
    if (rows === undefined) {
      rows = packets.rows().map(({ source, destination, transport }) => ({
        source,
        destination,
        transport: this.#transportInterns.of(transport),
      }));
      this.#rows.set(packets, rows);
    }
    return rows;
  }

  /** The transports that occur, interned. */
  transportsOf(packets: PacketSet): TransportSet {
    let transports = this.#transports.get(packets);
    if (transports === undefined) {
      transports = this.unionOf(this.rowsOf(packets).map(({ transport }) => transport));
      this.#transports.set(packets, transports);
    }
    return transports;
  }

  /** Who sends, interned. */
  sourcesOf(packets: PacketSet): AddressSet {
    let sources = this.#sources.get(packets);
    if (sources === undefined) {
      sources = this.#addressInterns.of(unionOfSources(this.rowsOf(packets)));
      this.#sources.set(packets, sources);
    }
    return sources;
  }

  /** Who sends some of the rows of a set, by their places; interned. Different questions often leave the same rows. */
  sourcesOfSome(packets: PacketSet, places: readonly number[]): AddressSet {
    const rows = this.rowsOf(packets);
    if (places.length === rows.length) return this.sourcesOf(packets);
    if (rows.length > MOST_PLACES)
      return this.#addressInterns.of(unionOfSources(places.map((at) => rows[at] as PacketBox)));
    const mask = places.reduce((sum, at) => sum + 2 ** at, 0);
    let known = this.#someSources.get(packets);
    if (known === undefined) {
      known = new Map();
      this.#someSources.set(packets, known);
    }
    let sources = known.get(mask);
    if (sources === undefined) {
      const some = unionOfSources(places.map((at) => rows[at] as PacketBox));
      sources = this.#addressInterns.of(some);
      known.set(mask, sources);
    }
    return sources;
  }

  /** Those of some senders that are among others, interned. */
  among(sources: AddressSet, others: AddressLookup): AddressSet {
    const some = others.intersect(sources);
    return some === sources ? sources : this.#addressInterns.of(some);
  }

  /** All of the transports, interned; equal ones are looked at once. */
  unionOf(transports: readonly TransportSet[]): TransportSet {
    return this.#transportInterns.of(TransportSet.unionOf(transports));
  }

  /** What two transports share, interned. Remembered: a million rules name few transports. */
  shared(transport: TransportSet, asked: TransportSet): TransportSet {
    let known = this.#shared.get(asked);
    if (known === undefined) {
      known = new Map();
      this.#shared.set(asked, known);
    }
    let both = known.get(transport);
    if (both === undefined) {
      both = this.#transportInterns.of(transport.intersect(asked));
      known.set(transport, both);
    }
    return both;
  }

  /**
   * The same number exactly for the same transports and the same senders.
   *
   * @param transports interned
   * @param sources interned; the senders are those of them that `among` holds, where it is given
   */
  kindOf(transports: TransportSet, sources: AddressSet, among: AddressLookup | undefined): number {
    const senders =
      among === this.#strangers
        ? this.#strangeNumber(sources)
        : this.#numberOf(among === undefined ? sources : this.among(sources, among));
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
