import {
  type AddressLookup,
  AddressSet,
  type PacketBox,
  type PacketSet,
} from '@netposture/network/netset';
import { Interns } from './interns.ts';
import { type KnownTransport, TransportTable } from './transport-table.ts';

/** Places up to this number are told apart by the bits of one double. */
const MOST_PLACES = 50;

function unionOfSources(rows: readonly PacketBox[]): AddressSet {
  return AddressSet.unionOf(rows.map(({ source }) => source));
}

/** A row of a packet set, and its transport as the evaluation knows it. */
export interface KnownRow extends PacketBox {
  readonly known: KnownTransport;
}

/** What rules ask of packet sets again and again, worked out once for each set of one evaluation. */
export class PacketFacts {
  readonly transports = new TransportTable();
  readonly #addressInterns = new Interns<AddressSet>();
  readonly #rows = new Map<PacketSet, readonly KnownRow[]>();
  readonly #transports = new Map<PacketSet, KnownTransport>();
  readonly #sources = new Map<PacketSet, AddressSet>();
  readonly #someSources = new Map<PacketSet, Map<number, AddressSet>>();

  /** The rows of a set, their transports interned. */
  rowsOf(packets: PacketSet): readonly KnownRow[] {
    let rows = this.#rows.get(packets);
    if (rows === undefined) {
      rows = packets.rows().map(({ source, destination, transport }) => {
        const known = this.transports.of(transport);
        return { source, destination, transport: known.set, known };
      });
      this.#rows.set(packets, rows);
    }
    return rows;
  }

  /** The transports that occur. */
  transportsOf(packets: PacketSet): KnownTransport {
    let transports = this.#transports.get(packets);
    if (transports === undefined) {
      transports = this.transportsOfRows(this.rowsOf(packets));
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

  /** All of the transports of some rows. */
  transportsOfRows(rows: readonly KnownRow[]): KnownTransport {
    return this.transports.unionOf(rows.map(({ known }) => known));
  }
}
