import type { Interface, ResourceId } from '@netposture/network/graph';
import {
  AddressLookup,
  AddressSet,
  internet,
  PacketSet,
  type TransportSet,
} from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import type { FindingDraft, PeerClass } from '../finding.ts';
import type { RuleContext } from '../rule-context.ts';
import { admittingFilters, namesOf } from './admitting-filters.ts';
import { asSenders, type KnownSenders } from './as-senders.ts';
import { type ExposureClass, setsOf } from './exposure-class.ts';
import { type ExposureCohort, exposureCohorts, someOf } from './exposure-cohorts.ts';
import type { JudgedPackets } from './judged-packets.ts';
import { peerWords } from './peer-words.ts';
import { hasPublicFace } from './public-face.ts';
import { SpreadDraft } from './spread-draft.ts';

/** What is asked of an interface that only the VPN and the bastions may use. Ask all by one object: equal exposures are judged once. */
export interface BeyondAsk {
  readonly transport: TransportSet;
  /** `internet`: strangers and own egress addresses only; `all`: own interfaces too. */
  readonly senders: 'internet' | 'all';
  /** Says what is admitted, whatever its destinations. */
  readonly says: (packets: JudgedPackets, who: string) => string;
}

/** What an interface admits beside the declared VPN addresses and the bastions. */
export function* admittedBeyond(
  context: RuleContext,
  card: Interface,
  ask: BeyondAsk,
): Generator<FindingDraft> {
  if (isFacingOutside(card)) {
    for (const [found, destinations] of fromOutside(context, card, ask))
      yield new BeyondDraft(context, { card, destinations }, ask, undefined, found);
  }
  if (ask.senders === 'internet') return;
  for (const from of privateSenders(context, card)) {
    for (const found of fromInside(context, questionTo(card, ask, from)))
      yield new BeyondDraft(context, { card, destinations: undefined }, ask, from, found);
  }
}

/**
 * What workloads admit from strangers beside the declared VPN addresses and the bastions: as {@link admittedBeyond} of each of
 * their interfaces, those of one cohort together.
 *
 * @param isAsked of an interface; the others are left out.
 */
export function* admittedBeyondByAlike(
  context: RuleContext,
  ask: BeyondAsk,
  isAsked: (card: Interface) => boolean,
): Generator<FindingDraft> {
  for (const cohort of exposureCohorts(context)) {
    if (cohort[0].record.kind !== 'workload') continue;
    const alike = someOf(
      cohort,
      ({ way: { card } }) => card !== undefined && isFacingOutside(card) && isAsked(card),
    );
    if (alike === undefined) continue;
    const [{ way }] = alike;
    const { card, destinations } = way;
    if (card === undefined) continue;
    for (const found of beyondOfClass(context, way.class, ask))
      yield new BeyondDraft(context, { card, destinations, alike }, ask, undefined, found);
  }
}

function isFacingOutside(card: Interface): boolean {
  return hasPublicFace(card) || card.unmodelledIngress !== undefined;
}

/** Whom some senders, strangers where none are given, ask. */
function questionTo(card: Interface, { transport }: BeyondAsk, from?: KnownSenders): Question {
  const to = { interfaces: [card.id], throughBalancers: false };
  return { from: from ?? { interfaces: [], external: internet }, to, transport };
}

/** What some senders may do beside what is permitted. */
interface Beyond {
  readonly state: 'open' | 'undetermined';
  readonly peerClass: PeerClass;
  readonly judged: JudgedPackets;
}

/** An interface that admits, and others of its cohort. */
interface Admitting {
  readonly card: Interface;
  readonly destinations: AddressSet | undefined;
  readonly alike?: ExposureCohort;
}

class BeyondDraft extends SpreadDraft {
  readonly #context: RuleContext;
  readonly #at: Admitting;
  readonly #ask: BeyondAsk;
  readonly #from: KnownSenders | undefined;

  constructor(
    context: RuleContext,
    at: Admitting,
    ask: BeyondAsk,
    from: KnownSenders | undefined,
    { state, peerClass, judged: packets }: Beyond,
  ) {
    const { card, destinations, alike } = at;
    const subject = admittingFilters(context, card, packets, destinations, from);
    super({ state, peerClass, judged: packets, subject, destinations, alike });
    this.#context = context;
    this.#at = at;
    this.#ask = ask;
    this.#from = from;
  }

