import type { Address, Family } from './address.ts';
import { AddressSet } from './address-set.ts';
import { MAXIMUM_GROUPS } from './cut.ts';
import { InternTable } from './intern.ts';
import { formatPacketRow, readPacketRows } from './packet-text.ts';
import { MAXIMUM_SETS } from './partition32.ts';
import { grouped, Product, type Row } from './product.ts';
import type { TransportWitness } from './transport-packet.ts';
import { TransportSet } from './transport-set.ts';
import { rememberedUnion } from './transport-unions.ts';

/** One packet, as a witness names it. */
export interface Packet {
  readonly source: Address;
  readonly destination: Address;
  readonly transport: TransportWitness;
}

/** Every packet from a set of sources to a set of destinations by a set of transports. */
export interface PacketBox {
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly transport: TransportSet;
}

/** Every packet from any of several sets of sources by a set of transports. */
export interface SourcePart {
  readonly sources: readonly AddressSet[];
  readonly transport: TransportSet;
}

type Destinations = Product<AddressSet, TransportSet>;
type Packets = Product<AddressSet, Destinations>;

/**
 * A set of packets: source x destination x transport. Source and destination of a packet are of one family, so mixed
 * combinations are no packets and are dropped. Immutable and canonical: an ordered partition of the sources, within
 * it of the destinations, within it a transport set, equal rows merged.
 */
export class PacketSet {
  static readonly #interned = new InternTable<PacketSet>();
  /** No packet. */
  static readonly empty: PacketSet = new PacketSet(Product.empty());
  /** Every packet of both families. */
  static readonly all: PacketSet = PacketSet.of(AddressSet.all, AddressSet.all, TransportSet.all);

  readonly #packets: Packets;

  private constructor(packets: Packets) {
    this.#packets = packets;
  }

  /** Every packet from the sources to the destinations by the transports, family by family. */
  static of(source: AddressSet, destination: AddressSet, transport: TransportSet): PacketSet {
    const ipv4 = Product.of(source.ipv4, Product.of(destination.ipv4, transport));
    const ipv6 = Product.of(source.ipv6, Product.of(destination.ipv6, transport));
    return new PacketSet(ipv4.union(ipv6));
  }

