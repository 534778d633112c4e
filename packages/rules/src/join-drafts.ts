import type { ResourceId } from '@netposture/network/graph';
import { AddressSet, type Packet, PacketSet } from '@netposture/network/netset';
import {
  renderExplanation,
  transportOfPacket,
  typicalPacket,
} from '@netposture/network/reachability';
import { namesOf } from './facts/admitting-filters.ts';
import { narrowed } from './facts/exposure-class.ts';
import { JudgedPackets } from './facts/judged-packets.ts';
import {
  type Finding,
  type FindingDraft,
  findingIdOf,
  type PeerClass,
  type Subject,
  subjectText,
} from './finding.ts';
import type { Rule } from './rule.ts';
import type { RuleContext } from './rule-context.ts';
import { type Severity, worse } from './severity.ts';

/**
 * One finding for each subject and peer class: packets and members are joined, the worst severity holds, and one
 * open draft makes the finding open.
 */
export function joinDrafts(
  context: RuleContext,
  rule: Rule,
  drafts: readonly FindingDraft[],
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [id, group] of byIdentity(rule, drafts))
    findings.push(new JoinedFinding(context, rule, id, group));
  return findings;
}

/** Drafts of one identity in order; no list is empty. */
function byIdentity(
  rule: Rule,
  drafts: readonly FindingDraft[],
): ReadonlyMap<string, readonly FindingDraft[]> {
  const groups = new Map<string, FindingDraft[]>();
  // Drafts about the same filters share their subject's object: the text of several is then made once.
  const texts = new Map<Subject, string>();
  for (const draft of drafts) {
    const { subject, peerClass } = draft;
    const isOne = subject.kind === 'records' && subject.ids.length === 1;
    let text = isOne ? undefined : texts.get(subject);
    if (text === undefined) {
      text = subjectText(subject);
      if (!isOne) texts.set(subject, text);
    }
    const id = findingIdOf(rule.id, text, peerClass);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [draft]);
    else group.push(draft);
  }
  return groups;
}

/** What a finding says at once, of the drafts that decide it: the open ones where there are any, else all. */
function decided(rule: Rule, drafts: readonly FindingDraft[]) {
  const isOpen = drafts.some(({ state }) => state === 'open');
  let first: FindingDraft | undefined;
  let severity: Severity | undefined;
  let withPackets = false;
  for (const draft of drafts) {
    if (isOpen && draft.state !== 'open') continue;
    first ??= draft;
    const one = draft.severity ?? rule.severity;
    severity = severity === undefined ? one : worse(severity, one);
    withPackets ||= hasPackets(draft);
  }
  if (first === undefined || severity === undefined) throw new Error('a group of drafts is empty');
  return { first, severity, withPackets, state: isOpen ? 'open' : 'undetermined' } as const;
}

/**
 * A finding whose content is worked out when somebody looks. What is worked out stands on it as properties of its own, like
 * the rest: a copy of the finding has everything.
 */
class JoinedFinding implements Finding {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly subject: Subject;
  readonly subjectName: string;
  readonly peerClass: PeerClass;
  readonly severity: Severity;
  readonly state: 'open' | 'undetermined';
  declare readonly message: string;
  declare readonly packets: PacketSet;
  declare readonly undeterminedPackets: PacketSet;
  declare readonly members: readonly ResourceId[];
  declare readonly trace: readonly string[];
  declare readonly reasons: readonly string[];
  declare readonly witness?: Packet;
  readonly #context: RuleContext;
  readonly #drafts: readonly FindingDraft[];
  #content: Content | undefined;

  /** @param drafts of one identity, in order; not empty. */
  constructor(context: RuleContext, rule: Rule, id: string, drafts: readonly FindingDraft[]) {
    const { first, severity, withPackets, state } = decided(rule, drafts);
    this.id = id;
    this.rule = rule.id;
    this.title = rule.title;
    this.subject = first.subject;
    this.subjectName = first.subjectName ?? subjectName(context, first);
    this.peerClass = first.peerClass;
    this.severity = context.policy.rules.get(rule.id)?.severity ?? severity;
    this.state = state;
    this.#context = context;
    this.#drafts = drafts;
    Object.defineProperty(this, 'message', JoinedFinding.#message);
    Object.defineProperty(this, 'packets', JoinedFinding.#packets);
    Object.defineProperty(this, 'undeterminedPackets', JoinedFinding.#undeterminedPackets);
    Object.defineProperty(this, 'members', JoinedFinding.#members);
    Object.defineProperty(this, 'trace', JoinedFinding.#trace);
    this.reasons = reasonsOf(drafts);
    if (withPackets) Object.defineProperty(this, 'witness', JoinedFinding.#witness);
  }

  get #looked(): Content {
    this.#content ??= new Content(this.#context, this.#drafts);
    return this.#content;
  }

  // The same functions for all findings, since a closure for each would cost more than the rest of it; set one by one, which
  // costs half of what `defineProperties` does.
  static readonly #message = lazily(function (this: JoinedFinding) {
    return this.#looked.message;
  });
  static readonly #packets = lazily(function (this: JoinedFinding) {
    return this.#looked.packets;
  });
  static readonly #undeterminedPackets = lazily(function (this: JoinedFinding) {
    return this.#looked.undeterminedPackets;
  });
  static readonly #members = lazily(function (this: JoinedFinding) {
    return this.#looked.members;
  });
  static readonly #trace = lazily(function (this: JoinedFinding) {
    return this.#looked.trace;
  });
  static readonly #witness = lazily(function (this: JoinedFinding) {
    return this.#looked.witness;
  });
}

