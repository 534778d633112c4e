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
  const packets = unionOf(open);
  const doubtful =
    open.length === drafts.length ? [] : drafts.filter(({ state }) => state === 'undetermined');
  const undeterminedPackets =
    doubtful.length === 0 ? PacketSet.empty : unionOf(doubtful).subtract(packets);
  const members = new Set<ResourceId>(drafts.flatMap((draft) => draft.members ?? []));
  const set = context.policy.rules.get(rule.id)?.severity;
  const severity = deciding
    .map((draft) => draft.severity ?? rule.severity)
    .reduce((worst, one) => worse(worst, one));
  const finding = {
    id,
    rule: rule.id,
    title: rule.title,
    subject: first.subject,
    subjectName: subjectName(context, first),
    peerClass: first.peerClass,
    severity: set ?? severity,
    state: open.length > 0 ? 'open' : 'undetermined',
    message: first.message,
    packets,
    undeterminedPackets,
    members: [...members].sort(),
    reasons: [...new Set(drafts.flatMap((draft) => draft.reasons ?? []))],
  } as const;
  const asked = deciding.find(hasPackets);
  if (asked === undefined) return { ...finding, trace: [] };
  const evidence = new Evidence(context, asked);
  return {
    ...finding,
    get witness() {
      return evidence.witness;
    },
    get trace() {
      return evidence.trace;
    },
  };
}

function hasPackets(draft: FindingDraft): boolean {
  return draft.spread !== undefined || draft.packets?.isEmpty === false;
}

/** The sets of some drafts together; those of one class at once, by all of their destinations. */
function unionOf(drafts: readonly FindingDraft[]): PacketSet {
  const sets = new Set<PacketSet>();
  const spread = new Map<PacketSet, AddressSet[]>();
  for (const draft of drafts) {
    const { packets, destinations } = draft.spread ?? {};
    if (packets !== undefined && destinations !== undefined) {
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

/** One packet of a finding and its way, worked out when somebody looks: of many findings few are looked at. */
class Evidence {
  readonly #context: RuleContext;
  readonly #draft: FindingDraft;
  #witness: Packet | undefined;
  #trace: readonly string[] | undefined;

  /** @param draft whose packets are not empty. */
  constructor(context: RuleContext, draft: FindingDraft) {
    this.#context = context;
    this.#draft = draft;
  }

  get witness(): Packet {
    this.#witness ??= typicalPacket(this.#draft.packets ?? PacketSet.empty);
    if (this.#witness === undefined) throw new Error('packets of which none can be named');
    return this.#witness;
  }

  get trace(): readonly string[] {
    this.#trace ??= this.#explained();
    return this.#trace;
  }

  #explained(): readonly string[] {
    const { question } = this.#draft;
    if (question === undefined) return [];
    const { linked, reachability } = this.#context;
    const { witness } = this;
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
