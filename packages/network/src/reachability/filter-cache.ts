import type { Direction, FilterLayer, FilterRule, Peer, Plane } from '../graph/filter.ts';
import type { Interface } from '../graph/interface.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { Selector } from '../graph/selector.ts';
import { isUnknown } from '../graph/unknown.ts';
import { AddressSet, internet, type TransportSet } from '../netset/index.ts';
import { everything, mapBounds, undecided } from './bounds.ts';
import type { Estate, SubnetFacts } from './estate.ts';
import { layerBounds } from './layer-bounds.ts';
import type { PeerBounds, RuleContext } from './rule-match.ts';
import type { Scope } from './scope.ts';
import type { Crossing } from './verdict.ts';

/**
 * Verdicts of filter layers, each distinct situation evaluated once: interfaces with the same filters in the same network,
 * selected by the same rule targets, share the result.
 */
export class FilterCache {
  readonly #estate: Estate;
  readonly #crossings = new Map<string, Remembered>();
  readonly #targets = new Map<ResourceId, readonly Selector[]>();
  readonly #layerKeys = new WeakMap<FilterLayer, string>();
  readonly #planeless = new WeakMap<FilterLayer, boolean>();
  /** Numbers of the interned sets that scopes are made of. */
  readonly #scopes = new Map<AddressSet | TransportSet, number>();
  #consulted: Set<ResourceId> | undefined;

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  /**
   * What one layer of an interface does to packets of a direction and plane, and to their replies. The answer
   * means something for packets of the scope only.
   */
  layer(
    of: Interface,
    layer: FilterLayer,
    direction: Direction,
    asked: Plane,
    scope: Scope = anyPacket,
  ): Crossing {
    if (this.#consulted !== undefined)
      for (const { filter } of layer.attachments) this.#consulted.add(filter);
    const plane = this.planeOf(layer, asked);
    const key = `${direction}|${plane}|${this.#scopeKey(scope)}|${this.layerKey(of, layer)}`;
    const known = this.#crossings.get(key);
    if (known !== undefined) return known.crossing;
    const context: RuleContext = {
      peerBounds:
        scope.peers === internet && !this.#estate.hasPrivateOnInternet
          ? (peer) => peerOnInternet(this.#estate, peer, of.network)
          : (peer) => this.#estate.peerBounds(peer, of.network),
      applies: (rule) => this.#applies(rule, of.id),
      scope,
    };
    const crossing = this.#evaluate(layer, direction, plane, context);
    this.#crossings.set(key, { crossing, filters: layer.attachments.map(({ filter }) => filter) });
    return crossing;
  }

  /** What the filter at a subnet's border does to packets of a direction. It sees packets of every plane. */
  subnet(subnet: SubnetFacts, direction: Direction): Crossing {
    if (subnet.filter === undefined) return openSubnet;
    if (isUnknown(subnet.filter)) return unknownCrossing;
    this.#consulted?.add(subnet.filter);
    const key = `${direction}|subnet|${subnet.network}|${subnet.filter}`;
    const known = this.#crossings.get(key);
    if (known !== undefined) return known.crossing;
    const layer: FilterLayer = {
      kind: 'layer',
      combine: 'pool',
      attachments: [{ filter: subnet.filter, enforcement: 'enforced' }],
      whenNone: { ingress: 'allow', egress: 'allow' },
      atEnd: { ingress: 'deny', egress: 'deny' },
    };
    const context: RuleContext = {
      peerBounds: (peer) => this.#estate.peerBounds(peer, subnet.network),
      applies: () => 'no',
      scope: anyPacket,
    };
    const plane = this.#estate.filter(subnet.filter)?.planes[0] ?? 'private';
    const crossing = this.#evaluate(layer, direction, plane, context);
    this.#crossings.set(key, { crossing, filters: [subnet.filter] });
    return crossing;
  }

  /** Runs a walk and tells the filters that it asked, whatever they said. */
  consultedBy(walk: () => unknown): ReadonlySet<ResourceId> {
    const consulted = new Set<ResourceId>();
    this.#consulted = consulted;
    try {
      walk();
    } finally {
      this.#consulted = undefined;
    }
    return consulted;
  }

  /** The same for an estate in which only these filters changed, and nothing else that a verdict here hangs on. */
  forEstate(estate: Estate, changed: ReadonlySet<ResourceId>): FilterCache {
    const next = new FilterCache(estate);
    for (const [key, remembered] of this.#crossings) {
      if (!remembered.filters.some((filter) => changed.has(filter)))
        next.#crossings.set(key, remembered);
    }
    for (const [scope, key] of this.#scopes) next.#scopes.set(scope, key);
    return next;
  }

  /** Names the situation of a layer on an interface: equal keys have equal verdicts. */
  layerKey(of: Interface, layer: FilterLayer): string {
    let key = this.#layerKeys.get(layer);
    if (key === undefined) {
      const filters = layer.attachments.map(
        ({ filter, enforcement }) => `${enforcement} ${filter}`,
      );
      const { whenNone, atEnd } = layer;
      key = [
        layer.combine,
        whenNone.ingress,
        whenNone.egress,
        atEnd.ingress,
        atEnd.egress,
        ...filters,
      ].join('|');
      this.#layerKeys.set(layer, key);
    }
    let signature = '';
    for (const { filter } of layer.attachments) {
      for (const selector of this.#targetsOf(filter))
        signature += this.#estate.selects(selector, of.id).charAt(0);
    }
    return `${of.network}|${key}|${signature}`;
  }

  /** The plane by which a layer is judged: one for both where they make no difference. */
  planeOf(layer: FilterLayer, asked: Plane): Plane {
    return this.#seesBothPlanes(layer) ? 'private' : asked;
  }

  #evaluate(
    layer: FilterLayer,
    direction: Direction,
    plane: Plane,
    context: RuleContext,
  ): Crossing {
    const lookup = (id: ResourceId) => this.#estate.filter(id);
    const forward = layerBounds(layer, direction, plane, 'forward', lookup, context);
    const opposite = direction === 'ingress' ? 'egress' : 'ingress';
    const back = layerBounds(layer, opposite, plane, 'reply', lookup, {
      ...context,
      scope: ofReplies(context.scope),
    });
    return {
      forward,
      reply: back === everything ? everything : mapBounds(back, (packets) => packets.reversed()),
    };
  }

  /** Whether the plane makes no difference, so that both share one verdict. */
  #seesBothPlanes(layer: FilterLayer): boolean {
    let known = this.#planeless.get(layer);
    if (known === undefined) {
      known = layer.attachments.every(
        ({ filter }) => (this.#estate.filter(filter)?.planes.length ?? 2) === 2,
      );
      this.#planeless.set(layer, known);
    }
    return known;
  }

  #scopeKey({ peers, transport }: Scope): string {
    return `${this.#numberOf(peers)} ${this.#numberOf(transport)}`;
  }

  #numberOf(set: AddressSet | TransportSet | undefined): number | '' {
    if (set === undefined) return '';
    let number = this.#scopes.get(set);
    if (number === undefined) {
      number = this.#scopes.size;
      this.#scopes.set(set, number);
    }
    return number;
  }

  #applies(rule: FilterRule, id: ResourceId): 'yes' | 'no' | 'maybe' {
    return rule.targets === undefined ? 'yes' : this.#estate.selects(rule.targets, id);
  }

