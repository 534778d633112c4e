import type { Direction, Filter, FilterAction, FilterRule } from '../graph/filter.ts';
import { AddressSet, PacketSet } from '../netset/index.ts';
import type { Bounds } from './bounds.ts';
import { matchOf, packetsOf, type RuleContext, unionOfMatches } from './rule-match.ts';

/**
 * What a filter may say about each packet: three sets that together cover all packets and may overlap where the filter's
 * answer is open. Packets are oriented as they travel: source to destination.
 */
export interface Outcomes {
  readonly allow: PacketSet;
  readonly deny: PacketSet;
  /** The filter leaves it to the next one. */
  readonly next: PacketSet;
}

const undeterminedOutcomes: Outcomes = {
  allow: PacketSet.all,
  deny: PacketSet.all,
  next: PacketSet.empty,
};

/**
 * The outcomes of several filters whose rules count as one (a single filter is a pool of one).
 * `seesReply` is true when the packet answers an established connection. `incomplete` when a member could not be seen.
 * Cost: near-linear in the rules for `any-allow` and `deny-overrides`; one set operation per rule for the ordered combinations.
 */
export function poolOutcomes(
  filters: readonly Filter[],
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
  hasUnseenMember: boolean,
): Outcomes {
  const [first] = filters;
  if (first === undefined) return undeterminedOutcomes;
  const rules = filters.flatMap((filter) => enabledRules(filter, direction));
  const fallback = first.defaults[direction][rules.length === 0 ? 'noRule' : 'noMatch'];
  const incomplete = hasUnseenMember || filters.some((filter) => filter.incomplete !== undefined);
  const judged = judge(first, rules, fallback, incomplete, direction, seesReply, context);
  return withExemptions(judged, filters, direction);
}

function judge(
  first: Filter,
  rules: readonly FilterRule[],
  fallback: FilterAction,
  incomplete: boolean,
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): Outcomes {
  switch (first.combination) {
    case 'any-allow':
      return anyAllow(rules, fallback, incomplete, direction, seesReply, context);
    case 'deny-overrides':
      return denyOverrides(rules, fallback, incomplete, direction, seesReply, context);
    case 'first-match':
    case 'priority-with-goto': {
      const ordered = inOrder(rules, first.combination);
      return orderedWalk(ordered, fallback, incomplete, direction, seesReply, context);
    }
  }
}

/** The rules of one direction that count, in the filter's order. */
export function enabledRules(filter: Filter, direction: Direction): readonly FilterRule[] {
  return filter.rules.filter((rule) => rule.direction === direction && rule.disabled !== true);
}

/**
 * The verdict of a pool that can only allow or deny, where that needs no talk of outcomes: an unordered combination that
 * denies by default and exempts nothing in this direction. Undefined for every other pool. Much the commonest case.
 */
export function plainPoolBounds(
  filters: readonly Filter[],
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): Bounds | undefined {
  const [first] = filters;
  if (first === undefined || first.combination === 'first-match') return undefined;
  if (first.combination === 'priority-with-goto') return undefined;
  const { noRule, noMatch } = first.defaults[direction];
  if (noRule !== 'deny' || noMatch !== 'deny') return undefined;
  const allowing: FilterRule[] = [];
  const denying: FilterRule[] = [];
  for (const { exemptions, incomplete, rules } of filters) {
    if (incomplete !== undefined) return undefined;
    for (const exemption of exemptions) if (exemption.direction === direction) return undefined;
    for (const rule of rules) {
      if (rule.direction !== direction || rule.disabled === true) continue;
      if (rule.action === 'allow' || typeof rule.action === 'object') allowing.push(rule);
      if (rule.action === 'deny' || typeof rule.action === 'object') denying.push(rule);
    }
  }
  const allows = unionOfMatches(allowing, direction, seesReply, context);
  if (first.combination === 'any-allow' || denying.length === 0) return allows;
  const denies = unionOfMatches(denying, direction, seesReply, context);
  const certain = allows.certain.subtract(denies.possible);
  const isPlain = allows.certain === allows.possible && denies.certain === denies.possible;
  return { certain, possible: isPlain ? certain : allows.possible.subtract(denies.certain) };
}

