import type { LinkedGraph, ResourceId } from '@netposture/network/graph';
import {
  type AddressLookup,
  type AddressSet,
  type Family,
  type PacketSet,
  TransportSet,
} from '@netposture/network/netset';
import type { AnswerSets, ExposureWay, Reachability } from '@netposture/network/reachability';
import type { PeerClass } from '../finding.ts';
import { ExposureClasses, setsOf } from './exposure-class.ts';
import { type ExposedPart, ExposureParts, type Surroundings } from './exposure-parts.ts';
import { JudgedPackets } from './judged-packets.ts';
import { OpenWay } from './open-way.ts';

const NO_WAYS: readonly OpenWay[] = [];
const NO_PARTS: readonly ExposedPart[] = [];

/** What is left of exposure after own, trusted and private sources are taken away. Remembered per target that is reached. */
export class ExposedFacts {
  readonly #linked: LinkedGraph;
  readonly #reachability: Reachability;
  readonly #parts: ExposureParts;
  readonly #classes = new ExposureClasses();
  readonly #ways = new Map<ResourceId, readonly OpenWay[]>();

  constructor(linked: LinkedGraph, reachability: Reachability, surroundings: Surroundings) {
    this.#linked = linked;
    this.#reachability = reachability;
    this.#parts = new ExposureParts(surroundings);
  }

  /** The ways to a workload, service or balancer. Empty where the internet surely reaches nothing of it. */
  ways(target: ResourceId): readonly OpenWay[] {
    let ways = this.#ways.get(target);
    if (ways === undefined) {
      ways = this.#waysTo(target);
      if (ways.length > 0) this.#ways.set(target, ways);
    }
    return ways;
  }

  /** Those of the packets by a transport, of a family, that some senders send, to be judged. What is left out does not matter. */
  judged(
    packets: PacketSet,
    transport?: TransportSet,
    family?: Family,
    senders?: AddressLookup,
  ): JudgedPackets {
    return new JudgedPackets(this.#parts.facts, packets, { family, transport, senders });
  }

  /** What outsiders can do after a failover, less what they can do now. */
  afterFailover(target: ResourceId): AnswerSets | undefined {
    const exposure = this.#reachability.exposure(target);
    return exposure?.afterFailover === undefined ? undefined : setsOf(exposure.afterFailover);
  }

  /** The packets by a transport, of a family, divided by who sends them; own, trusted and private senders are left out. Empty parts are left out. */
  parts(packets: PacketSet, transport?: TransportSet, family?: Family): readonly ExposedPart[] {
    return packets.isEmpty ? NO_PARTS : this.#parts.of(this.judged(packets, transport, family));
  }

  /** The class of the outsiders who send judged packets, the first where they are of several. */
  firstPeer(judged: JudgedPackets): PeerClass | undefined {
    return this.#parts.firstPeer(judged.senders);
  }

  /** Whether so many addresses count as the public: more than the threshold, or an IPv6 /32. */
  isWide(addresses: AddressSet): boolean {
    return this.#parts.isWide(addresses);
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

  #waysTo(target: ResourceId): readonly OpenWay[] {
    const exposure = this.#reachability.exposure(target);
    if (exposure === undefined) return NO_WAYS;
    if (exposure.notModelled !== undefined) {
      const reason = exposure.notModelled;
      const place = { kind: 'direct', target, through: target, reason } as const;
      return [new OpenWay(place, this.#classes.ofAnswer(exposure.answer))];
    }
    const [first, ...others] = exposure.ways;
    if (first === undefined) return NO_WAYS;
    const way = this.#openWay(target, first);
    const ways = way === undefined ? [] : [way];
    for (const one of others) {
      const other = this.#openWay(target, one);
      if (other !== undefined) ways.push(other);
    }
    return ways;
  }

  #openWay(target: ResourceId, { kind, through, answer }: ExposureWay): OpenWay | undefined {
    const sets = this.#classes.ofAnswer(answer);
    if (sets.of.allowed.isEmpty && sets.of.undetermined.isEmpty) return undefined;
    const card = kind === 'direct' ? this.#linked.record('interface', through) : undefined;
    return new OpenWay({ kind, target, through, card }, sets);
  }
}