  get question(): Question {
    return questionTo(this.#at.card, this.#ask, this.#from);
  }

  override get members(): readonly ResourceId[] {
    const { card, alike } = this.#at;
    return alike === undefined ? [card.owner ?? card.id] : super.members;
  }

  get reasons(): readonly string[] {
    return this.#context.policy.vpn === undefined ? ['the policy declares no VPN'] : [];
  }

  get message(): string {
    const says = this.#ask.says(this.judged, peerWords(this.peerClass, this.judged));
    const perhaps = this.state === 'open' ? '' : 'perhaps ';
    return `${namesOf(this.#context.linked, this.subject.ids)} ${perhaps}${says}`;
  }
}

/** A VPN address is one, whichever own server holds it. A bastion's inside address means nothing in other networks. */
function* fromInside(context: RuleContext, question: Question): Generator<Beyond> {
  const { reachability, policy, exposed } = context;
  const sets = setsOf(reachability.reach(question));
  const strange = (policy.vpn ?? AddressSet.empty).complement();
  for (const [state, found] of [
    ['open', sets.allowed],
    ['undetermined', sets.undetermined],
  ] as const) {
    const packets = found.restrict({ source: strange });
    if (!packets.isEmpty) yield { state, peerClass: 'other', judged: exposed.judged(packets) };
  }
}

/** What strangers can do to an interface, from the exposure that all rules share. */
function* fromOutside(
  context: RuleContext,
  card: Interface,
  ask: BeyondAsk,
): Generator<readonly [Beyond, AddressSet | undefined]> {
  const all = context.exposed.ways(card.owner ?? card.id);
  if (all.length === 0) return;
  const ways = all.filter(
    (way) => way.kind === 'direct' && (way.through === card.id || way.through === way.target),
  );
  const [only] = ways;
  if (only === undefined) return;
  if (ways.length === 1) {
    for (const found of beyondOfClass(context, only.class, ask)) yield [found, only.destinations];
    return;
  }
  for (const state of ['open', 'undetermined'] as const) {
    const sets = ways.map((way) => (state === 'open' ? way.allowed : way.undetermined));
    for (const found of beyondOf(context, state, PacketSet.unionOf(sets), ask))
      yield [found, undefined];
  }
}

const judged = new WeakMap<
  RuleContext,
  WeakMap<BeyondAsk, Map<ExposureClass, readonly Beyond[]>>
>();

/** Once for all interfaces of one class. */
function beyondOfClass(context: RuleContext, of: ExposureClass, ask: BeyondAsk): readonly Beyond[] {
  const asks =
    judged.get(context) ?? new WeakMap<BeyondAsk, Map<ExposureClass, readonly Beyond[]>>();
  judged.set(context, asks);
  const classes = asks.get(ask) ?? new Map<ExposureClass, readonly Beyond[]>();
  asks.set(ask, classes);
  let found = classes.get(of);
  if (found === undefined) {
    found = [
      ...beyondOf(context, 'open', of.allowed, ask),
      ...beyondOf(context, 'undetermined', of.undetermined, ask),
    ];
    classes.set(of, found);
  }
  return found;
}

function beyondOf(
  context: RuleContext,
  state: 'open' | 'undetermined',
  found: PacketSet,
  { transport }: BeyondAsk,
): readonly Beyond[] {
  if (found.isEmpty) return [];
  const { exposed } = context;
  const judged = exposed.judged(found, transport, undefined, unpermitted(context));
  if (judged.isEmpty) return [];
  return [{ state, peerClass: exposed.firstPeer(judged) ?? 'other', judged }];
}

const unpermittedSources = new WeakMap<RuleContext, AddressLookup>();

/** All but the declared VPN addresses, and the public addresses of the bastions. */
function unpermitted(context: RuleContext): AddressLookup {
  let known = unpermittedSources.get(context);
  if (known === undefined) {
    const { policy, zones } = context;
    const bastions = zones
      .members(policy.bastions)
      .flatMap(({ addresses }) =>
        addresses.flatMap(({ inside, outside }) =>
          outside === undefined ? [inside] : [inside, outside],
        ),
      );
    const permitted = AddressSet.unionOf([policy.vpn ?? AddressSet.empty, ...bastions]);
    known = new AddressLookup(permitted.complement());
    unpermittedSources.set(context, known);
  }
  return known;
}

const senders = new WeakMap<RuleContext, readonly KnownSenders[]>();

/** Every interface that is no bastion and not this one. */
function privateSenders(context: RuleContext, card: Interface): readonly KnownSenders[] {
  let others = senders.get(context);
  if (others === undefined) {
    const bastions = new Set(context.zones.members(context.policy.bastions).map(({ id }) => id));
    const ids = context.linked.interfaces.map(({ id }) => id).filter((id) => !bastions.has(id));
    others = asSenders(context.linked, ids);
    senders.set(context, others);
  }
  return others.map((from) =>
    from.interfaces.includes(card.id)
      ? { ...from, interfaces: from.interfaces.filter((id) => id !== card.id) }
      : from,
  );
}
