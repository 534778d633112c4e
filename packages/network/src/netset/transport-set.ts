import { mix, SEED } from './hash.ts';
import { IcmpSet } from './icmp-set.ts';
import { InternTable } from './intern.ts';
import { PortSet } from './port-set.ts';
import { Product } from './product.ts';
import { ProtocolSet } from './protocol-set.ts';
import {
  arePartsEqual,
  arePartsWithin,
  areSameParts,
  doPartsOverlap,
  intersectParts,
  subtractParts,
  uniteAllParts,
  uniteParts,
} from './transport-operations.ts';
import { havePacket, type TransportWitness, witnessOfParts } from './transport-packet.ts';
import {
  ALL_PARTS,
  NO_PARTS,
  PORT_PROTOCOLS,
  type PortPairs,
  type PortProtocol,
  partsOfProtocols,
  type TransportParts,
} from './transport-parts.ts';
import { readTransport, writeTransport } from './transport-text.ts';

/**
 * A set of transport headers: pairs of source and destination port for TCP, UDP and SCTP, messages for ICMP and
 * ICMPv6, numbers for every other protocol. Immutable and canonical. Says nothing of address families: whether ICMP
 * in an IPv6 packet means anything is the caller's matter.
 */
export class TransportSet {
  static readonly #interned = new InternTable<TransportSet>();
  /** No packet. */
  static readonly empty: TransportSet = new TransportSet(NO_PARTS);
  /** Every packet of every protocol. */
  static readonly all: TransportSet = new TransportSet(ALL_PARTS);

  readonly #parts: TransportParts;
  #hash: number | undefined;

  private constructor(parts: TransportParts) {
    this.#parts = parts;
  }

  /** TCP to these destination ports from these source ports; all where left out. */
  static tcp(destination: PortSet = PortSet.all, source: PortSet = PortSet.all): TransportSet {
    return TransportSet.#ofPorts('tcp', destination, source);
  }

  /** UDP, as {@link TransportSet.tcp}. */
  static udp(destination: PortSet = PortSet.all, source: PortSet = PortSet.all): TransportSet {
    return TransportSet.#ofPorts('udp', destination, source);
  }

  /** SCTP, as {@link TransportSet.tcp}. */
  static sctp(destination: PortSet = PortSet.all, source: PortSet = PortSet.all): TransportSet {
    return TransportSet.#ofPorts('sctp', destination, source);
  }

  /** ICMP (protocol 1) of these messages; all where left out. */
  static icmp(messages: IcmpSet = IcmpSet.all): TransportSet {
    return new TransportSet({ ...NO_PARTS, icmp: messages });
  }

  /** ICMPv6 (protocol 58) of these messages; all where left out. */
  static icmpv6(messages: IcmpSet = IcmpSet.all): TransportSet {
    return new TransportSet({ ...NO_PARTS, icmpv6: messages });
  }

  /** Every packet of the protocol of that number: 6 is all TCP, 47 is GRE. Throws {@link NetsetParseError}. */
  static protocol(number: number): TransportSet {
    return TransportSet.protocols(ProtocolSet.of(number));
  }

  /** Every packet of these protocols. */
  static protocols(protocols: ProtocolSet): TransportSet {
    return new TransportSet(partsOfProtocols(protocols));
  }

  /** Union of many sets. */
  static unionOf(sets: Iterable<TransportSet>): TransportSet {
    const list = [...new Set(sets)];
    const first = list[0] ?? TransportSet.empty;
    return list.length < 2 ? first : first.unionAll(list.slice(1));
  }

  /**
   * Reads `any`, `none`, or components joined by `;`: `tcp`, `tcp 22,80-443`, `tcp 1024-65535>22` (source ports before
   * the arrow), likewise `udp` and `sctp`; `icmp`, `icmp 8,3/4`, likewise `icmpv6`; `protocol 47,50-51`.
   * Throws {@link NetsetParseError}.
   */
  static parse(text: string): TransportSet {
    if (text === 'any') return TransportSet.all;
    if (text === 'none') return TransportSet.empty;
    const sets: TransportSet[] = [];
    let from = 0;
    for (;;) {
      const semicolon = text.indexOf(';', from);
      sets.push(
        new TransportSet(readTransport(text, from, semicolon < 0 ? text.length : semicolon)),
      );
      if (semicolon < 0) return TransportSet.unionOf(sets);
      from = semicolon + 1;
      if (text[from] === ' ') from++;
    }
  }

  /** Does it hold no packet? */
  get isEmpty(): boolean {
    const { tcp, udp, sctp, icmp, icmpv6, other } = this.#parts;
    return (
      tcp.isEmpty && udp.isEmpty && sctp.isEmpty && icmp.isEmpty && icmpv6.isEmpty && other.isEmpty
    );
  }

  /** How many headers: 2^32 of TCP, 65,536 of ICMP, one of GRE, and so on. Exact. */
  size(): bigint {
    const { tcp, udp, sctp, icmp, icmpv6, other } = this.#parts;
    return tcp.size() + udp.size() + sctp.size() + icmp.size() + icmpv6.size() + other.size();
  }

