import type { Filter, FilterRule } from '../graph/filter.ts';
import type { LinkedGraph } from '../graph/link.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { PacketSet } from '../netset/index.ts';
import { type AddressSet, TransportSet } from '../netset/index.ts';
import type { Explanation } from './explanation.ts';
import { FilterCache } from './filter-cache.ts';
import { OverlayEstate } from './overlay-estate.ts';
import type { EngineState, Question } from './question.ts';
import { answerSets } from './reach-answer.ts';

/** One change to one rule. */
export interface RuleChange {
  readonly filter: ResourceId;
  readonly rule: FilterRule;
  /** `remove` the rule, or keep it without the asked other end (`narrow-peer`), or without the asked protocol and ports (`narrow-transport`). */
  readonly kind: 'remove' | 'narrow-peer' | 'narrow-transport';
}

/** Changes that together close what was asked. */
export interface SmallestChange {
  /** One where one suffices, else up to three. */
  readonly changes: readonly RuleChange[];
  /** What the same senders lose besides what was asked: packets to the same target that were allowed before. */
  readonly alsoCloses: PacketSet;
}

/** More rules than this are not tried together. */
const maximumChanges = 3;

/** More candidates than this are not tried; those next to the target come first. */
const maximumCandidates = 12;

/**
 * The single removal or narrowing of an allow rule on the path that closes the asked packets and loses the fewest other
 * allowed packets of the same target; where none suffices, the smallest set of at most three. Every proposal was evaluated
 * again before it is given. Undefined where no such change exists (default-allow, nothing attached). Costs one question for
 * each candidate. Among equals the one nearest to the target is given.
 */
export function smallestChange(
  state: EngineState,
  linked: LinkedGraph,
  question: Question,
  explanation: Explanation,
): SmallestChange | undefined {
  const asked = answerSets(state, question).delivered.allowed;
  if (asked.isEmpty) return undefined;
  const wide: Question = { from: question.from, to: question.to };
  const before = answerSets(state, wide).delivered.allowed;
  const candidates = candidatesOf(explanation).slice(0, maximumCandidates);
  for (let size = 1; size <= maximumChanges; size++) {
    let best: SmallestChange | undefined;
    for (const changes of combinations(candidates, size)) {
      const after = answerSets(changed(state, linked, changes, asked), wide).delivered.allowed;
      if (after.overlaps(asked)) continue;
      const alsoCloses = before.subtract(after).subtract(asked);
      if (best === undefined || alsoCloses.size() < best.alsoCloses.size())
        best = { changes, alsoCloses };
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

function candidatesOf(explanation: Explanation): readonly RuleChange[] {
  const found: RuleChange[] = [];
  for (const hop of explanation.hops.toReversed()) {
    for (const { filter, rule, match } of hop.rules) {
      if (match !== 'yes' || rule.action !== 'allow') continue;
      if (found.some((change) => change.filter === filter && change.rule.id === rule.id)) continue;
      found.push({ filter, rule, kind: 'remove' });
      if (rule.peer.kind === 'addresses') found.push({ filter, rule, kind: 'narrow-peer' });
      found.push({ filter, rule, kind: 'narrow-transport' });
    }
  }
  return found;
}

function* combinations<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [position, item] of items.entries()) {
    for (const rest of combinations(items.slice(position + 1), size - 1)) yield [item, ...rest];
  }
}

/** The engine on the estate as the changes would leave it. */
function changed(
  state: EngineState,
  linked: LinkedGraph,
  changes: readonly RuleChange[],
  asked: PacketSet,
): EngineState {
  const filters = new Map<ResourceId, Filter>();
  for (const change of changes) {
    const filter = filters.get(change.filter) ?? linked.record('filter', change.filter);
    if (filter !== undefined)
      filters.set(change.filter, { ...filter, rules: changedRules(filter, change, asked) });
  }
  const estate = new OverlayEstate(state.estate, { filters });
  return { ...state, estate, filters: new FilterCache(estate) };
}

function changedRules(filter: Filter, change: RuleChange, asked: PacketSet): readonly FilterRule[] {
  return filter.rules.flatMap((rule) =>
    rule === change.rule || rule.id === change.rule.id
      ? changedRule(rule, change.kind, asked)
      : [rule],
  );
}

function changedRule(
  rule: FilterRule,
  kind: RuleChange['kind'],
  asked: PacketSet,
): readonly FilterRule[] {
  switch (kind) {
    case 'remove':
      return [];
    case 'narrow-peer':
      return [{ ...rule, peer: withoutPeer(rule, asked) }];
    case 'narrow-transport':
      return [{ ...rule, transport: rule.transport.subtract(withAnySource(asked)) }];
  }
}

function withoutPeer(rule: FilterRule, asked: PacketSet): FilterRule['peer'] {
  if (rule.peer.kind !== 'addresses') return rule.peer;
  const others: AddressSet = rule.direction === 'ingress' ? asked.sources() : asked.destinations();
  return { kind: 'addresses', set: rule.peer.set.subtract(others) };
}

/** The asked protocols and destination ports; the sender chooses the source port, so it narrows nothing. */
function withAnySource(asked: PacketSet): TransportSet {
  return TransportSet.unionOf([asked.transports()]).anySourcePort();
}
