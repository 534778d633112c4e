import type { AddressClassifier, LinkedGraph, ResourceId } from '@netposture/network/graph';
import { AddressSet, type PacketSet, TransportSet } from '@netposture/network/netset';
import {
  type AnswerSets,
  type ReachAnswer,
  type Reachability,
  verdictSets,
} from '@netposture/network/reachability';
import type { PeerClass } from '../finding.ts';

/** A part of what outsiders can do, towards one class of outsiders. */
export interface ExposedPart {
  readonly peerClass: PeerClass;
  /** The whole internet, a shared edge, or more addresses than the threshold: full severity. */
  readonly isWide: boolean;
  readonly packets: PacketSet;
}

/** One way by which outsiders reach a target, or may reach it. */
export interface OpenWay {
  readonly kind: 'direct' | 'balancer';
  readonly target: ResourceId;
  /** The interface, or the balancer. */
  readonly through: ResourceId;
  readonly allowed: PacketSet;
  readonly undetermined: PacketSet;
  /** Why nothing certain can be said. */
  readonly reason?: string;
}

/** What is left of exposure after own, trusted and private sources are taken away. Remembered per target. */
export class ExposedFacts {
  readonly #linked: LinkedGraph;
  readonly #reachability: Reachability;
  readonly #classifier: AddressClassifier;
  readonly #threshold: bigint;
  readonly #transports = new WeakMap<PacketSet, TransportSet>();
  readonly #ways = new Map<ResourceId, readonly OpenWay[]>();

  constructor(
    linked: LinkedGraph,
    reachability: Reachability,
    classifier: AddressClassifier,
    threshold: number,
  ) {
    this.#linked = linked;
    this.#reachability = reachability;
    this.#classifier = classifier;
    this.#threshold = BigInt(threshold);
  }

  /** The ways to a workload, service or balancer. Empty where the internet surely reaches nothing of it. */
  ways(target: ResourceId): readonly OpenWay[] {
    let ways = this.#ways.get(target);
    if (ways === undefined) {
      ways = this.#waysTo(target);
      this.#ways.set(target, ways);
    }
    return ways;
  }

  /** The transport of a set of packets, remembered: every exposure rule asks it of the same sets. */
  transportsOf(packets: PacketSet): TransportSet {
    let transports = this.#transports.get(packets);
    if (transports === undefined) {
      transports = packets.transports().intern();
      this.#transports.set(packets, transports);
    }
    return transports;
  }

  /** What outsiders can do after a failover, less what they can do now. */
  afterFailover(target: ResourceId): AnswerSets | undefined {
    const exposure = this.#reachability.exposure(target);
    return exposure?.afterFailover === undefined ? undefined : setsOf(exposure.afterFailover);
  }

  /** The packets divided by who sends them; own, trusted and private senders are left out. Empty parts are left out. */
  parts(packets: PacketSet): readonly ExposedPart[] {
    if (packets.isEmpty) return [];
    const sources = packets.sources();
    const classes = this.#classifier.partitionByClass(sources);
    const counted = classes.filter(({ class: name }) => !HARMLESS.has(name));
    if (counted.some(({ class: name }) => name === 'any'))
      return [{ peerClass: 'internet', isWide: true, packets: this.#thatStrangersSend(packets) }];
    const { trusted } = this.#classifier.classify(sources);
    const rest = AddressSet.unionOf(counted.map(({ addresses }) => addresses)).subtract(trusted);
    if (rest.isEmpty) return [];
    if (this.isWide(rest))
      return [{ peerClass: 'internet', isWide: true, packets: packets.restrict({ source: rest }) }];
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
        packets: packets.restrict({ source }),
      }));
  }

  /** Whether so many addresses count as the public: more than the threshold, or an IPv6 /32. */
  isWide(addresses: AddressSet): boolean {
    return addresses.sizeOf('ipv4') > this.#threshold || addresses.sizeOf('ipv6') >= IPV6_32;
  }

  /** What an outsider writes so that it arrives at the target on the asked transport: a listener may translate the port. */
  writtenFor(way: OpenWay, asked: TransportSet): TransportSet {
    const balancer =
      way.kind === 'balancer' ? this.#linked.record('load-balancer', way.through) : undefined;
    if (balancer === undefined) return asked;
    const own = new Set<ResourceId>([
      way.target,
      ...this.#linked.interfacesOf(way.target).map(({ id }) => id),
    ]);
    const leading = balancer.listeners.filter(({ targets }) =>
      targets.some(({ to }) => own.has(to)),
    );
    if (leading.length === 0) return asked;
    return TransportSet.unionOf(
      leading.flatMap(({ listens, targets }) =>
        targets
          .filter(({ to }) => own.has(to))
          .map(({ port }) => {
            if (port === 'same') return listens.intersect(asked);
            const isAsked = asked.overlaps(TransportSet.parse(`tcp ${port}; udp ${port}`));
            return isAsked ? listens : TransportSet.empty;
          }),
      ),
    );
  }

  /** Without the transports that only own or trusted addresses are let in by: they are no part of what the internet can do. */
  #thatStrangersSend(packets: PacketSet): PacketSet {
    if (packets.rows().length === 1) return packets;
    const sources = packets.sources();
    const { own, trusted } = this.#classifier.classify(sources);
    const attached = own.filter(({ state }) => state === 'attached');
    const known = AddressSet.unionOf(attached.map(({ addresses }) => addresses)).union(trusted);
    if (known.isEmpty) return packets;
    const transport = packets.restrict({ source: sources.subtract(known) }).transports();
    return this.transportsOf(packets).isSubsetOf(transport)
      ? packets
      : packets.restrict({ transport });
  }

  #waysTo(target: ResourceId): readonly OpenWay[] {
    const exposure = this.#reachability.exposure(target);
    if (exposure === undefined) return [];
    if (exposure.notModelled !== undefined) {
      const reason = exposure.notModelled;
      return [{ kind: 'direct', target, through: target, ...setsOf(exposure.answer), reason }];
    }
    return exposure.ways.flatMap(({ kind, through, answer }) => {
      const sets = setsOf(answer);
      return sets.allowed.isEmpty && sets.undetermined.isEmpty
        ? []
        : [{ kind, target, through, ...sets }];
    });
  }
}

const HARMLESS: ReadonlySet<string> = new Set(['private', 'own-attached', 'configured-trusted']);

/** Addresses of an IPv6 /32. */
const IPV6_32 = 1n << 96n;

/** Conversation for TCP, arrival for the rest; cheap where the two agree. */
export function setsOf(answer: ReachAnswer): AnswerSets {
  const { delivered, conversable } = answer;
  const isSame =
    delivered.allowed === conversable.allowed &&
    delivered.undetermined === conversable.undetermined;
  return isSame ? delivered : verdictSets(answer);
}
