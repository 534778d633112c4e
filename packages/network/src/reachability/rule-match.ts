import type { Direction, FilterRule, Peer } from '../graph/filter.ts';
import {
  AddressSet,
  internet,
  type PacketBox,
  PacketSet,
  type TransportSet,
} from '../netset/index.ts';
import type { Bounds } from './bounds.ts';
import type { Scope } from './scope.ts';

/** The addresses that a peer stands for: at least `certain`, at most `possible`. */
export interface PeerBounds {
  readonly certain: AddressSet;
  readonly possible: AddressSet;
}

/** How the surroundings resolve what a rule refers to. */
export interface RuleContext {
  /** Only packets in this scope, as they travel, matter; what is said about others means nothing. */
  readonly scope: Scope;
  peerBounds(peer: Peer): PeerBounds;
  /** Whether the rule's `targets` select the interface at hand. */
  applies(rule: FilterRule): 'yes' | 'no' | 'maybe';
}

/** A rule as sets: the packets that it matches for certain, and those that it may match. */
export interface RuleMatch {
  readonly certain: PacketSet;
  readonly possible: PacketSet;
}

/** What one rule matches, in packets as they travel; undefined where it matches none. */
export function matchOf(
  rule: FilterRule,
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): RuleMatch | undefined {
  const peer = peerOf(rule, seesReply, context);
  if (peer === undefined) return undefined;
  const own = rule.own ?? AddressSet.all;
  const possible = packetsOf(direction, peer.possible, own, rule.transport);
  const certain =
    peer.certain === peer.possible
      ? possible
      : packetsOf(direction, peer.certain, own, rule.transport);
  return { certain, possible };
}

/**
 * The union of what rules match. A rule of undetermined action matches nothing for certain here. Rules that name one
 * transport object and no own addresses cost the union of their peers only.
 */
export function unionOfMatches(
  rules: readonly FilterRule[],
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): Bounds {
  const certain = new RuleUnion(direction);
  let differ = false;
  for (const rule of rules) {
    const peer = peerOf(rule, seesReply, context);
    if (peer === undefined) continue;
    const isOpen = typeof rule.action === 'object';
    if (isOpen || peer.certain !== peer.possible) differ = true;
    if (!isOpen) certain.add(peer.certain, rule);
  }
  const certainSet = certain.packets();
  if (!differ) return { certain: certainSet, possible: certainSet };
  const possible = new RuleUnion(direction);
  for (const rule of rules) {
    const peer = peerOf(rule, seesReply, context);
    if (peer !== undefined) possible.add(peer.possible, rule);
  }
  return { certain: certainSet, possible: possible.packets() };
}

/** Every packet between a peer and own addresses, as it travels. */
export function packetsOf(
  direction: Direction,
  peer: AddressSet,
  own: AddressSet,
  transport: TransportSet,
): PacketSet {
  return direction === 'ingress'
    ? PacketSet.of(peer, own, transport)
    : PacketSet.of(own, peer, transport);
}

/** The peers with which a rule matches, in the scope; undefined where it matches with none. */
function peerOf(
  rule: FilterRule,
  seesReply: boolean,
  context: RuleContext,
): PeerBounds | undefined {
  if (rule.establishedOnly === true && !seesReply) return undefined;
  const { transport, peers } = context.scope;
  if (transport !== undefined && !rule.transport.overlaps(transport)) return undefined;
  const applies = rule.targets === undefined ? 'yes' : context.applies(rule);
  if (applies === 'no') return undefined;
  const peer = scoped(context.peerBounds(rule.peer), peers);
  if (peer.possible.isEmpty) return undefined;
  return applies === 'yes' ? peer : { certain: AddressSet.empty, possible: peer.possible };
}

function scoped(bounds: PeerBounds, scope: AddressSet | undefined): PeerBounds {
  if (scope === undefined) return bounds;
  const possible = meetingScope(bounds.possible, scope);
  return bounds.certain === bounds.possible
    ? { certain: possible, possible }
    : { certain: meetingScope(bounds.certain, scope), possible };
}

/** What sets have in common with the internet set: many rules name one set, and this scope serves a whole estate. */
const onInternet = new WeakMap<AddressSet, AddressSet>();

function meetingScope(set: AddressSet, scope: AddressSet): AddressSet {
  if (scope !== internet) return set.overlaps(scope) ? set.intersect(scope) : AddressSet.empty;
  let part = onInternet.get(set);
  if (part === undefined) {
    part = set.intersect(scope);
    onInternet.set(set, part);
  }
  return part;
}

/** Collects what rules match: peers by transport where a rule names no own addresses, else box by box. */
class RuleUnion {
  readonly #direction: Direction;
  readonly #byTransport = new Map<TransportSet, AddressSet[]>();
  readonly #boxes: PacketBox[] = [];

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  add(peer: AddressSet, { own, transport }: FilterRule): void {
    if (peer.isEmpty) return;
    if (own !== undefined) {
      this.#boxes.push(boxOf(this.#direction, peer, own, transport));
      return;
    }
    const peers = this.#byTransport.get(transport);
    if (peers === undefined) this.#byTransport.set(transport, [peer]);
    else peers.push(peer);
  }

  packets(): PacketSet {
    const peers = [...this.#byTransport].map(([transport, sources]) => ({ transport, sources }));
    if (this.#direction === 'ingress' && this.#boxes.length === 0)
      return PacketSet.toEverywhere(peers);
    const boxes = peers.map(({ transport, sources }) =>
      boxOf(this.#direction, AddressSet.unionOf(sources), AddressSet.all, transport),
    );
    return PacketSet.ofBoxes([...this.#boxes, ...boxes]);
  }
}

function boxOf(
  direction: Direction,
  peer: AddressSet,
  own: AddressSet,
  transport: TransportSet,
): PacketBox {
  return direction === 'ingress'
    ? { source: peer, destination: own, transport }
    : { source: own, destination: peer, transport };
}
