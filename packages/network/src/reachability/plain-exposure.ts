import type { Filter, Plane } from '../graph/filter.ts';
import type { Interface, InterfaceAddress } from '../graph/interface.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import { isUnknown } from '../graph/unknown.ts';
import { AddressSet, internet, type PacketSet } from '../netset/index.ts';
import { listeningBounds, type Owner } from './arrival.ts';
import { allOf, type Bounds, mapBounds, undeterminedPart } from './bounds.ts';
import type { SubnetFacts } from './estate.ts';
import { publicFace } from './internet.ts';
import type { EngineState } from './question.ts';
import {
  type AnswerSets,
  type ReachAnswer,
  type SpreadAnswer,
  unitedAnswers,
  type VerdictWord,
} from './reach-answer.ts';
import { repliesToInternet, routesBack } from './reply-route.ts';
import type { RouteDecision } from './route-lookup.ts';
import { internetScope } from './scope.ts';
import { openCrossing, reachesNothing, thenCross, type Verdict } from './verdict.ts';
import { type Acceptor, type AddressBounds, Walk } from './walk.ts';

/**
 * What outsiders can do to any interface in one plain situation, whatever its addresses: nothing on the way looks at the
 * destination, so the sets hold every destination and are narrowed to an interface's own.
 */
export interface PlainSituation {
  /** The interface that it was worked out for. */
  readonly card: Interface;
  readonly answer: ReachAnswer;
  /** Whether anything may arrive over each family. */
  readonly mayReach: { readonly ipv4: boolean; readonly ipv6: boolean };
}

/** Plain situations by their texts. */
export type PlainSituations = Map<string, PlainSituation>;

/** How an interface stands towards the internet where nothing but its filters, routes and listeners decides. */
interface PlainPlace {
  readonly subnet: SubnetFacts | undefined;
  readonly owner: Owner;
}

/**
 * The answer for the internet set and the interface's own addresses, by the short way: exact addresses translated one to
 * one behind an open internet gateway, known filters that name no own addresses, an owner that runs. By the terms of
 * `docs/model.md` (sections 6 and 9) the verdict is then that of subnet filter, layers, listeners and return route alone.
 * `undefined` where the situation is not plain, `'nothing'` where nothing arrives.
 */
export function plainAnswer(
  state: EngineState,
  card: Interface,
  situations: PlainSituations,
): ReachAnswer | 'nothing' | undefined {
  const place = plainPlace(state, card);
  if (place === undefined) return undefined;
  const parts: SpreadAnswer[] = [];
  for (const plane of planes) {
    const faces = facesOn(card, plane);
    if (faces.isEmpty) continue;
    const situation = situationOn(state, card, place, plane, situations);
    if (situation === undefined) return undefined;
    const { mayReach } = situation;
    const reached = mayReach.ipv4 ? (mayReach.ipv6 ? faces : faces.ipv4) : faces.ipv6;
    if (reached.isEmpty || !(mayReach.ipv4 || mayReach.ipv6)) continue;
    parts.push({ answer: toFamiliesOf(reached, situation.answer), destinations: reached });
  }
  return parts.length === 0 ? 'nothing' : together(parts);
}

const planes: readonly Plane[] = ['private', 'public'];

function situationOn(
  state: EngineState,
  card: Interface,
  place: PlainPlace,
  plane: Plane,
  situations: PlainSituations,
): PlainSituation | undefined {
  const key = plainKey(state, card, place, plane);
  if (key === undefined) return undefined;
  let known = situations.get(key);
  if (known === undefined) {
    known = evaluated(card, plainVerdict(state, card, place, plane));
    situations.set(key, known);
  }
  return known;
}

function evaluated(card: Interface, { delivered, conversable }: Verdict): PlainSituation {
  const sets = setsOf(delivered);
  const isSame =
    conversable.certain === delivered.certain && conversable.possible === delivered.possible;
  return {
    card,
    answer: { delivered: sets, conversable: isSame ? sets : setsOf(conversable) },
    mayReach: {
      ipv4: delivered.possible.hasFamily('ipv4'),
      ipv6: delivered.possible.hasFamily('ipv6'),
    },
  };
}

