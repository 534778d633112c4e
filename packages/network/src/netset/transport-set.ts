import { mix, SEED } from './hash.ts';
import { IcmpSet } from './icmp-set.ts';
import { InternTable } from './intern.ts';
import { PortSet } from './port-set.ts';
import { Product } from './product.ts';
import { ProtocolSet } from './protocol-set.ts';
import {
  ALL_PARTS,
  NO_PARTS,
  PORT_PROTOCOLS,
  type PortPairs,
  type PortProtocol,
  PROTOCOL_NUMBERS,
  partsOfProtocols,
  type TransportParts,
} from './transport-parts.ts';
import { readTransport, writeTransport } from './transport-text.ts';

/**
 * The transport side of one packet. Ports are given for TCP, UDP and SCTP, type and code for ICMP and ICMPv6,
 * nothing but the number for other protocols.
 */
export interface TransportWitness {
  readonly protocol: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** A source port that a client could have chosen, so that a witness reads naturally. */
const CLIENT_PORT = 49152;

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
    if (this === other) return this;
    const [a, b] = [this.#parts, other.#parts];
    return this.#with({
      tcp: a.tcp.union(b.tcp),
      udp: a.udp.union(b.udp),
      sctp: a.sctp.union(b.sctp),
      icmp: a.icmp.union(b.icmp),
      icmpv6: a.icmpv6.union(b.icmpv6),
      other: a.other.union(b.other),
    });
  }

  /** This set and all the others, each part by one pass. */
  unionAll(others: readonly TransportSet[]): TransportSet {
    const own = this.#parts;
    const all = others.map((set) => set.#parts);
    return this.#with({
      tcp: own.tcp.unionAll(all.map((parts) => parts.tcp)),
      udp: own.udp.unionAll(all.map((parts) => parts.udp)),
      sctp: own.sctp.unionAll(all.map((parts) => parts.sctp)),
      icmp: own.icmp.unionAll(all.map((parts) => parts.icmp)),
      icmpv6: own.icmpv6.unionAll(all.map((parts) => parts.icmpv6)),
      other: own.other.unionAll(all.map((parts) => parts.other)),
    });
  }

  /** Packets of both sets. */
  intersect(other: TransportSet): TransportSet {
    if (this === other) return this;
    const [a, b] = [this.#parts, other.#parts];
    return this.#with({
      tcp: a.tcp.intersect(b.tcp),
      udp: a.udp.intersect(b.udp),
      sctp: a.sctp.intersect(b.sctp),
      icmp: a.icmp.intersect(b.icmp),
      icmpv6: a.icmpv6.intersect(b.icmpv6),
      other: a.other.intersect(b.other),
    });
  }

  /** Packets of this set that the other lacks. */
  subtract(other: TransportSet): TransportSet {
    const [a, b] = [this.#parts, other.#parts];
    return this.#with({
      tcp: a.tcp.subtract(b.tcp),
      udp: a.udp.subtract(b.udp),
      sctp: a.sctp.subtract(b.sctp),
      icmp: a.icmp.subtract(b.icmp),
      icmpv6: a.icmpv6.subtract(b.icmpv6),
      other: a.other.subtract(b.other),
    });
  }

  /** Every packet that this set lacks. */
  complement(): TransportSet {
    return TransportSet.all.subtract(this);
  }

  /** Is every packet of this set in the other? */
  isSubsetOf(other: TransportSet): boolean {
    const [a, b] = [this.#parts, other.#parts];
    return (
      this === other ||
      (a.tcp.isSubsetOf(b.tcp) &&
        a.udp.isSubsetOf(b.udp) &&
        a.sctp.isSubsetOf(b.sctp) &&
        a.icmp.isSubsetOf(b.icmp) &&
        a.icmpv6.isSubsetOf(b.icmpv6) &&
        a.other.isSubsetOf(b.other))
    );
  }

  /** Do the sets share a packet? */
  overlaps(other: TransportSet): boolean {
    const [a, b] = [this.#parts, other.#parts];
    return (
      a.tcp.overlaps(b.tcp) ||
      a.udp.overlaps(b.udp) ||
      a.sctp.overlaps(b.sctp) ||
      a.icmp.overlaps(b.icmp) ||
      a.icmpv6.overlaps(b.icmpv6) ||
      a.other.overlaps(b.other)
    );
  }

  /** Same packets? */
  equals(other: TransportSet): boolean {
    if (this === other) return true;
    const [a, b] = [this.#parts, other.#parts];
    return (
      this.hash === other.hash &&
      a.tcp.equals(b.tcp) &&
      a.udp.equals(b.udp) &&
      a.sctp.equals(b.sctp) &&
      a.icmp.equals(b.icmp) &&
      a.icmpv6.equals(b.icmpv6) &&
      a.other.equals(b.other)
    );
  }

  /**
   * Is there a packet in the set that agrees with what is given? A port, type or code that is left out may be any:
   * `{ protocol: 6, destinationPort: 22 }` asks for TCP to port 22 from some source port. A code without a type
   * says nothing, since each type has codes of its own.
   */
  has(packet: TransportWitness): boolean {
    const { tcp, udp, sctp, icmp, icmpv6, other } = this.#parts;
    switch (packet.protocol) {
      case PROTOCOL_NUMBERS.tcp:
        return hasPorts(tcp, packet);
      case PROTOCOL_NUMBERS.udp:
        return hasPorts(udp, packet);
      case PROTOCOL_NUMBERS.sctp:
        return hasPorts(sctp, packet);
      case PROTOCOL_NUMBERS.icmp:
        return hasMessage(icmp, packet);
      case PROTOCOL_NUMBERS.icmpv6:
        return hasMessage(icmpv6, packet);
      default:
        return other.has(packet.protocol);
    }
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
    for (const name of PORT_PROTOCOLS) {
      const witness = portWitness(PROTOCOL_NUMBERS[name], this.#parts[name]);
      if (witness !== undefined) return witness;
    }
    for (const name of ['icmp', 'icmpv6'] as const) {
      const message = this.#parts[name].witness();
      if (message === undefined) continue;
      return { protocol: PROTOCOL_NUMBERS[name], icmpType: message.type, icmpCode: message.code };
    }
    const protocol = this.#parts.other.witness();
    return protocol === undefined ? undefined : { protocol };
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
    const own = this.#parts;
    const same =
      parts.tcp === own.tcp &&
      parts.udp === own.udp &&
      parts.sctp === own.sctp &&
      parts.icmp === own.icmp &&
      parts.icmpv6 === own.icmpv6 &&
      parts.other === own.other;
    return same ? this : new TransportSet(parts);
  }

  static #ofPorts(name: PortProtocol, destination: PortSet, source: PortSet): TransportSet {
    return new TransportSet({ ...NO_PARTS, [name]: Product.of(source, destination) });
  }
}

function hasPorts(pairs: PortPairs, { sourcePort, destinationPort }: TransportWitness): boolean {
  return pairs.rows.some(
    ({ key, value }) =>
      (sourcePort === undefined || key.has(sourcePort)) &&
      (destinationPort === undefined || value.has(destinationPort)),
  );
}

function hasMessage(messages: IcmpSet, { icmpType, icmpCode }: TransportWitness): boolean {
  if (icmpType === undefined) return !messages.isEmpty;
  return icmpCode === undefined
    ? messages.overlaps(IcmpSet.of(icmpType))
    : messages.has({ type: icmpType, code: icmpCode });
}

function portWitness(protocol: number, pairs: PortPairs): TransportWitness | undefined {
  const row = pairs.rows.find(({ key }) => key.has(CLIENT_PORT)) ?? pairs.rows[0];
  const lowest = row?.key.witness();
  const destinationPort = row?.value.witness();
  if (row === undefined || lowest === undefined || destinationPort === undefined) return undefined;
  const sourcePort = row.key.has(CLIENT_PORT) ? CLIENT_PORT : lowest;
  return { protocol, sourcePort, destinationPort };
}
