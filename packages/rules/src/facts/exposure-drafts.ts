import type { ResourceId } from '@netposture/network/graph';
import type { TransportSet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import type { FindingDraft, PeerClass, RecordsSubject } from '../finding.ts';
import type { RuleContext } from '../rule-context.ts';
import { milder, type Severity } from '../severity.ts';
import { admittingFilters, namesOf } from './admitting-filters.ts';
import type { ExposureClass } from './exposure-class.ts';
import {
  type ExposedAt,
  type ExposureCohort,
  exposureCohorts,
  targetsOf,
} from './exposure-cohorts.ts';
import type { JudgedPackets } from './judged-packets.ts';
import type { OpenWay } from './open-way.ts';
import { peerWords } from './peer-words.ts';
import { SpreadDraft } from './spread-draft.ts';

/** What an exposure rule asks of a target. Ask all targets of one kind by one object: then equal exposures are judged once. */
export interface ExposureAsk {
  /** Only packets that arrive by this transport. Absent = all. */
  readonly transport?: TransportSet;
  /** Packets that the rule does not mind. */
  readonly without?: TransportSet;
  /** The severity where only few addresses are admitted; full ones have that of `severity`. */
  readonly narrowSeverity: Severity;
  readonly severity: Severity;
  /** `direct`: ways through balancers are judged at the balancer. */
  readonly ways: 'all' | 'direct';
  /** Further condition on what is exposed, whatever its destinations. */
  readonly accept?: (packets: JudgedPackets) => boolean;
  /** Ends the sentence "NAME …", such as `is reachable from the internet`. The packets go to more destinations than the target's. */
  readonly says: (packets: JudgedPackets, peer: string) => string;
  readonly reasons?: readonly string[];
}

/**
 * What breaks an exposure rule at everything that strangers reach.
 *
 * @param askOf what to ask of targets of one kind, told by the first of each cohort; nothing where it gives nothing.
 */
export function* exposureDrafts(
  context: RuleContext,
  askOf: (record: ExposedAt['record']) => ExposureAsk | undefined,
): Generator<FindingDraft> {
  for (const cohort of exposureCohorts(context)) {
    const ask = askOf(cohort[0].record);
    if (ask !== undefined) yield* exposureDraftsOf(context, cohort, ask);
  }
}

/** What breaks an exposure rule at one workload, service or balancer. */
export function* exposureDraftsAt(
  context: RuleContext,
  record: ExposedAt['record'],
  ask: ExposureAsk,
): Generator<FindingDraft> {
  for (const way of context.exposed.ways(record.id))
    yield* exposureDraftsOf(context, [{ record, way }], ask);
}

/** What breaks an exposure rule at a cohort. */
export function* exposureDraftsOf(
  context: RuleContext,
  alike: ExposureCohort,
  ask: ExposureAsk,
): Generator<FindingDraft> {
  const [{ way }] = alike;
  if (ask.ways === 'direct' && way.kind === 'balancer') return;
  for (const part of judgedParts(context, way, ask))
    yield new ExposureDraft(context, alike, part, ask);
}

/** What to ask the engine about a way. */
export function questionOf(context: RuleContext, way: OpenWay): Question {
  const interfaces =
    way.kind === 'direct'
      ? [way.through]
      : context.linked.interfacesOf(way.target).map(({ id }) => id);
  return {
    from: { interfaces: [], external: way.class.sources },
    to: { interfaces, throughBalancers: way.kind === 'balancer' },
  };
}

/** What a rule says of a class of exposures towards one class of peers. */
interface JudgedPart {
  readonly peerClass: PeerClass;
  readonly state: 'open' | 'undetermined';
  readonly severity: Severity;
  /** Of the class. */
  readonly judged: JudgedPackets;
}

const judged = new WeakMap<RuleContext, WeakMap<ExposureAsk, Judgements>>();

/** Of one rule, for what it asks of all direct ways. */
interface Judgements {
  /** Absent = all. */
  readonly transport: TransportSet | undefined;
  readonly byClass: Map<ExposureClass, readonly JudgedPart[]>;
}

/** The judgement of a way; once for all direct ways of one class. */
function judgedParts(context: RuleContext, way: OpenWay, ask: ExposureAsk): readonly JudgedPart[] {
  const wanted =
    ask.transport === undefined ? undefined : context.exposed.writtenFor(way, ask.transport);
  if (wanted !== ask.transport) return judge(context, way.class, ask, mindedOf(ask, wanted));
  const { transport, byClass } = judgementsOf(context, ask);
  let parts = byClass.get(way.class);
  if (parts === undefined) {
    parts = judge(context, way.class, ask, transport);
    byClass.set(way.class, parts);
  }
  return parts;
}

function judgementsOf(context: RuleContext, ask: ExposureAsk): Judgements {
  let asks = judged.get(context);
  if (asks === undefined) {
    asks = new WeakMap();
    judged.set(context, asks);
  }
  let known = asks.get(ask);
  if (known === undefined) {
    known = { transport: mindedOf(ask, ask.transport), byClass: new Map() };
    asks.set(ask, known);
  }
  return known;
}

/** The wanted transport without what the rule does not mind. */
function mindedOf(ask: ExposureAsk, wanted: TransportSet | undefined): TransportSet | undefined {
  if (ask.without === undefined) return wanted;
  return wanted?.subtract(ask.without) ?? ask.without.complement();
}

function judge(
  { exposed }: RuleContext,
  { allowed, undetermined }: ExposureClass,
  ask: ExposureAsk,
  transport: TransportSet | undefined,
): readonly JudgedPart[] {
  const parts: JudgedPart[] = [];
  for (const state of STATES) {
    const packets = state === 'open' ? allowed : undetermined;
    for (const { peerClass, isWide, judged: part } of exposed.parts(packets, { transport })) {
      if (ask.accept?.(part) === false) continue;
      const severity = isWide ? ask.severity : milder(ask.severity, ask.narrowSeverity);
      parts.push({ peerClass, state, severity, judged: part });
    }
  }
  return parts;
}

const STATES = ['open', 'undetermined'] as const;

const NO_REASONS: readonly string[] = [];

/** Some targets of a judged class. */
class ExposureDraft extends SpreadDraft {
  readonly severity: Severity;
  readonly #context: RuleContext;
  readonly #alike: ExposureCohort;
  readonly #ask: ExposureAsk;

  constructor(context: RuleContext, alike: ExposureCohort, part: JudgedPart, ask: ExposureAsk) {
    const { peerClass, state, judged: packets } = part;
    const [first] = alike;
    const subject = subjectOf(context, first, packets);
    const { destinations } = first.way;
    super({ subject, peerClass, state, judged: packets, destinations, alike });
    this.severity = part.severity;
    this.#context = context;
    this.#alike = alike;
    this.#ask = ask;
  }

  get members(): readonly ResourceId[] {
    return targetsOf(this.#alike);
  }

  get reasons(): readonly string[] {
    const { reasons = NO_REASONS } = this.#ask;
    const { reason } = this.#alike[0].way;
    return reason === undefined ? reasons : [...reasons, reason];
  }

  get question(): Question {
    return questionOf(this.#context, this.#alike[0].way);
  }

  get message(): string {
    const says = this.#ask.says(this.judged, peerWords(this.peerClass, this.judged));
    const perhaps = this.state === 'open' ? '' : 'perhaps ';
    return `${namesOf(this.#context.linked, this.subject.ids)} ${perhaps}${says}`;
  }
}

/** What the owner of an exposed target would fix. */
export function subjectOf(
  context: RuleContext,
  { record, way }: ExposedAt,
  judged: JudgedPackets,
): RecordsSubject {
  if (record.kind !== 'workload') return { kind: 'records', ids: [record.id] };
  if (way.kind === 'balancer') return { kind: 'records', ids: [way.through] };
  const { card } = way;
  return card === undefined
    ? { kind: 'records', ids: [record.id] }
    : admittingFilters(context, card, judged, way.destinations);
}