function setsOf(bounds: Verdict['delivered']): AnswerSets {
  return { allowed: bounds.certain, undetermined: undeterminedPart(bounds) };
}

/** The facts that need no set; undefined where one of them is not plain. */
function plainPlace(state: EngineState, card: Interface): PlainPlace | undefined {
  const { estate } = state;
  if (card.noInternetIngress !== undefined || card.unmodelledIngress !== undefined)
    return undefined;
  if (!card.addresses.every(isPlainAddress)) return undefined;
  const network = estate.network(card.network);
  if (network === undefined) return undefined;
  if (!network.isPublicSpace) {
    const gateways = estate.internetGateways(card.network);
    if (gateways.some(({ routeTable }) => routeTable !== undefined)) return undefined;
    if (!gateways.some((gateway) => gateway.state === 'active')) return undefined;
  }
  const subnet = estate.subnet(card.subnet);
  const block = subnet?.internetBlock;
  if (block !== undefined && (isUnknown(block) || block.direct)) return undefined;
  if (subnet?.filter !== undefined) {
    if (isUnknown(subnet.filter) || namesOwn(estate.filter(subnet.filter))) return undefined;
  }
  const owner = estate.owner(card);
  return isPlainOwner(owner) ? { subnet, owner } : undefined;
}

function isPlainOwner(owner: Owner): boolean {
  if (owner === undefined) return true;
  if (owner === 'unseen') return false;
  switch (owner.kind) {
    case 'workload':
    case 'load-balancer':
      return owner.state === 'running';
    case 'service':
      return owner.state === 'running' && owner.inventoryOnly === undefined;
    default:
      return true;
  }
}

/** Exact, and translated to a single address of its own family, or not at all. */
function isPlainAddress({ exact, inside, outside }: InterfaceAddress): boolean {
  if (!exact) return false;
  if (outside === undefined) return true;
  return (
    inside.ipv4.isEmpty === outside.ipv4.isEmpty && inside.size() === 1n && outside.size() === 1n
  );
}

/** Equal texts have equal verdicts. Undefined where a rule names own addresses, a route its senders, or a part is unknown. */
function plainKey(
  state: EngineState,
  card: Interface,
  { subnet, owner }: PlainPlace,
  plane: Plane,
): string | undefined {
  const { estate, filters } = state;
  const table = card.routeTable ?? subnet?.routeTable;
  if (isUnknown(table)) return undefined;
  if (table !== undefined) {
    const routes = estate.routeTable(table)?.routes;
    if (routes === undefined || routes.some(({ sources }) => sources !== undefined))
      return undefined;
  }
  const doubts = new Set(onPlane(card, plane).map((address) => isDoubtful(address)));
  if (doubts.size > 1) return undefined;
  let key = `${card.network}|${table ?? ''}|${card.subnet === undefined}|${String(subnet?.filter ?? '')}`;
  if (doubts.has(true)) key += '|doubtful';
  for (const layer of card.layers) {
    if (isUnknown(layer)) return undefined;
    if (layer.attachments.some(({ filter }) => namesOwn(estate.filter(filter)))) return undefined;
    key += `|${filters.planeOf(layer, plane)}|${filters.layerKey(card, layer)}`;
  }
  return owner === undefined || owner === 'unseen' ? key : `${key}|${listenersText(owner, card)}`;
}

function listenersText(owner: Exclude<Owner, 'unseen' | undefined>, card: Interface): string {
  switch (owner.kind) {
    case 'service':
      return owner.endpoints
        .filter(({ interfaces }) => interfaces.includes(card.id))
        .map(({ listens }) => listens.toString())
        .join('|');
    case 'load-balancer':
      return owner.listeners.map(({ listens }) => listens.toString()).join('|');
    default:
      return 'all';
  }
}

