import type { ResourceId } from '@netposture/network/graph';
import { PacketSet } from '@netposture/network/netset';
import {
  renderExplanation,
  transportOfPacket,
  typicalPacket,
} from '@netposture/network/reachability';
import { namesOf } from './facts/admitting-filters.ts';
import { type Finding, type FindingDraft, findingId } from './finding.ts';
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
  const groups = new Map<string, FindingDraft[]>();
  for (const draft of drafts) {
    const id = findingId(rule.id, draft.subject, draft.peerClass);
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
  const doubtful = drafts.filter(({ state }) => state === 'undetermined');
  const undeterminedPackets =
    doubtful.length === 0 ? PacketSet.empty : unionOf(doubtful).subtract(packets);
  const asked = deciding.find((draft) => draft.packets?.isEmpty === false) ?? first;
  const witness = asked.packets === undefined ? undefined : typicalPacket(asked.packets);
  const members = new Set<ResourceId>(drafts.flatMap((draft) => draft.members ?? []));
  const set = context.policy.rules.get(rule.id)?.severity;
  const severity = deciding
    .map((draft) => draft.severity ?? rule.severity)
    .reduce((worst, one) => worse(worst, one));
  return {
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
    trace: traceOf(context, asked, witness),
    members: [...members].sort(),
    reasons: [...new Set(drafts.flatMap((draft) => draft.reasons ?? []))],
    ...(witness === undefined ? {} : { witness }),
  };
}

function unionOf(drafts: readonly FindingDraft[]): PacketSet {
  const sets = [
    ...new Set(drafts.flatMap(({ packets }) => (packets === undefined ? [] : [packets]))),
  ];
  const [only] = sets;
  return sets.length === 1 && only !== undefined ? only : PacketSet.unionOf(sets);
}

function traceOf(
  context: RuleContext,
  draft: FindingDraft,
  witness: Finding['witness'],
): readonly string[] {
  if (witness === undefined || draft.question === undefined) return [];
  const one = { ...draft.question, transport: transportOfPacket(witness), packet: witness };
  const explanation = context.reachability.explain(one, false);
  return explanation === undefined ? [] : renderExplanation(context.linked, explanation);
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
