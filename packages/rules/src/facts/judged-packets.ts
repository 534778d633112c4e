import {
  type Address,
  type AddressLookup,
  AddressSet,
  type Family,
  type Packet,
  type PacketSet,
  type TransportSet,
} from '@netposture/network/netset';
import { typicalTransport } from '@netposture/network/reachability';
import type { KnownRow, PacketFacts } from './packet-facts.ts';
import type { KnownTransport } from './transport-table.ts';

/** Which packets of a set are judged. What is left out does not matter. */
export interface Selection {
  readonly family?: Family | undefined;
  /** Only packets by this transport. */
  readonly transport?: TransportSet | undefined;
  /** Only packets that somebody of these sends. */
  readonly senders?: AddressLookup | undefined;
}

/**
 * Packets that a rule judges: those of a set that are selected. Told row by row, and what is costly about them is made when
 * it is asked: most are counted and compared and never looked at, and among the senders may be a hole for each of a great
 * many own addresses.
 */
export class JudgedPackets {
  readonly #facts: PacketFacts;
  readonly #all: PacketSet;
  readonly #family: Family | undefined;
  readonly #transport: TransportSet | undefined;
  readonly #selected: AddressLookup | undefined;
  /** Places of the rows of the family and the transport, whoever sends them; absent = all rows, as they are. */
  readonly #places: readonly number[] | undefined;
  #packets: PacketSet | undefined;
  #transports: KnownTransport | undefined;
  #sources: AddressSet | undefined;

  constructor(
    facts: PacketFacts,
    all: PacketSet,
    { family, transport, senders }: Selection = NO_SELECTION,
    places = placesOf(facts, all, family, transport),
  ) {
    this.#facts = facts;
    this.#all = all;
    this.#family = family;
    this.#transport = transport;
    this.#selected = senders;
    this.#places = places;
  }

  /** Is none selected? */
  get isEmpty(): boolean {
    const senders = this.#selected;
    if (senders !== undefined) return !this.#someRow(({ source }) => senders.overlaps(source));
    return this.#places === undefined ? this.#all.isEmpty : this.#places.length === 0;
  }

