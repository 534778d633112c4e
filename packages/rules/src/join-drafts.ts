import type { ResourceId } from '@netposture/network/graph';
import { AddressSet, type Packet, PacketSet } from '@netposture/network/netset';
import {
  renderExplanation,
  transportOfPacket,
  typicalPacket,
} from '@netposture/network/reachability';
import { namesOf } from './facts/admitting-filters.ts';
import { narrowed } from './facts/exposure-class.ts';
import {
  type Finding,
  type FindingDraft,
  findingIdOf,
  type Subject,
  subjectText,
} from './finding.ts';
import type { Rule } from './rule.ts';
import type { RuleContext } from './rule-context.ts';
import { worse } from './severity.ts';

/**
 * One finding for each subject and peer class: packets and members are joined, the worst severity holds, and one
 * open draft makes the finding open.
 */
export function joinDrafts(
  context: RuleContext,
  rule: Rule,
  drafts: readonly FindingDraft[],
): readonly Finding[] {
  const texts = new Map<Subject, string>();
  const groups = new Map<string, FindingDraft[]>();
  for (const draft of drafts) {
    // Drafts of one class share their subject's object.
    const text = texts.get(draft.subject) ?? subjectText(draft.subject);
    texts.set(draft.subject, text);
    const id = findingIdOf(rule.id, text, draft.peerClass);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [draft]);
    else group.push(draft);
  }
  return [...groups].map(([id, group]) => joined(context, rule, id, group));
}

function joined(
  context: RuleContext,
  rule: Rule,
  id: string,
  drafts: readonly FindingDraft[],
): Finding {
  const open = drafts.filter(({ state }) => state === 'open');
  const deciding = open.length > 0 ? open : drafts;
  const [first] = deciding;
  if (first === undefined) throw new Error('a group of drafts is empty');
  const set = context.policy.rules.get(rule.id)?.severity;
  const severity = deciding
    .map((draft) => draft.severity ?? rule.severity)
    .reduce((worst, one) => worse(worst, one));
  const content = new Content(context, drafts, open, deciding);
  const finding = {
    id,
    rule: rule.id,
    title: rule.title,
    subject: first.subject,
    subjectName: subjectName(context, first),
    peerClass: first.peerClass,
    severity: set ?? severity,
    state: open.length > 0 ? ('open' as const) : ('undetermined' as const),
    message: first.message,
    get packets() {
      return content.packets;
    },
    get undeterminedPackets() {
      return content.undeterminedPackets;
    },
    get members() {
      return content.members;
    },
    get trace() {
      return content.trace;
    },
    reasons: [...new Set(drafts.flatMap((draft) => draft.reasons ?? []))],
  };
  if (!deciding.some(hasPackets)) return finding;
  // Not spread: that would make what nobody has asked for yet.
  return Object.defineProperty(finding, 'witness', {
    enumerable: true,
    get: () => content.witness,
  });
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
      const known = spread.get(packets);
      if (known === undefined) spread.set(packets, [destinations]);
      else known.push(destinations);
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
  #packets: PacketSet | undefined;
  #undetermined: PacketSet | undefined;
  #members: readonly ResourceId[] | undefined;
  #witness: Packet | undefined;
  #trace: readonly string[] | undefined;

  constructor(
    context: RuleContext,
    drafts: readonly FindingDraft[],
    open: readonly FindingDraft[],
    deciding: readonly FindingDraft[],
  ) {
    this.#context = context;
    this.#drafts = drafts;
    this.#open = open;
    this.#deciding = deciding;
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
    this.#witness ??= typicalPacket(this.#asked?.packets ?? PacketSet.empty);
    return this.#witness;
  }

  get trace(): readonly string[] {
    this.#trace ??= this.#explained();
    return this.#trace;
  }

  get #asked(): FindingDraft | undefined {
    return this.#deciding.find(hasPackets);
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