  /** Packets of this set or of the other. */
  union(other: TransportSet): TransportSet {
    return this === other ? this : this.#with(uniteParts(this.#parts, other.#parts));
  }

  /** This set and all the others, each part by one pass. */
  unionAll(others: readonly TransportSet[]): TransportSet {
    return this.#with(
      uniteAllParts(
        this.#parts,
        others.map((set) => set.#parts),
      ),
    );
  }

  /** Packets of both sets. */
  intersect(other: TransportSet): TransportSet {
    return this === other ? this : this.#with(intersectParts(this.#parts, other.#parts));
  }

  /** Packets of this set that the other lacks. */
  subtract(other: TransportSet): TransportSet {
    return this.#with(subtractParts(this.#parts, other.#parts));
  }

  /** Every packet that this set lacks. */
  complement(): TransportSet {
    return TransportSet.all.subtract(this);
  }

  /** Is every packet of this set in the other? */
  isSubsetOf(other: TransportSet): boolean {
    return this === other || arePartsWithin(this.#parts, other.#parts);
  }

  /** Do the sets share a packet? */
  overlaps(other: TransportSet): boolean {
    return doPartsOverlap(this.#parts, other.#parts);
  }

  /** Same packets? */
  equals(other: TransportSet): boolean {
    return this === other || (this.hash === other.hash && arePartsEqual(this.#parts, other.#parts));
  }

  /**
   * Is there a packet in the set that agrees with what is given? A port, type or code that is left out may be any:
   * `{ protocol: 6, destinationPort: 22 }` asks for TCP to port 22 from some source port. A code without a type
   * says nothing, since each type has codes of its own.
   */
  has(packet: TransportWitness): boolean {
    return havePacket(this.#parts, packet);
  }

  /** Destination ports that occur in TCP. */
  tcpPorts(): PortSet {
    return this.#parts.tcp.values() ?? PortSet.empty;
  }

  /** Destination ports that occur in UDP. */
  udpPorts(): PortSet {
    return this.#parts.udp.values() ?? PortSet.empty;
  }

  /** Destination ports that occur in SCTP. */
  sctpPorts(): PortSet {
    return this.#parts.sctp.values() ?? PortSet.empty;
  }

  /** Source ports that occur, in any of TCP, UDP and SCTP. */
  sourcePorts(): PortSet {
    return PortSet.unionOf(PORT_PROTOCOLS.map((name) => this.#parts[name].keys() ?? PortSet.empty));
  }

  /** The ICMP messages. */
  icmpTypes(): IcmpSet {
    return this.#parts.icmp;
  }

  /** The ICMPv6 messages. */
  icmpv6Types(): IcmpSet {
    return this.#parts.icmpv6;
  }

  /** The protocols other than TCP, UDP, SCTP, ICMP and ICMPv6. */
  otherProtocols(): ProtocolSet {
    return this.#parts.other;
  }

  /** The headers of the replies: source and destination ports swapped, the rest unchanged. */
  reversed(): TransportSet {
    return this.#mapPorts((pairs) =>
      Product.unionOf(pairs.rows.map(({ key, value }) => Product.of(value, key))),
    );
  }

  /** The same, from whatever source port: widened to all source ports where any is present. */
  anySourcePort(): TransportSet {
    return this.#mapPorts((pairs) => Product.of(PortSet.all, pairs.values() ?? PortSet.empty));
  }

  /** One header of the set (source port 49152 where it may be that one); nothing of the empty set. */
  witness(): TransportWitness | undefined {
    return witnessOfParts(this.#parts);
  }

  /** The canonical text, which {@link TransportSet.parse} reads back. */
  toString(): string {
    if (this.isEmpty) return 'none';
    return this.equals(TransportSet.all) ? 'any' : writeTransport(this.#parts).join('; ');
  }

  /** The canonical text. */
  toJSON(): string {
    return this.toString();
  }

  /** Equal sets have equal hashes. */
  get hash(): number {
    let hash = this.#hash;
    if (hash === undefined) {
      hash = SEED;
      for (const part of Object.values(this.#parts)) hash = mix(hash, part.hash);
      this.#hash = hash;
    }
    return hash;
  }

  /** The one object that stands for all sets equal to this one, held weakly. */
  intern(): TransportSet {
    return TransportSet.#interned.intern(this);
  }

  #mapPorts(map: (pairs: PortPairs) => PortPairs): TransportSet {
    const { tcp, udp, sctp } = this.#parts;
    return this.#with({ ...this.#parts, tcp: map(tcp), udp: map(udp), sctp: map(sctp) });
  }

  /** A set of these parts, or this one if they are its own. */
  #with(parts: TransportParts): TransportSet {
    return areSameParts(parts, this.#parts) ? this : new TransportSet(parts);
  }

  static #ofPorts(name: PortProtocol, destination: PortSet, source: PortSet): TransportSet {
    return new TransportSet({ ...NO_PARTS, [name]: Product.of(source, destination) });
  }
}
