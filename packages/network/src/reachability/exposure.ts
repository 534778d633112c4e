import type { Interface } from '../graph/interface.ts';
import type { LinkedGraph } from '../graph/link.ts';
import type { GraphRecord } from '../graph/record.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { Service } from '../graph/service.ts';
import { isUnknown } from '../graph/unknown.ts';
import { AddressSet, internet, PacketSet, TransportSet } from '../netset/index.ts';
import { FilterCache } from './filter-cache.ts';
import { publicFace } from './internet.ts';
import { OverlayEstate } from './overlay-estate.ts';
import { type PlainSituations, plainAnswer } from './plain-exposure.ts';
import { balancersOf, type EngineState } from './question.ts';
import { type AnswerSets, answerSets, type ReachAnswer, unitedAnswers } from './reach-answer.ts';
import { pairedFaces, SharedAnswer, situationOf } from './situation.ts';
import { interfacesOf } from './targets.ts';

/** One kind of way from outside to a target. */
export interface ExposureWay {
  /** `direct`: by an address of the target's own. `balancer`: by a listener of the balancer named in `through`. */
  readonly kind: 'direct' | 'balancer';
  readonly through: ResourceId;
  readonly answer: ReachAnswer;
}

/** What outsiders can do to one target. */
export interface Exposure {
  readonly target: ResourceId;
  /** Every way together: sources outside, destination and port as an outsider writes them. */
  readonly answer: ReachAnswer;
  /** The ways by which something arrives, or may arrive. */
  readonly ways: readonly ExposureWay[];
  /** The same after a failover to any other subnet of the service. Absent where a failover changes nothing or cannot happen. */
  readonly afterFailover?: ReachAnswer;
  /** Why nothing at all can be said about the target; everything is undetermined then. */
  readonly notModelled?: string;
}

/** Who counts as an outsider, and what is asked. */
export interface ExposureQuestion {
  /** Default: the internet set. */
  readonly sources?: AddressSet;
}

/** What outsiders can do to a workload, service, balancer or single interface, by every path. */
export function exposureOf(
  state: EngineState,
  linked: LinkedGraph,
  target: GraphRecord,
  question: ExposureQuestion = {},
  situations?: SharedSituations,
): Exposure {
  const sources = question.sources ?? internet;
  const own = interfacesOf(linked, target);
  if (target.kind === 'service' && target.inventoryOnly !== undefined) {
    return {
      target: target.id,
      answer: allUndetermined(sources),
      ways: [],
      notModelled: target.inventoryOnly,
    };
  }
  const shared = question.sources === undefined ? situations : undefined;
  const ways = waysTo(state, own, sources, shared);
  const answer = unitedAnswers(ways.map((way) => way.answer));
  const failover =
    target.kind === 'service' ? failoverAnswer(state, target, own, sources) : undefined;
  return {
    target: target.id,
    answer,
    ways,
    ...(failover === undefined ? {} : { afterFailover: failover }),
  };
}

function waysTo(
  state: EngineState,
  own: readonly ResourceId[],
  sources: AddressSet,
  shared?: SharedSituations,
): readonly ExposureWay[] {
  const ways: ExposureWay[] = [];
  for (const id of own) {
    const card = state.estate.interface(id);
    if (card === undefined || !isAddressable(card)) continue;
    const answer = directAnswer(state, card, sources, shared);
    if (answer !== undefined) ways.push({ kind: 'direct', through: id, answer });
  }
  const inFront = balancersInFront(state, own);
  for (const id of inFront) {
    const destinations = AddressSet.unionOf(facesOf(state, cardsOf(state, id)));
    const to = { interfaces: own, destinations, throughBalancers: true };
    const transport = facesOf(state, own).some((face) => face.overlaps(destinations))
      ? TransportSet.all
      : heardBy(state, inFront);
    if (shared !== undefined && isShut(state, id, destinations, shared.plain)) continue;
    const from = { interfaces: [], external: sources };
    const answer = answerSets(state, { from, to, transport });
    if (!isDenied(answer)) ways.push({ kind: 'balancer', through: id, answer });
  }
  return ways;
}