  #targetsOf(id: ResourceId): readonly Selector[] {
    let targets = this.#targets.get(id);
    if (targets === undefined) {
      const found = new Set<Selector>();
      for (const rule of this.#estate.filter(id)?.rules ?? [])
        if (rule.targets !== undefined) found.add(rule.targets);
      targets = [...found];
      this.#targets.set(id, targets);
    }
    return targets;
  }
}

/**
 * What a peer may mean on the internet, where no private address of ours is: references to the members of filters by their
 * private addresses mean nothing there, so that nobody looks for the members.
 */
function peerOnInternet(estate: Estate, peer: Peer, network: ResourceId): PeerBounds {
  if (isPrivateReference(peer)) return noPeer;
  if (peer.kind !== 'any-of' || !peer.peers.some(isPrivateReference))
    return estate.peerBounds(peer, network);
  const parts = peer.peers.map((part) => peerOnInternet(estate, part, network));
  const [first, ...others] = parts.filter((part) => part !== noPeer);
  if (first === undefined || others.length === 0) return first ?? noPeer;
  const certain = AddressSet.unionOf(parts.map((part) => part.certain));
  const isKnown = parts.every((part) => part.certain === part.possible);
  return {
    certain,
    possible: isKnown ? certain : AddressSet.unionOf(parts.map((part) => part.possible)),
  };
}

/**
 * A reference to the members of a filter by their private addresses. Of those that could not be resolved too, none is on the
 * internet (see `PeerResolver`).
 */
function isPrivateReference(peer: Peer): boolean {
  return (
    peer.kind === 'selector' &&
    peer.selector.kind === 'filter-members' &&
    (peer.addresses === 'private' || peer.addresses === 'primary-private')
  );
}

const noPeer: PeerBounds = { certain: AddressSet.empty, possible: AddressSet.empty };

const anyPacket: Scope = {};

/** The scope of the packets that answer those of a scope. */
function ofReplies(scope: Scope): Scope {
  return scope.transport === undefined
    ? scope
    : { ...scope, transport: scope.transport.reversed() };
}

/** A verdict, and the filters whose rules it was made of. */
interface Remembered {
  readonly crossing: Crossing;
  readonly filters: readonly ResourceId[];
}

const openSubnet: Crossing = { forward: everything, reply: everything };

/** A filter that nobody could read, for the packets and for their replies. */
const unknownCrossing: Crossing = { forward: undecided, reply: undecided };
