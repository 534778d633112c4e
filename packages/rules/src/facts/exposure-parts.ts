import type { AddressClassifier, PlainAddressClass } from '@netposture/network/graph';
import { AddressLookup, AddressSet, internetIpv4, internetIpv6 } from '@netposture/network/netset';
import type { PeerClass } from '../finding.ts';
import type { JudgedPackets } from './judged-packets.ts';
import { PacketFacts } from './packet-facts.ts';

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
  readonly judged: JudgedPackets;
}

/** Who of some senders counts as an outsider. */
type Outsiders = 'everybody' | readonly Senders[];

interface Senders {
  readonly peerClass: PeerClass;
  readonly isWide: boolean;
  /** Those of the senders that are here. */
  readonly among: AddressLookup;
  /** Whether all of them are. */
  readonly areAll: boolean;
}

/** Divides packets by who sends them. Answers are remembered by set, those about senders for all sets with the same ones. */
export class ExposureParts {
  /** What is asked of packet sets. */
  readonly facts = new PacketFacts();
  readonly #classifier: AddressClassifier;
  readonly #threshold: bigint;
  /** Everybody but who is own and attached, or trusted: whom the internet could be. */
  readonly #unknown: AddressLookup;
  readonly #strangers: AddressLookup;
  readonly #byPeer: ReadonlyMap<PeerClass, AddressLookup>;
  readonly #outsiders = new Map<AddressSet, Outsiders>();

  constructor({ classifier, attached, trusted, threshold }: Surroundings) {
    this.#classifier = classifier;
    this.#threshold = BigInt(threshold);
    this.#unknown = new AddressLookup(attached.union(trusted).complement());
    const harmless = HARMLESS.map((name) => classifier.addressesOf(name).addresses);
    const strangers = AddressSet.unionOf([...harmless, trusted]).complement();
    this.#strangers = new AddressLookup(strangers);
    const [edge, pool] = (['shared-edge', 'provider-pool'] as const).map((name) =>
      classifier.addressesOf(name).addresses.subtract(trusted),
    ) as [AddressSet, AddressSet];
    this.#byPeer = new Map<PeerClass, AddressLookup>([
      ['shared-edge', new AddressLookup(edge)],
      ['provider-pool', new AddressLookup(pool)],
      ['other', new AddressLookup(strangers.subtract(edge).subtract(pool))],
    ]);
  }

  /** The packets divided by who sends them; own, trusted and private senders are left out. Empty parts are left out. */
  of(judged: JudgedPackets): readonly ExposedPart[] {
    if (judged.isEmpty) return [];
    const outsiders = this.#outsidersOnce(judged.sources);
    if (outsiders === 'everybody')
      return [{ peerClass: 'internet', isWide: true, judged: this.#thatStrangersSend(judged) }];
    return outsiders.map(({ peerClass, isWide, among, areAll }) => ({
      peerClass,
      isWide,
      judged: areAll ? judged : judged.of(among),
    }));
  }

  /** The class of the first part; nothing where nobody who sends counts. */
  firstPeer(sources: AddressSet): PeerClass | undefined {
    const outsiders = this.#outsidersOnce(sources);
    return outsiders === 'everybody' ? 'internet' : outsiders[0]?.peerClass;
  }

  /** Whether so many addresses count as the public: more than the threshold, or an IPv6 /32. */
  isWide(addresses: AddressSet): boolean {
    return addresses.sizeOf('ipv4') > this.#threshold || addresses.sizeOf('ipv6') >= IPV6_32;
  }

  #outsidersOnce(sources: AddressSet): Outsiders {
    let outsiders = this.#outsiders.get(sources);
    if (outsiders === undefined) {
      outsiders = this.#outsidersAmong(sources);
      this.#outsiders.set(sources, outsiders);
    }
    return outsiders;
  }

  #outsidersAmong(sources: AddressSet): Outsiders {
    if (holdsWholeFamily(sources)) return 'everybody';
    const strangers = this.#strangers;
    if (!strangers.overlaps(sources)) return [];
    const areAll = strangers.holds(sources);
    const isWide =
      strangers.sizeOf(sources, 'ipv4') > this.#threshold ||
      strangers.holdsAtLeast(IPV6_32, sources, 'ipv6');
    if (isWide) return [{ peerClass: 'internet', isWide, among: strangers, areAll }];
    const senders: Senders[] = [];
    for (const peerClass of this.#peersIn(sources)) {
      const among = this.#byPeer.get(peerClass);
      if (among?.overlaps(sources) !== true) continue;
      const isEdge = peerClass === 'shared-edge';
      senders.push({ peerClass, isWide: isEdge, among, areAll: areAll && among.holds(sources) });
    }
    const [only] = senders;
    // The same strangers, in the words that all rules share.
    return senders.length === 1 && only !== undefined ? [{ ...only, among: strangers }] : senders;
  }

  /** The classes of outsiders, each once, in the order in which the classes of addresses are told. */
  #peersIn(sources: AddressSet): Iterable<PeerClass> {
    const met = PEERS.filter(([name]) => this.#classifier.addressesOf(name).overlaps(sources));
    return new Set(met.map(([, peer]) => peer));
  }

  /** Without the transports that only own or trusted addresses are let in by: they are no part of what the internet can do. */
  #thatStrangersSend(judged: JudgedPackets): JudgedPackets {
    if (judged.isSentBy(this.#unknown)) return judged;
    const { rows } = judged;
    if (rows.length === 1) return judged;
    const strange = rows.filter(({ source }) => this.#unknown.overlaps(source));
    const transport = this.facts.transportsOfRows(strange).set;
    return judged.transports.isSubsetOf(transport) ? judged : judged.by(transport);
  }
}

/** The class `any` of the classifier, without the other classes. */
function holdsWholeFamily({ ipv4, ipv6 }: AddressSet): boolean {
  return internetIpv4.isSubsetOf(ipv4) || internetIpv6.isSubsetOf(ipv6);
}

/** Classes of addresses that are nobody's whom the internet could be. */
const HARMLESS: readonly PlainAddressClass[] = ['private', 'own-attached', 'configured-trusted'];

/** The other classes, in order, and the class of outsiders that they are. */
const PEERS: readonly (readonly [PlainAddressClass, PeerClass])[] = [
  ['own-idle', 'other'],
  ['own-former', 'other'],
  ['shared-edge', 'shared-edge'],
  ['known-service', 'other'],
  ['provider-pool', 'provider-pool'],
  ['unknown-public', 'other'],
];

/** Addresses of an IPv6 /32. */
const IPV6_32 = 1n << 96n;
