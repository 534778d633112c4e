import type { AddressClassifier } from '@netposture/network/graph';
import {
  AddressSet,
  internetIpv4,
  internetIpv6,
  type PacketSet,
  TransportSet,
} from '@netposture/network/netset';
import type { PeerClass } from '../finding.ts';
import { Interns } from './interns.ts';

/** What is known of everybody's addresses, and how many count as the public. */
export interface Surroundings {
  readonly classifier: AddressClassifier;
  /** Own addresses that something holds. */
  readonly attached: AddressSet;
  /** What the user declared trusted. */
  readonly trusted: AddressSet;
  /** More addresses than this are the public. */
  readonly threshold: number;
}

/** A part of what outsiders can do, towards one class of outsiders. */
export interface ExposedPart {
  readonly peerClass: PeerClass;
  /** The whole internet, a shared edge, or more addresses than the threshold: full severity. */
  readonly isWide: boolean;
  readonly packets: PacketSet;
}

/** Who of some senders counts as an outsider. */
type Outsiders = 'everybody' | readonly Senders[];

interface Senders {
  readonly peerClass: PeerClass;
  readonly isWide: boolean;
  readonly source: AddressSet;
}

/** Divides packets by who sends them. Answers are remembered by set, those about senders for all sets with the same ones. */
export class ExposureParts {
  readonly #surroundings: Surroundings;
  readonly #threshold: bigint;
  /** Own and attached, or trusted: nobody whom the internet could be. */
  readonly #known: AddressSet;
  readonly #addressInterns = new Interns<AddressSet>();
  readonly #transportInterns = new Interns<TransportSet>();
  readonly #transports = new Map<PacketSet, TransportSet>();
  readonly #sources = new Map<PacketSet, AddressSet>();
  readonly #parts = new Map<PacketSet, readonly ExposedPart[]>();
  readonly #outsiders = new Map<AddressSet, Outsiders>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#threshold = BigInt(surroundings.threshold);
    this.#known = surroundings.attached.union(surroundings.trusted);
  }

  /** The transports that occur. */
  transportsOf(packets: PacketSet): TransportSet {
    let transports = this.#transports.get(packets);
    if (transports === undefined) {
      transports = this.#transportInterns.of(packets.transports());
      this.#transports.set(packets, transports);
    }
    return transports;
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

  /** The packets divided by who sends them; own, trusted and private senders are left out. Empty parts are left out. */
  of(packets: PacketSet): readonly ExposedPart[] {
    if (packets.isEmpty) return [];
    let parts = this.#parts.get(packets);
    if (parts === undefined) {
      parts = this.#partsOf(packets);
      this.#parts.set(packets, parts);
    }
    return parts;
  }

  /** Whether so many addresses count as the public: more than the threshold, or an IPv6 /32. */
  isWide(addresses: AddressSet): boolean {
    return addresses.sizeOf('ipv4') > this.#threshold || addresses.sizeOf('ipv6') >= IPV6_32;
  }

  #partsOf(packets: PacketSet): readonly ExposedPart[] {
    const sources = this.sourcesOf(packets);
    let outsiders = this.#outsiders.get(sources);
    if (outsiders === undefined) {
      outsiders = this.#outsidersAmong(sources);
      this.#outsiders.set(sources, outsiders);
    }
    if (outsiders === 'everybody')
      return [{ peerClass: 'internet', isWide: true, packets: this.#thatStrangersSend(packets) }];
    return outsiders.map(({ peerClass, isWide, source }) => ({
      peerClass,
      isWide,
      packets: sources === source ? packets : packets.restrict({ source }),
    }));
  }

  #outsidersAmong(sources: AddressSet): Outsiders {
    if (holdsWholeFamily(sources)) return 'everybody';
    const { classifier, trusted } = this.#surroundings;
    const classes = classifier.partitionByClass(sources);
    const counted = classes.filter(({ class: name }) => !HARMLESS.has(name));
    const rest = AddressSet.unionOf(counted.map(({ addresses }) => addresses)).subtract(trusted);
    if (rest.isEmpty) return [];
    if (this.isWide(rest))
      return [{ peerClass: 'internet', isWide: true, source: this.#addressInterns.of(rest) }];
    const byPeer = new Map<PeerClass, AddressSet>();
    for (const { class: name, addresses } of counted) {
      const peer: PeerClass = name === 'shared-edge' || name === 'provider-pool' ? name : 'other';
      byPeer.set(peer, (byPeer.get(peer) ?? AddressSet.empty).union(addresses.subtract(trusted)));
    }
    return [...byPeer]
      .filter(([, addresses]) => !addresses.isEmpty)
      .map(([peerClass, source]) => ({
        peerClass,
        isWide: peerClass === 'shared-edge',
        source: this.#addressInterns.of(source),
      }));
  }

  /** Without the transports that only own or trusted addresses are let in by: they are no part of what the internet can do. */
  #thatStrangersSend(packets: PacketSet): PacketSet {
    const rows = packets.rows();
    if (rows.length === 1 || rows.every(({ source }) => this.#holdsStranger(source)))
      return packets;
    const transport = rows
      .filter(({ source }) => this.#holdsStranger(source))
      .reduce((all, row) => all.union(row.transport), TransportSet.empty);
    return this.transportsOf(packets).isSubsetOf(transport)
      ? packets
      : packets.restrict({ transport });
  }

  /** Most sets begin with a stranger, so that own addresses need not be looked through. */
  #holdsStranger(sources: AddressSet): boolean {
    const first = sources.witness();
    return first !== undefined && (!this.#known.has(first) || !sources.isSubsetOf(this.#known));
  }
}

/** The class `any` of the classifier, without the other classes. */
function holdsWholeFamily({ ipv4, ipv6 }: AddressSet): boolean {
  return internetIpv4.isSubsetOf(ipv4) || internetIpv6.isSubsetOf(ipv6);
}

const HARMLESS: ReadonlySet<string> = new Set(['private', 'own-attached', 'configured-trusted']);

/** Addresses of an IPv6 /32. */
const IPV6_32 = 1n << 96n;