  /** Union of many sets. */
  static unionOf(sets: Iterable<PacketSet>): PacketSet {
    return new PacketSet(Product.unionOf([...new Set(sets)].map((set) => set.#packets)));
  }

  /**
   * Union of many boxes. Boxes that differ in one side only are joined first, by one pass each, so that the cost is
   * near linear in the number of intervals as long as few distinct transports and destinations (or sources) occur.
   */
  static ofBoxes(boxes: Iterable<PacketBox>): PacketSet {
    const list = [...boxes];
    const ipv4 = productOfBoxes(
      list.map((box) => ({ ...box, source: box.source.ipv4, destination: box.destination.ipv4 })),
    );
    const ipv6 = productOfBoxes(
      list.map((box) => ({ ...box, source: box.source.ipv6, destination: box.destination.ipv6 })),
    );
    return new PacketSet(ipv4.union(ipv6));
  }

  /**
   * The packets from any of the sources by the transport of each, to every destination: as `PacketSet.ofBoxes` of them all.
   * One sort of the sources' bounds and one pass over them for each 30 transports.
   */
  static toEverywhere(parts: readonly SourcePart[]): PacketSet {
    const chunks: Packets[] = [];
    for (let from = 0; from < parts.length; from += MAXIMUM_GROUPS)
      chunks.push(productToEverywhere(parts.slice(from, from + MAXIMUM_GROUPS)));
    return new PacketSet(Product.unionOf(chunks));
  }

  /** Reads what {@link PacketSet.toString} writes: `none`, or rows on lines of their own. Throws {@link NetsetParseError}. */
  static parse(text: string): PacketSet {
    return text === 'none' ? PacketSet.empty : PacketSet.ofBoxes(readPacketRows(text));
  }

  /** Does it hold no packet? */
  get isEmpty(): boolean {
    return this.#packets.isEmpty;
  }

  /** How many packets. Exact. */
  size(): bigint {
    return this.#packets.size();
  }

  /** Packets of this set or of the other. */
  union(other: PacketSet): PacketSet {
    return this.#with(this.#packets.union(other.#packets));
  }

  /** Packets of both sets. */
  intersect(other: PacketSet): PacketSet {
    return this.#with(this.#packets.intersect(other.#packets));
  }

  /** Packets of this set that the other lacks. */
  subtract(other: PacketSet): PacketSet {
    return this.#with(this.#packets.subtract(other.#packets));
  }

  /** Every packet that this set lacks. */
  complement(): PacketSet {
    return PacketSet.all.subtract(this);
  }

  /** Is every packet of this set in the other? */
  isSubsetOf(other: PacketSet): boolean {
    return this.#packets.isSubsetOf(other.#packets);
  }

  /** Do the sets share a packet? */
  overlaps(other: PacketSet): boolean {
    return this.#packets.overlaps(other.#packets);
  }

  /** Same packets? */
  equals(other: PacketSet): boolean {
    return this.#packets.equals(other.#packets);
  }

  /** The packets whose source, destination and transport lie in the given sets; a side left out is not restricted. */
  restrict(to: {
    readonly source?: AddressSet | undefined;
    readonly destination?: AddressSet | undefined;
    readonly transport?: TransportSet | undefined;
  }): PacketSet {
    const {
      source = AddressSet.all,
      destination = AddressSet.all,
      transport = TransportSet.all,
    } = to;
    return this.intersect(PacketSet.of(source, destination, transport));
  }

  /** The packets of this set that come from one of these sources. Costs a look at the sources of each row. */
  fromSources(sources: AddressSet): PacketSet {
    return this.#with(this.#packets.restrictKeys(sources));
  }

  /** Is there a packet of the family in it? */
  hasFamily(family: Family): boolean {
    return this.#packets.rows.some(({ key }) => !key[family].isEmpty);
  }

  /** The packets of this set that go to one of these destinations. Costs little where no row looks at the destination. */
  toDestinations(destinations: AddressSet): PacketSet {
    const ipv4 = destinations.ipv4;
    const ipv6 = destinations.ipv6;
    const packets = this.#packets.mapValues((to) => {
      // A row of every destination of a family is the only one: there is no other family for the same source.
      const { key, value } = to.rows[0] as Row<AddressSet, TransportSet>;
      if (key.equals(AddressSet.all.ipv4)) return Product.of(ipv4, value);
      return key.equals(AddressSet.all.ipv6) ? Product.of(ipv6, value) : undefined;
    });
    return packets === undefined
      ? this.restrict({ destination: destinations })
      : this.#with(packets);
  }

  /**
   * The same packets to every destination of their family, and the destinations that they had, so that
   * {@link PacketSet.toDestinations} of the two is this set: sets that differ in their destinations alone become one.
   * Undefined where rows of one family differ in their destinations.
   */
  widened(): { readonly packets: PacketSet; readonly destinations: AddressSet } | undefined {
    let ipv4 = AddressSet.empty;
    let ipv6 = AddressSet.empty;
    const packets = this.#packets.mapValues((to) => {
      const only = to.rows.length === 1 ? to.rows[0] : undefined;
      if (only === undefined) return undefined;
      const isIpv6 = only.key.ipv4.isEmpty;
      const known = isIpv6 ? ipv6 : ipv4;
      if (!known.isEmpty && !known.equals(only.key)) return undefined;
      if (isIpv6) ipv6 = only.key;
      else ipv4 = only.key;
      return Product.of(isIpv6 ? AddressSet.allIpv6 : AddressSet.allIpv4, only.value);
    });
    return packets && { packets: this.#with(packets), destinations: ipv4.union(ipv6) };
  }

  /** The packets of the replies: source and destination swapped, addresses and ports. */
  reversed(): PacketSet {
    return PacketSet.ofBoxes(
      this.rows().map(({ source, destination, transport }) => ({
        source: destination,
        destination: source,
        transport: transport.reversed(),
      })),
    );
  }

  /** Sources that occur. */
  sources(): AddressSet {
    return this.#packets.keys() ?? AddressSet.empty;
  }

  /** Destinations that occur. */
  destinations(): AddressSet {
    return AddressSet.unionOf(this.rows().map((row) => row.destination));
  }

  /** Transports that occur. */
  transports(): TransportSet {
    return TransportSet.unionOf(this.rows().map((row) => row.transport));
  }