/** What outsiders can do by the interface's own addresses; worked out once for all interfaces in the same situation. Undefined where nothing. */
function directAnswer(
  state: EngineState,
  card: Interface,
  sources: AddressSet,
  shared: SharedSituations | undefined,
): ReachAnswer | undefined {
  if (shared !== undefined) {
    const plain = plainAnswer(state, card, shared.plain);
    if (plain !== undefined) return plain === 'nothing' ? undefined : plain;
  }
  const situation = shared === undefined ? undefined : situationOf(state, card);
  const known = situation === undefined ? undefined : shared?.other.get(situation);
  if (known !== undefined) {
    return known.answer === undefined
      ? undefined
      : new SharedAnswer(known.answer, pairedFaces(known.card, card));
  }
  const to = { interfaces: [card.id], throughBalancers: false };
  const found = answerSets(state, { from: { interfaces: [], external: sources }, to });
  const answer = isDenied(found) ? undefined : found;
  if (situation !== undefined) shared?.other.set(situation, { card, answer });
  return answer;
}

/** Answers by situation, each with the interface that it was worked out for. */
export interface SharedSituations {
  /** Where nothing looks at the interface's own addresses. */
  readonly plain: PlainSituations;
  /** All others that can be shared. */
  readonly other: Map<
    string,
    { readonly card: Interface; readonly answer: ReachAnswer | undefined }
  >;
}

/** Whether outsiders could ever write to the interface itself. */
function isAddressable(card: Interface): boolean {
  return (
    card.unmodelledIngress !== undefined ||
    card.addresses.some((address) => !publicFace(address).isEmpty)
  );
}

function balancersInFront(state: EngineState, own: readonly ResourceId[]): readonly ResourceId[] {
  const found = new Set<ResourceId>();
  const open = [...own, ...balancersOf(state, own)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of state.balancersBefore(next)) {
      if (found.has(id)) continue;
      found.add(id);
      open.push(id, ...(state.estate.balancer(id)?.interfaces ?? []));
    }
  }
  return [...found].sort();
}

/** Whether it is plain that outsiders do not even reach the balancer, and nobody else holds its addresses. */
function isShut(
  state: EngineState,
  balancer: ResourceId,
  destinations: AddressSet,
  situations: PlainSituations,
): boolean {
  const cards = cardsOf(state, balancer);
  const isClosed = (id: ResourceId): boolean => {
    const card = state.estate.interface(id);
    return card !== undefined && plainAnswer(state, card, situations) === 'nothing';
  };
  return (
    cards.every(isClosed) &&
    state.estate.holdersPublic(destinations).every(({ holder }) => cards.includes(holder.id))
  );
}

function cardsOf(state: EngineState, balancer: ResourceId): readonly ResourceId[] {
  return state.estate.balancer(balancer)?.interfaces ?? [];
}

/** What some of the balancers listen to: nothing else can pass any of them. */
function heardBy(state: EngineState, balancers: readonly ResourceId[]): TransportSet {
  const listeners = balancers.flatMap((id) => state.estate.balancer(id)?.listeners ?? []);
  return TransportSet.unionOf(listeners.map(({ listens }) => listens));
}

function facesOf(state: EngineState, cards: readonly ResourceId[]): readonly AddressSet[] {
  return cards.flatMap((card) =>
    (state.estate.interface(card)?.addresses ?? []).flatMap((address) => [
      publicFace(address),
      address.inside,
    ]),
  );
}

function failoverAnswer(
  state: EngineState,
  service: Service,
  own: readonly ResourceId[],
  sources: AddressSet,
): ReachAnswer | undefined {
  const subnets = service.failoverSubnets;
  if (subnets === undefined) return undefined;
  if (isUnknown(subnets)) return allUndetermined(sources);
  const answers: ReachAnswer[] = [];
  for (const subnet of subnets) {
    const moved = new Map<ResourceId, Interface>();
    for (const id of own) {
      const card = state.estate.interface(id);
      if (card?.subnet !== undefined && card.subnet !== subnet) moved.set(id, { ...card, subnet });
    }
    if (moved.size === 0) continue;
    const estate = new OverlayEstate(state.estate, { interfaces: moved });
    const after: EngineState = { ...state, estate, filters: new FilterCache(estate) };
    answers.push(unitedAnswers(waysTo(after, own, sources).map((way) => way.answer)));
  }
  return answers.length === 0 ? undefined : unitedAnswers(answers);
}

function allUndetermined(sources: AddressSet): ReachAnswer {
  const undetermined = PacketSet.all.restrict({ source: sources });
  const sets: AnswerSets = { allowed: PacketSet.empty, undetermined };
  return { delivered: sets, conversable: sets };
}

function isDenied(answer: ReachAnswer): boolean {
  return answer.delivered.allowed.isEmpty && answer.delivered.undetermined.isEmpty;
}
