import {
  type Address,
  type AddressLookup,
  AddressSet,
  type Family,
  type Packet,
  type PacketBox,
  type PacketSet,
  type TransportSet,
} from '@netposture/network/netset';
import { typicalTransport } from '@netposture/network/reachability';
import type { PacketFacts } from './packet-facts.ts';

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
  readonly #selection: Selection;
  /** Those of the family and the transport, whoever sends them, and their places among all. */
  readonly #rows: readonly PacketBox[];
  readonly #places: readonly number[] | undefined;
  #packets: PacketSet | undefined;
  #transports: TransportSet | undefined;
  #sources: AddressSet | undefined;
  #kind: number | undefined;

  constructor(facts: PacketFacts, all: PacketSet, selection: Selection = {}) {
    this.#facts = facts;
    this.#all = all;
    this.#selection = selection;
    const { rows, places } = selectedRows(facts, all, selection);
    this.#rows = rows;
    this.#places = places;
  }

  /** Is none selected? */
  get isEmpty(): boolean {
    const { senders } = this.#selection;
    return senders === undefined
      ? this.#rows.length === 0
      : !this.#rows.some(({ source }) => senders.overlaps(source));
  }

  /** Rows of the family and the transport, whoever sends them. */
  get rows(): readonly PacketBox[] {
    return this.#rows;
  }

  /** The packets themselves. */
  get packets(): PacketSet {
    this.#packets ??= this.#selected();
    return this.#packets;
  }

  /** The transports that occur. The same object for equal ones of one evaluation. */
  get transports(): TransportSet {
    this.#transports ??= this.#transportsSent();
    return this.#transports;
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
    const { senders } = this.#selection;
    return senders === undefined ? this.sources : this.#facts.among(this.sources, senders);
  }

  /** The same number exactly for packets of the same senders by the same transports. */
  get kind(): number {
    this.#kind ??= this.#facts.kindOf(this.transports, this.sources, this.#selection.senders);
    return this.#kind;
  }

  /** The same of these senders alone, where none were selected before. */
  of(senders: AddressLookup): JudgedPackets {
    return new JudgedPackets(this.#facts, this.#all, { ...this.#selection, senders });
  }

  /** The same by this transport alone, which lies within that of the selection. */
  by(transport: TransportSet): JudgedPackets {
    return new JudgedPackets(this.#facts, this.#all, { ...this.#selection, transport });
  }

  /** The witness of those packets that go to the destinations; absent = to any. */
  witnessTo(destinations: AddressSet | undefined): Packet | undefined {
    const { senders } = this.#selection;
    let lowest: Candidate | undefined;
    for (const { source, destination, transport } of this.#rows) {
      const to = (destinations?.intersect(destination) ?? destination).witness();
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
    const { transport } = this.#selection;
    const typical = transport?.intersect(typicalTransport) ?? typicalTransport;
    return this.by(typical).witnessTo(destinations) ?? this.witnessTo(destinations);
  }

  #selected(): PacketSet {
    const { family, transport, senders } = this.#selection;
    const source = senders?.intersect(this.sources);
    if (family === undefined && transport === undefined && source === undefined) return this.#all;
    const destination = family === undefined ? undefined : everybody[family];
    return this.#all.restrict({ source, destination, transport });
  }

  #transportsSent(): TransportSet {
    const { senders } = this.#selection;
    if (senders === undefined && this.#places === undefined)
      return this.#facts.transportsOf(this.#all);
    const sent =
      senders === undefined
        ? this.#rows
        : this.#rows.filter(({ source }) => senders.overlaps(source));
    return this.#facts.unionOf(sent.map((row) => row.transport));
  }
}

const everybody = { ipv4: AddressSet.allIpv4, ipv6: AddressSet.allIpv6 } as const;

/** The selected rows; their places where not simply all rows are selected as they are. */
function selectedRows(
  facts: PacketFacts,
  all: PacketSet,
  { family, transport }: Selection,
): { readonly rows: readonly PacketBox[]; readonly places: readonly number[] | undefined } {
  const rows = facts.rowsOf(all);
  if (family === undefined && transport === undefined) return { rows, places: undefined };
  const selected: PacketBox[] = [];
  const places: number[] = [];
  let isChanged = false;
  for (const [place, row] of rows.entries()) {
    // Source and destination of a packet are of one family.
    if (family !== undefined && row.source[family].isEmpty) continue;
    const shared = transport === undefined ? row.transport : facts.shared(row.transport, transport);
    if (shared.isEmpty) continue;
    isChanged ||= shared !== row.transport;
    places.push(place);
    const { source, destination } = row;
    selected.push(shared === row.transport ? row : { source, destination, transport: shared });
  }
  const areAll = !isChanged && places.length === rows.length;
  return areAll ? { rows, places: undefined } : { rows: selected, places };
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

function isBelow(a: Address, b: Address): boolean {
  return a.family === b.family ? a.value < b.value : a.family === 'ipv4';
}
