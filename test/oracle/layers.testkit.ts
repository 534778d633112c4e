import {
  type Filter,
  type FilterAction,
  type FilterAttachment,
  type FilterLayer,
  type Interface,
  isUnknown,
  type Known,
  type Plane,
  type ResourceId,
  recordOf,
  type Subnet,
} from '@netposture/network/graph';
import type { Estate, UnseenSubnet } from './estate.testkit.ts';
import { EITHER, type Outcomes, poolOutcomes, type Sight } from './filters.testkit.ts';
import type { Packet } from './universe.testkit.ts';
import { allOf, type Verdict } from './verdict.testkit.ts';

/** Judges packets at interfaces and at the borders of subnets. */
export class Checkpoints {
  readonly #estate: Estate;
  readonly #remembered = new Map<object, Map<number, Verdict>>();

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  /** The first packet leaves an interface by its filters. */
  leaves(from: Interface, packet: Packet): Verdict {
    return this.#atInterface(from, 'egress', packet, false);
  }

  /** The first packet enters an interface by its filters. */
  enters(to: Interface, packet: Packet): Verdict {
    return this.#atInterface(to, 'ingress', packet, false);
  }

  /** A reply leaves the interface that received the first packet. */
  replyLeaves(from: Interface, reply: Packet): Verdict {
    return this.#atInterface(from, 'egress', reply, true);
  }

  /** A reply enters the interface that sent the first packet. */
  replyEnters(to: Interface, reply: Packet): Verdict {
    return this.#atInterface(to, 'ingress', reply, true);
  }

  /** A packet crosses the border of a subnet. */
  crosses(
    subnet: Subnet | UnseenSubnet | undefined,
    direction: Sight['direction'],
    packet: Packet,
  ): Verdict {
    return this.#atBorder(subnet, direction, packet, false);
  }

  /** As {@link crosses}, for a reply: a stateful filter lets it pass. */
  replyCrosses(
    subnet: Subnet | UnseenSubnet | undefined,
    direction: Sight['direction'],
    reply: Packet,
  ): Verdict {
    return this.#atBorder(subnet, direction, reply, true);
  }

  #atInterface(
    at: Interface,
    direction: Sight['direction'],
    packet: Packet,
    isReply: boolean,
  ): Verdict {
    return this.#remember(at, direction, packet, isReply, () => {
      const sight = sightOf(direction, packet, isReply, at.network, at);
      const plane = this.#estate.planeAt(at, sight.own);
      return allOf(...at.layers.map((layer) => this.#layer(layer, plane, sight)));
    });
  }

  #atBorder(
    subnet: Subnet | UnseenSubnet | undefined,
    direction: Sight['direction'],
    packet: Packet,
    isReply: boolean,
  ): Verdict {
    if (subnet === undefined) return 'allowed';
    if (subnet.kind === 'unseen-subnet' || isUnknown(subnet.filter)) return 'undetermined';
    const filter = subnet.filter;
    if (filter === undefined) return 'allowed';
    return this.#remember(subnet, direction, packet, isReply, () => {
      const sight = sightOf(direction, packet, isReply, subnet.network, undefined);
      return this.#layer(borderLayer(filter), 'every', sight);
    });
  }

  #layer(layer: Known<FilterLayer>, plane: Plane | 'every', sight: Sight): Verdict {
    if (isUnknown(layer)) return 'undetermined';
    const outcomes = new Set<FilterAction>();
    for (const attached of combinations(layer.attachments)) {
      for (const outcome of this.#inForce(layer, attached, plane, sight)) outcomes.add(outcome);
    }
    if (outcomes.size > 1) return 'undetermined';
    return outcomes.has('allow') ? 'allowed' : 'denied';
  }

  /** The outcomes of a layer with exactly these filters attached. */
  #inForce(
    layer: FilterLayer,
    attached: readonly ResourceId[],
    plane: Plane | 'every',
    sight: Sight,
  ): Outcomes {
    const filters = attached.map((id) => recordOf(this.#estate.graph, 'filter', id));
    const asked = filters.filter(
      (filter) => filter === undefined || plane === 'every' || filter.planes.includes(plane),
    );
    const first = asked.find((filter) => filter !== undefined);
    const isStateful = first?.stateful ?? true;
    if (sight.isReply && isStateful) return new Set(['allow']);
    if (attached.length === 0) return new Set([layer.whenNone[sight.direction]]);
    if (asked.length === 0) return new Set(['allow']);
    const outcomes =
      layer.combine === 'pool' ? this.#pool(asked, sight) : this.#sequence(asked, sight);
    return replace(outcomes, new Set([layer.atEnd[sight.direction]]));
  }

  #pool(asked: readonly (Filter | undefined)[], sight: Sight): Outcomes {
    const seen = asked.filter((filter) => filter !== undefined);
    return poolOutcomes(this.#estate, seen, seen.length < asked.length, sight);
  }

  #sequence(asked: readonly (Filter | undefined)[], sight: Sight): Outcomes {
    let outcomes: Outcomes = new Set(['goto-next']);
    for (const filter of asked) {
      if (!outcomes.has('goto-next')) break;
      const next =
        filter === undefined ? EITHER : poolOutcomes(this.#estate, [filter], false, sight);
      outcomes = replace(outcomes, next);
    }
    return outcomes;
  }

  #remember(
    at: object,
    direction: Sight['direction'],
    { source, destination, transport }: Packet,
    isReply: boolean,
    judge: () => Verdict,
  ): Verdict {
    let byKey = this.#remembered.get(at);
    if (byKey === undefined) {
      byKey = new Map();
      this.#remembered.set(at, byKey);
    }
    const place = (direction === 'ingress' ? 0 : 1) + (isReply ? 2 : 0);
    const key = ((place * 4096 + source) * 4096 + destination) * 4096 + transport;
    let verdict = byKey.get(key);
    if (verdict === undefined) {
      verdict = judge();
      byKey.set(key, verdict);
    }
    return verdict;
  }
}

/** The filter sees the far end as peer and the near end as own. */
function sightOf(
  direction: Sight['direction'],
  { source, destination, transport }: Packet,
  isReply: boolean,
  network: ResourceId,
  at: Interface | undefined,
): Sight {
  const [own, peer] = direction === 'ingress' ? [destination, source] : [source, destination];
  return { direction, own, peer, transport, isReply, network, interface: at };
}

/** The outcomes with those of the following filter in place of goto-next. */
function replace(outcomes: Outcomes, next: Outcomes): Outcomes {
  if (!outcomes.has('goto-next')) return outcomes;
  const replaced = new Set([...outcomes, ...next]);
  if (!next.has('goto-next')) replaced.delete('goto-next');
  return replaced;
}

/** Every way in which pending and removing attachments can have gone. */
function combinations(attachments: readonly FilterAttachment[]): ResourceId[][] {
  let ways: ResourceId[][] = [[]];
  for (const { filter, enforcement } of attachments) {
    if (enforcement === 'failed') continue;
    const attached = ways.map((way) => [...way, filter]);
    ways = enforcement === 'enforced' ? attached : [...ways, ...attached];
  }
  return ways;
}

function borderLayer(filter: ResourceId): FilterLayer {
  return {
    kind: 'layer',
    combine: 'sequence',
    attachments: [{ filter, enforcement: 'enforced' }],
    whenNone: { ingress: 'allow', egress: 'allow' },
    atEnd: { ingress: 'deny', egress: 'deny' },
  };
}