  /** Rows of the family and the transport, whoever sends them. Made each time they are asked. */
  get rows(): readonly KnownRow[] {
    const rows = this.#facts.rowsOf(this.#all);
    const asked = this.#transport;
    if (this.#places === undefined) return rows;
    return this.#places.map((place) => {
      const row = rows[place] as KnownRow;
      if (asked === undefined) return row;
      const known = this.#facts.transports.shared(row.known, asked);
      const { source, destination } = row;
      return known === row.known ? row : { source, destination, transport: known.set, known };
    });
  }

  /** The packets themselves. */
  get packets(): PacketSet {
    this.#packets ??= this.#made();
    return this.#packets;
  }

  /** The transports that occur. The same object for equal ones of one evaluation. */
  get transports(): TransportSet {
    this.#transports ??= this.#transportsSent();
    return this.#transports.set;
  }

  /** No more TCP ports or UDP ports occur: cheaper to know than which they are. */
  get portsAtMost(): number {
    let [tcp, udp] = [0, 0];
    this.#someRow(({ known: { ports } }) => {
      tcp += ports.tcp;
      udp += ports.udp;
      return false;
    });
    return Math.max(tcp, udp);
  }

  /** Is there in each row a sender among these? */
  isSentBy(senders: AddressLookup): boolean {
    return !this.#someRow(({ source }) => !senders.overlaps(source));
  }

  /** Who sends such packets, of the selected senders and beside them. The same object for equal ones of one evaluation. */
  get sources(): AddressSet {
    this.#sources ??=
      this.#places === undefined
        ? this.#facts.sourcesOf(this.#all)
        : this.#facts.sourcesOfSome(this.#all, this.#places);
    return this.#sources;
  }

  /** Who sends them. The same object for equal ones of one evaluation. */
  get senders(): AddressSet {
    const senders = this.#selected;
    return senders === undefined ? this.sources : this.#facts.among(this.sources, senders);
  }

  /** The same of these senders alone, where none were selected before. */
  of(senders: AddressLookup): JudgedPackets {
    const selection = { family: this.#family, transport: this.#transport, senders };
    return new JudgedPackets(this.#facts, this.#all, selection, this.#places);
  }

  /** The same by this transport alone, which lies within that of the selection. */
  by(transport: TransportSet): JudgedPackets {
    const selection = { family: this.#family, transport, senders: this.#selected };
    return new JudgedPackets(this.#facts, this.#all, selection);
  }

  /** The witness of those packets that go to the destinations; absent = to any. */
  witnessTo(destinations: AddressSet | undefined): Packet | undefined {
    const senders = this.#selected;
    const ipv4 = destinations?.ipv4.witness();
    const ipv6 = destinations?.ipv6.witness();
    let lowest: Candidate | undefined;
    for (const { source, destination, transport } of this.rows) {
      // Rows are ordered by their lowest senders: none of those that follow comes before.
      if (lowest !== undefined && isBelow(lowest.from, lowestOf(source))) break;
      let to: Address | undefined;
      if (destinations === undefined) to = destination.witness();
      else if (destination.equals(AddressSet.allIpv4)) to = ipv4;
      else if (destination.equals(AddressSet.allIpv6)) to = ipv6;
      else to = destinations.intersect(destination).witness();
      const from = to && (senders === undefined ? source.witness() : senders.witness(source));
      if (from === undefined || to === undefined) continue;
      if (lowest === undefined || isBefore({ from, to, transport }, lowest))
        lowest = { from, to, transport };
    }
    const transport = lowest?.transport.witness();
    if (lowest === undefined || transport === undefined) return undefined;
    return { source: lowest.from, destination: lowest.to, transport };
  }

  /** As `typicalPacket` of those packets that go to the destinations; absent = to any. */
  typicalTo(destinations: AddressSet | undefined): Packet | undefined {
    const typical = this.#transport?.intersect(typicalTransport) ?? typicalTransport;
    return this.by(typical).witnessTo(destinations) ?? this.witnessTo(destinations);
  }

  #made(): PacketSet {
    const [family, transport] = [this.#family, this.#transport];
    const source = this.#selected?.intersect(this.sources);
    if (family === undefined && transport === undefined && source === undefined) return this.#all;
    const destination = family === undefined ? undefined : everybody[family];
    return this.#all.restrict({ source, destination, transport });
  }

  #transportsSent(): KnownTransport {
    const senders = this.#selected;
    if (senders === undefined && this.#places === undefined)
      return this.#facts.transportsOf(this.#all);
    const sent =
      senders === undefined
        ? this.rows
        : this.rows.filter(({ source }) => senders.overlaps(source));
    return this.#facts.transportsOfRows(sent);
  }

  /** Is one of the selected rows like that, before its transport is narrowed? */
  #someRow(accept: (row: KnownRow) => boolean): boolean {
    const rows = this.#facts.rowsOf(this.#all);
    return this.#places === undefined
      ? rows.some(accept)
      : this.#places.some((place) => accept(rows[place] as KnownRow));
  }
}

const NO_SELECTION: Selection = { family: undefined, transport: undefined, senders: undefined };

const everybody = { ipv4: AddressSet.allIpv4, ipv6: AddressSet.allIpv6 } as const;

/** The places of the selected rows; undefined where all rows are selected as they are. */
function placesOf(
  facts: PacketFacts,
  all: PacketSet,
  family: Family | undefined,
  transport: TransportSet | undefined,
): readonly number[] | undefined {
  if (family === undefined && transport === undefined) return undefined;
  const rows = facts.rowsOf(all);
  const places: number[] = [];
  let isChanged = false;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] as KnownRow;
    // Source and destination of a packet are of one family.
    if (family !== undefined && !row.source.overlaps(everybody[family])) continue;
    if (transport !== undefined) {
      const shared = facts.transports.shared(row.known, transport);
      if (shared.isEmpty) continue;
      isChanged ||= shared !== row.known;
    }
    places.push(place);
  }
  // A copy has no room for more, and many are kept.
  return !isChanged && places.length === rows.length ? undefined : places.slice();
}

/** The first packet of a row, but for its transport. */
interface Candidate {
  readonly from: Address;
  readonly to: Address;
  readonly transport: TransportSet;
}

function isBefore(a: Candidate, b: Candidate): boolean {
  return isBelow(a.from, b.from) || (!isBelow(b.from, a.from) && isBelow(a.to, b.to));
}

/** Of a set that is not empty. */
function lowestOf(source: AddressSet): Address {
  return source.witness() as Address;
}

function isBelow(a: Address, b: Address): boolean {
  return a.family === b.family ? a.value < b.value : a.family === 'ipv4';
}