function plainVerdict(
  state: EngineState,
  card: Interface,
  { subnet, owner }: PlainPlace,
  plane: Plane,
): Verdict {
  const { filters } = state;
  let crossing = subnet === undefined ? openCrossing : filters.subnet(subnet, 'ingress');
  for (const layer of card.layers) {
    if (!isUnknown(layer))
      crossing = thenCross(crossing, filters.layer(card, layer, 'ingress', plane, internetScope));
  }
  const admitted = mapBounds(allOf(crossing.forward, listeningBounds(owner, card)), (packets) =>
    packets.fromSources(internet),
  );
  if (admitted.possible.isEmpty) return reachesNothing;
  const back = answeredOverInternet(new Walk(state.estate, filters, state.decisions, nobody), card);
  const delivered = onPlane(card, plane).some(isDoubtful)
    ? { certain: admitted.certain.fromSources(back.certain), possible: admitted.possible }
    : admitted;
  return { delivered, conversable: fromSources(allOf(delivered, crossing.reply), back) };
}

function fromSources(bounds: Bounds, { certain, possible }: AddressBounds): Bounds {
  const sure = bounds.certain.fromSources(certain);
  const isKnown = bounds.certain === bounds.possible && certain === possible;
  return { certain: sure, possible: isKnown ? sure : bounds.possible.fromSources(possible) };
}

/** Which of the internet set a table answers, in a network; for as long as what the table decides is the same. */
const answered = new WeakMap<readonly RouteDecision[], Map<ResourceId, AddressBounds>>();

/** The internet's addresses to which the routes of an interface lead back; routes tied to senders there are none. */
function answeredOverInternet(walk: Walk, card: Interface): AddressBounds {
  const receiver = walk.standpointOf(card);
  const decisions = walk.decisions(receiver);
  const known = decisions === undefined ? undefined : answered.get(decisions);
  let back = known?.get(card.network);
  if (back === undefined) {
    back = routesBack(walk, receiver, internet, repliesToInternet(walk));
    if (known !== undefined) known.set(card.network, back);
    else if (decisions !== undefined) answered.set(decisions, new Map([[card.network, back]]));
  }
  return back;
}

/** Nothing is delivered by a walk that only asks for routes. */
const nobody: Acceptor = {
  at: () => undefined,
  targets: [],
  external: false,
  afterDoubt: () => reachesNothing,
  inexact: [],
};

function facesOn(card: Interface, plane: Plane): AddressSet {
  return AddressSet.unionOf(onPlane(card, plane).map(publicFace));
}

function onPlane(card: Interface, plane: Plane): readonly InterfaceAddress[] {
  return card.addresses.filter((address) => address.plane === plane);
}

function isDoubtful({ unansweredDelivery }: InterfaceAddress): boolean {
  return unansweredDelivery !== undefined;
}

const naming = new WeakMap<Filter, boolean>();

/** Whether some rule of the filter names addresses at its own end. */
export function namesOwn(filter: Filter | undefined): boolean {
  if (filter === undefined) return false;
  let known = naming.get(filter);
  if (known === undefined) {
    known = filter.rules.some(({ own }) => own !== undefined);
    naming.set(filter, known);
  }
  return known;
}

/** The parts of an answer that differ in their destinations as one, by a class where each family has one part. */
function together(parts: readonly SpreadAnswer[]): ReachAnswer {
  const [first, second] = parts;
  if (first === undefined) throw new Error('an answer has parts');
  if (second === undefined) return new NarrowedAnswer(first);
  const [a, b] = [first.destinations, second.destinations];
  if (parts.length > 2 || sharesFamily(a, b))
    return unitedAnswers(parts.map((part) => new NarrowedAnswer(part)));
  const answer = unitedOnce(first.answer, second.answer);
  return new NarrowedAnswer({ answer, destinations: a.union(b) });
}

