import type { TransportSet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import type { FindingDraft, PeerClass, RecordsSubject } from '../finding.ts';
import type { RuleContext } from '../rule-context.ts';
import { milder, type Severity } from '../severity.ts';
import { admittingFilters, namesOf } from './admitting-filters.ts';
import type { ExposureClass } from './exposure-class.ts';
import { type ExposedAt, type ExposureCohort, exposureCohorts } from './exposure-cohorts.ts';
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
  const asked = askedOnce(context, ask);
  for (const part of judgedParts(context, way, asked))
    yield new ExposureDraft(context, alike, part, asked);
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

const asks = new WeakMap<RuleContext, WeakMap<ExposureAsk, Asked>>();

/** What a rule asks of all direct ways, and what it was told. Each of them has every field, so that they are compiled for once. */
interface Asked {
  readonly wanted: TransportSet | undefined;
  readonly without: TransportSet | undefined;
  /** What is wanted without what the rule does not mind. Absent = all. */
  readonly minded: TransportSet | undefined;
  readonly narrowSeverity: Severity;
  readonly severity: Severity;
  readonly accept: ((packets: JudgedPackets) => boolean) | undefined;
  readonly says: (packets: JudgedPackets, peer: string) => string;
  readonly reasons: readonly string[];
  readonly byClass: Map<ExposureClass, readonly JudgedPart[]>;
}

function askedOnce(context: RuleContext, ask: ExposureAsk): Asked {
  let known = asks.get(context);
  if (known === undefined) {
    known = new WeakMap();
    asks.set(context, known);
  }
  let asked = known.get(ask);
  if (asked === undefined) {
    const { transport: wanted, without, narrowSeverity, severity, accept, says, reasons } = ask;
    asked = {
      wanted,
      without,
      minded: mindedOf(wanted, without),
      narrowSeverity,
      severity,
      accept,
      says,
      reasons: reasons ?? [],
      byClass: new Map(),
    };
    known.set(ask, asked);
  }
  return asked;
}

/** The judgement of a way; once for all direct ways of one class. */
function judgedParts(context: RuleContext, way: OpenWay, asked: Asked): readonly JudgedPart[] {
  const { wanted, without, minded, byClass } = asked;
  const written = wanted === undefined ? undefined : context.exposed.writtenFor(way, wanted);
  if (written !== wanted) return judge(context, way.class, asked, mindedOf(written, without));
  let parts = byClass.get(way.class);
  if (parts === undefined) {
    parts = judge(context, way.class, asked, minded);
    byClass.set(way.class, parts);
  }
  return parts;
}

function mindedOf(
  wanted: TransportSet | undefined,
  without: TransportSet | undefined,
): TransportSet | undefined {
  if (without === undefined) return wanted;
  return wanted?.subtract(without) ?? without.complement();
}

function judge(
  { exposed }: RuleContext,
  { allowed, undetermined }: ExposureClass,
  ask: Asked,
  transport: TransportSet | undefined,
): readonly JudgedPart[] {
  const parts: JudgedPart[] = [];
  for (const state of STATES) {
    const packets = state === 'open' ? allowed : undetermined;
    for (const { peerClass, isWide, judged: part } of exposed.parts(packets, transport)) {
      if (ask.accept?.(part) === false) continue;
      const severity = isWide ? ask.severity : milder(ask.severity, ask.narrowSeverity);
      parts.push({ peerClass, state, severity, judged: part });
    }
  }
  return parts;
}

const STATES = ['open', 'undetermined'] as const;

/** Some targets of a judged class. */
class ExposureDraft extends SpreadDraft {
  readonly severity: Severity;
  readonly #context: RuleContext;
  readonly #way: OpenWay;
  readonly #ask: Asked;

  constructor(context: RuleContext, alike: ExposureCohort, part: JudgedPart, ask: Asked) {
    const { peerClass, state, judged: packets } = part;
    const [first] = alike;
    const subject = subjectOf(context, first, packets);
    const { destinations } = first.way;
    super({ subject, peerClass, state, judged: packets, destinations, alike });
    this.severity = part.severity;
    this.#context = context;
    this.#way = first.way;
    this.#ask = ask;
  }

  get reasons(): readonly string[] {
    const { reasons } = this.#ask;
    const { reason } = this.#way;
    return reason === undefined ? reasons : [...reasons, reason];
  }

  get question(): Question {
    return questionOf(this.#context, this.#way);
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