function anyAllow(
  rules: readonly FilterRule[],
  fallback: FilterAction,
  incomplete: boolean,
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): Outcomes {
  const relevant = rules.filter(
    (rule) => rule.action === 'allow' || typeof rule.action === 'object',
  );
  const { certain, possible } = unionOfMatches(relevant, direction, seesReply, context);
  const rest = certain.complement();
  const base = byAction(fallback, rest);
  return {
    allow: incomplete ? PacketSet.all : certain.union(possible).union(base.allow),
    deny: incomplete ? base.deny.union(rest) : base.deny,
    next: base.next,
  };
}

function denyOverrides(
  rules: readonly FilterRule[],
  fallback: FilterAction,
  incomplete: boolean,
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): Outcomes {
  const of = (action: 'allow' | 'deny') =>
    unionOfMatches(
      rules.filter((rule) => rule.action === action),
      direction,
      seesReply,
      context,
    );
  const allows = of('allow');
  const denies = of('deny');
  const open = unionOfMatches(
    rules.filter((rule) => typeof rule.action === 'object'),
    direction,
    seesReply,
    context,
  ).possible;
  const undenied = denies.certain.complement();
  const base = byAction(fallback, undenied.subtract(allows.certain));
  const eitherWay = incomplete ? undenied : open.intersect(undenied);
  return {
    allow: allows.possible.intersect(undenied).union(base.allow).union(eitherWay),
    deny: denies.possible.union(base.deny).union(eitherWay),
    next: base.next,
  };
}

function orderedWalk(
  rules: readonly FilterRule[],
  fallback: FilterAction,
  incomplete: boolean,
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): Outcomes {
  let rest = PacketSet.all;
  let allow = PacketSet.empty;
  let deny = PacketSet.empty;
  let next = PacketSet.empty;
  for (const rule of rules) {
    if (rest.isEmpty) break;
    const match = matchOf(rule, direction, seesReply, context);
    if (match === undefined) continue;
    const hit = rest.intersect(match.possible);
    if (hit.isEmpty) continue;
    if (typeof rule.action === 'object' || rule.action === 'allow') allow = allow.union(hit);
    if (typeof rule.action === 'object' || rule.action === 'deny') deny = deny.union(hit);
    if (rule.action === 'goto-next') next = next.union(hit);
    rest = rest.subtract(match.certain);
  }
  const base = byAction(fallback, rest);
  return {
    allow: incomplete ? PacketSet.all : allow.union(base.allow),
    deny: incomplete ? PacketSet.all : deny.union(base.deny),
    next: next.union(base.next),
  };
}

/** Rules in the order in which they are asked. */
export function inOrder(
  rules: readonly FilterRule[],
  combination: 'first-match' | 'priority-with-goto',
): readonly FilterRule[] {
  const byPriority = (a: FilterRule, b: FilterRule): number =>
    (a.priority ?? 0) - (b.priority ?? 0);
  if (combination === 'first-match') return rules.toSorted(byPriority);
  return rules.toSorted((a, b) => byPriority(a, b) || strength(a) - strength(b));
}

/** Ties of `priority-with-goto`: deny, undetermined, allow, goto-next. */
function strength(rule: FilterRule): number {
  if (typeof rule.action === 'object') return 1;
  return { deny: 0, allow: 2, 'goto-next': 3 }[rule.action];
}

function byAction(action: FilterAction, packets: PacketSet): Outcomes {
  return {
    allow: action === 'allow' ? packets : PacketSet.empty,
    deny: action === 'deny' ? packets : PacketSet.empty,
    next: action === 'goto-next' ? packets : PacketSet.empty,
  };
}

function withExemptions(
  outcomes: Outcomes,
  filters: readonly Filter[],
  direction: Direction,
): Outcomes {
  let { allow, deny, next } = outcomes;
  for (const filter of filters) {
    for (const exemption of filter.exemptions) {
      if (exemption.direction !== direction) continue;
      const packets = packetsOf(direction, exemption.peer, AddressSet.all, exemption.transport);
      allow = allow.union(packets);
      if (exemption.verdict === 'undetermined') continue;
      deny = deny.subtract(packets);
      next = next.subtract(packets);
    }
  }
  return { allow, deny, next };
}