function sharesFamily(a: AddressSet, b: AddressSet): boolean {
  return (!a.ipv4.isEmpty && !b.ipv4.isEmpty) || (!a.ipv6.isEmpty && !b.ipv6.isEmpty);
}

const united = new WeakMap<ReachAnswer, WeakMap<ReachAnswer, ReachAnswer>>();

/** Interfaces that differ in their addresses share both parts, and so the whole. */
function unitedOnce(a: ReachAnswer, b: ReachAnswer): ReachAnswer {
  const byOther = united.get(a) ?? new WeakMap<ReachAnswer, ReachAnswer>();
  united.set(a, byOther);
  let both = byOther.get(b);
  if (both === undefined) {
    both = unitedAnswers([a, b]);
    byOther.set(b, both);
  }
  return both;
}

const ofFamily = {
  ipv4: new WeakMap<ReachAnswer, ReachAnswer>(),
  ipv6: new WeakMap<ReachAnswer, ReachAnswer>(),
};

/** The answer to every destination of the families that some destinations are of. */
function toFamiliesOf({ ipv4, ipv6 }: AddressSet, answer: ReachAnswer): ReachAnswer {
  if (!ipv4.isEmpty && !ipv6.isEmpty) return answer;
  const family = ipv6.isEmpty ? 'ipv4' : 'ipv6';
  let narrow = ofFamily[family].get(answer);
  if (narrow === undefined) {
    const destinations = family === 'ipv4' ? AddressSet.allIpv4 : AddressSet.allIpv6;
    narrow = narrowedTo(answer, destinations);
    ofFamily[family].set(answer, narrow);
  }
  return narrow;
}

/** The part of an answer that concerns some destinations, its sets made at once. */
function narrowedTo(
  { delivered, conversable }: ReachAnswer,
  destinations: AddressSet,
): ReachAnswer {
  const narrow = ({ allowed, undetermined }: AnswerSets): AnswerSets => ({
    allowed: allowed.toDestinations(destinations),
    undetermined: undetermined.toDestinations(destinations),
  });
  const arrives = narrow(delivered);
  return {
    delivered: arrives,
    conversable: conversable === delivered ? arrives : narrow(conversable),
  };
}

/** The part of an answer that concerns some destinations. */
class NarrowedAnswer implements ReachAnswer {
  readonly spread: SpreadAnswer;
  readonly delivered: AnswerSets;
  readonly conversable: AnswerSets;

  constructor(spread: SpreadAnswer) {
    const { delivered, conversable } = spread.answer;
    this.spread = spread;
    this.delivered = new NarrowedSets(spread, delivered);
    this.conversable =
      conversable === delivered ? this.delivered : new NarrowedSets(spread, conversable);
  }
}

/** The sets are made each time they are asked, at little cost: answers about a hundred thousand targets are kept, and few are looked at. */
class NarrowedSets implements AnswerSets {
  readonly #spread: SpreadAnswer;
  readonly #wide: AnswerSets;
  #word: VerdictWord | undefined;

  constructor(spread: SpreadAnswer, wide: AnswerSets) {
    this.#spread = spread;
    this.#wide = wide;
  }

  get allowed(): PacketSet {
    return this.#wide.allowed.toDestinations(this.#spread.destinations);
  }

  get undetermined(): PacketSet {
    return this.#wide.undetermined.toDestinations(this.#spread.destinations);
  }

  get word(): VerdictWord {
    this.#word ??= this.#wordFound();
    return this.#word;
  }

  #wordFound(): VerdictWord {
    if (this.#isLeft(this.#wide.allowed)) return 'allowed';
    return this.#isLeft(this.#wide.undetermined) ? 'undetermined' : 'denied';
  }

  /** Is something left of packets to every destination of a family? */
  #isLeft(packets: PacketSet): boolean {
    const { ipv4, ipv6 } = this.#spread.destinations;
    return (
      (!ipv4.isEmpty && packets.hasFamily('ipv4')) || (!ipv6.isEmpty && packets.hasFamily('ipv6'))
    );
  }
}