function lazily<T>(get: (this: JoinedFinding) => T): PropertyDescriptor {
  return { enumerable: true, get };
}

const NO_REASONS: readonly string[] = [];

/** Each once, in order. */
function reasonsOf(drafts: readonly FindingDraft[]): readonly string[] {
  const [only] = drafts;
  if (drafts.length === 1 && only !== undefined) {
    const { reasons = NO_REASONS } = only;
    if (isEachOnce(reasons)) return reasons;
  }
  const found = new Set<string>();
  for (const { reasons = NO_REASONS } of drafts) for (const reason of reasons) found.add(reason);
  return found.size === 0 ? NO_REASONS : [...found];
}

function isEachOnce(reasons: readonly string[]): boolean {
  for (let i = 1; i < reasons.length; i++)
    if (reasons.indexOf(reasons[i] as string) < i) return false;
  return true;
}

function hasPackets(draft: FindingDraft): boolean {
  return draft.spread !== undefined || draft.packets?.isEmpty === false;
}

/** The sets of some drafts together; those of one class at once, by all of their destinations. */
function unionOf(drafts: readonly FindingDraft[]): PacketSet {
  const sets = new Set<PacketSet>();
  const spread = new Map<PacketSet, AddressSet[]>();
  for (const draft of drafts) {
    const { judged, destinations } = draft.spread ?? {};
    if (judged !== undefined && destinations !== undefined) {
      const { packets } = judged;
      const all = draft.spread?.everyDestination ?? destinations;
      const known = spread.get(packets);
      if (known === undefined) spread.set(packets, [all]);
      else known.push(all);
    } else if (draft.packets !== undefined) {
      sets.add(draft.packets);
    }
  }
  for (const [packets, destinations] of spread)
    sets.add(narrowed(packets, AddressSet.unionOf(destinations)));
  const [only] = sets;
  return sets.size === 1 && only !== undefined ? only : PacketSet.unionOf(sets);
}

/** What a finding holds, worked out when somebody looks: of many findings few are looked at. */
class Content {
  readonly #context: RuleContext;
  readonly #drafts: readonly FindingDraft[];
  readonly #open: readonly FindingDraft[];
  readonly #deciding: readonly FindingDraft[];
  #message: string | undefined;
  #packets: PacketSet | undefined;
  #undetermined: PacketSet | undefined;
  #members: readonly ResourceId[] | undefined;
  #witness: Packet | undefined;
  #trace: readonly string[] | undefined;

  constructor(context: RuleContext, drafts: readonly FindingDraft[]) {
    this.#context = context;
    this.#drafts = drafts;
    this.#open = drafts.filter(({ state }) => state === 'open');
    this.#deciding = this.#open.length > 0 ? this.#open : drafts;
  }

  get message(): string {
    this.#message ??= this.#deciding[0]?.message ?? '';
    return this.#message;
  }

  get packets(): PacketSet {
    this.#packets ??= unionOf(this.#open);
    return this.#packets;
  }

  get undeterminedPackets(): PacketSet {
    this.#undetermined ??= this.#doubtful();
    return this.#undetermined;
  }

  get members(): readonly ResourceId[] {
    this.#members ??= [...new Set(this.#drafts.flatMap(({ members = [] }) => members))].sort();
    return this.#members;
  }

  /** Undefined where no packet is concerned. */
  get witness(): Packet | undefined {
    this.#witness ??= this.#typical();
    return this.#witness;
  }

  get trace(): readonly string[] {
    this.#trace ??= this.#explained();
    return this.#trace;
  }

  get #asked(): FindingDraft | undefined {
    return this.#deciding.find(hasPackets);
  }

  #typical(): Packet | undefined {
    const asked = this.#asked;
    const { judged, destinations } = asked?.spread ?? {};
    // Found without the set, which may have a hole for each own address.
    return judged instanceof JudgedPackets
      ? judged.typicalTo(destinations)
      : typicalPacket(asked?.packets ?? PacketSet.empty);
  }

  #doubtful(): PacketSet {
    const doubtful = this.#drafts.filter(({ state }) => state === 'undetermined');
    return doubtful.length === 0 ? PacketSet.empty : unionOf(doubtful).subtract(this.packets);
  }

  #explained(): readonly string[] {
    const { witness } = this;
    const question = this.#asked?.question;
    if (witness === undefined || question === undefined) return [];
    const { linked, reachability } = this.#context;
    const one = { ...question, transport: transportOfPacket(witness), packet: witness };
    try {
      const explanation = reachability.explain(one, false);
      return explanation === undefined ? [] : renderExplanation(linked, explanation);
    } catch (cause) {
      // The verdict does not hang on it, and whoever looks is told.
      const why = cause instanceof Error ? cause.message : String(cause);
      return [`The way could not be told: ${why}. Report this as a defect.`];
    }
  }
}

function subjectName({ linked }: RuleContext, { subject }: FindingDraft): string {
  switch (subject.kind) {
    case 'records':
      return namesOf(linked, subject.ids);
    case 'zone':
    case 'waiver':
      return subject.name;
    case 'coverage':
      return subject.key;
  }
}