  /** The canonical partition: ordered rows, sources disjoint, within equal sources destinations disjoint. */
  rows(): readonly PacketBox[] {
    return this.#packets.rows.flatMap(({ key: source, value }) =>
      value.rows.map(({ key: destination, value: transport }) => ({
        source,
        destination,
        transport,
      })),
    );
  }

  /** Is there a packet in the set that agrees with what is given? See {@link TransportSet.has} for what may be left out. */
  has(packet: Packet): boolean {
    return this.#packets.rows.some(
      (from) =>
        from.key.has(packet.source) &&
        from.value.rows.some(
          (to) => to.key.has(packet.destination) && to.value.has(packet.transport),
        ),
    );
  }

  /** One packet of the set; nothing of the empty set. */
  witness(): Packet | undefined {
    const [row] = this.rows();
    if (row === undefined) return undefined;
    // No side of a row is empty.
    return {
      source: row.source.witness() as Address,
      destination: row.destination.witness() as Address,
      transport: row.transport.witness() as TransportWitness,
    };
  }

  /** The canonical text: one row a line, `10.0.0.0/8 -> 192.0.2.1/32 : tcp 22`; `none` of the empty set. */
  toString(): string {
    return this.isEmpty ? 'none' : this.rows().map(formatPacketRow).join('\n');
  }

  /** The canonical rows. */
  toJSON(): { source: string[]; destination: string[]; transport: string }[] {
    return this.rows().map(({ source, destination, transport }) => ({
      source: source.toJSON(),
      destination: destination.toJSON(),
      transport: transport.toJSON(),
    }));
  }

  /** Equal sets have equal hashes. */
  get hash(): number {
    return this.#packets.hash;
  }

  /** The one object that stands for all sets equal to this one, held weakly. */
  intern(): PacketSet {
    return PacketSet.#interned.intern(this);
  }

  #with(packets: Packets): PacketSet {
    return packets === this.#packets ? this : new PacketSet(packets);
  }
}

/** Joins boxes that differ in one side only, then builds the function from sources to destinations. */
function productOfBoxes(boxes: readonly PacketBox[]): Packets {
  const bySource = joinSources(
    boxes.filter((box) => !box.source.isEmpty && !box.destination.isEmpty),
  );
  const [first] = bySource;
  if (first !== undefined && bySource.every((box) => box.destination.equals(first.destination)))
    return productToOne(first.destination, bySource);
  const rows = grouped(joinDestinations(bySource), (box) => box.source).map((group) => {
    const destinations = group.map((box) => Product.of(box.destination, box.transport));
    return Product.of((group[0] as PacketBox).source, Product.unionOf(destinations));
  });
  return Product.unionOf(rows);
}

function productToEverywhere(parts: readonly SourcePart[]): Packets {
  const heard = parts.filter(({ transport }) => !transport.isEmpty);
  const transportOf = (members: number): TransportSet => {
    let union = TransportSet.empty;
    for (let index = 0; index < heard.length; index++) {
      const part = heard[index];
      if (part === undefined || ((members >> index) & 1) === 0) continue;
      union = union.isEmpty ? part.transport : rememberedUnion(union, part.transport);
    }
    return union;
  };
  const cut = AddressSet.cut(
    heard.map(({ sources }) => sources),
    transportOf,
  );
  return Product.ofDisjoint(
    cut.map(({ set, value }) => ({
      key: set,
      value: Product.of(set.ipv4.isEmpty ? AddressSet.allIpv6 : AddressSet.allIpv4, value),
    })),
  );
}

/** Boxes of one destination and different transports: the sources are cut where the transports change. */
function productToOne(destination: AddressSet, boxes: readonly PacketBox[]): Packets {
  const chunks: Packets[] = [];
  for (let from = 0; from < boxes.length; from += MAXIMUM_SETS) {
    const chunk = boxes.slice(from, from + MAXIMUM_SETS);
    const rows = AddressSet.partition(chunk.map(({ source }) => source)).map(
      ({ set, members }) => ({
        key: set,
        value: Product.of(
          destination,
          TransportSet.unionOf(members.map((index) => (chunk[index] as PacketBox).transport)),
        ),
      }),
    );
    chunks.push(Product.ofDisjoint(rows));
  }
  return Product.unionOf(chunks);
}

function joinSources(boxes: readonly PacketBox[]): PacketBox[] {
  return grouped(boxes, (box) => box.transport).flatMap((sameTransport) =>
    grouped(sameTransport, (box) => box.destination).map((group) => ({
      ...(group[0] as PacketBox),
      source: AddressSet.unionOf(group.map((box) => box.source)),
    })),
  );
}

function joinDestinations(boxes: readonly PacketBox[]): PacketBox[] {
  return grouped(boxes, (box) => box.transport).flatMap((sameTransport) =>
    grouped(sameTransport, (box) => box.source).map((group) => ({
      ...(group[0] as PacketBox),
      destination: AddressSet.unionOf(group.map((box) => box.destination)),
    })),
  );
}
