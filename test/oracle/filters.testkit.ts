import type {
  Direction,
  Filter,
  FilterAction,
  FilterRule,
  Interface,
  ResourceId,
} from '@netposture/network/graph';
import type { Estate } from './estate.testkit.ts';
import { peerHolds, selects } from './selectors.testkit.ts';
import { type Match, weakest } from './verdict.testkit.ts';

/** One packet as one filter sees it. */
export interface Sight {
  readonly direction: Direction;
  /** The address at the interface (or inside the subnet). */
  readonly own: number;
  /** The address at the other end. */
  readonly peer: number;
  readonly transport: number;
  /** Whether this is a reply, judged by a stateless filter. */
  readonly isReply: boolean;
  /** The network from which references to members are looked up. */
  readonly network: ResourceId;
  /** The interface that carries the filter; nothing at the border of a subnet. */
  readonly interface: Interface | undefined;
}

/** What a filter may say: any of these, nobody knows which. */
export type Outcomes = ReadonlySet<FilterAction>;

/** Nobody knows whether it is let through. */
export const EITHER: Outcomes = new Set<FilterAction>(['allow', 'deny']);

/** The possible outcomes of filters whose rules are pooled; one filter is a pool of one. `unseen`: a member cannot be seen. */
export function poolOutcomes(
  estate: Estate,
  pool: readonly Filter[],
  unseen: boolean,
  sight: Sight,
): Outcomes {
  const first = pool[0];
  if (first === undefined) return EITHER;
  const exemptions = pool
    .flatMap((filter) => filter.exemptions)
    .filter(
      (each) =>
        each.direction === sight.direction &&
        estate.universe.holds(each.peer, sight.peer) &&
        estate.universe.carries(each.transport, sight.transport),
    );
  if (exemptions.some((each) => each.verdict === 'allow')) return new Set(['allow']);

  const rules = pool.flatMap((filter) => filter.rules);
  const outcomes = new Set(ruleOutcomes(estate, first, rules, sight));
  const isPartial = unseen || pool.some((filter) => filter.incomplete !== undefined);
  if (isPartial && !isSettled(estate, first, rules, sight)) {
    outcomes.add('allow').add('deny');
  }
  if (exemptions.length > 0) outcomes.add('allow');
  return outcomes;
}

/** Whether rules that cannot be seen would change nothing. */
function isSettled(
  estate: Estate,
  { combination }: Filter,
  rules: readonly FilterRule[],
  sight: Sight,
): boolean {
  const decides = (action: FilterAction) =>
    rules.some((rule) => rule.action === action && matchOf(estate, rule, sight) === 'yes');
  if (combination === 'any-allow') return decides('allow');
  return combination === 'deny-overrides' && decides('deny');
}

function ruleOutcomes(
  estate: Estate,
  { combination, defaults }: Filter,
  rules: readonly FilterRule[],
  sight: Sight,
): FilterAction[] {
  const ofDirection = rules.filter((rule) => !rule.disabled && rule.direction === sight.direction);
  const byDirection = defaults[sight.direction];
  const fallback = ofDirection.length === 0 ? byDirection.noRule : byDirection.noMatch;
  const matched = ofDirection
    .map((rule) => ({ rule, match: matchOf(estate, rule, sight) }))
    .filter(({ match }) => match !== 'no');
  const says = (action: FilterAction, match: Match) =>
    matched.some((each) => each.rule.action === action && each.match === match);
  const saysSomething = matched.some((each) => typeof each.rule.action !== 'string');

  switch (combination) {
    case 'any-allow': {
      if (says('allow', 'yes')) return ['allow'];
      return says('allow', 'maybe') || saysSomething ? [fallback, 'allow'] : [fallback];
    }
    case 'deny-overrides': {
      if (says('deny', 'yes')) return ['deny'];
      const outcomes: FilterAction[] = [says('allow', 'yes') ? 'allow' : fallback];
      if (says('deny', 'maybe')) outcomes.push('deny');
      if (says('allow', 'maybe')) outcomes.push('allow');
      return saysSomething ? [...outcomes, 'allow', 'deny'] : outcomes;
    }
    case 'first-match':
    case 'priority-with-goto': {
      const ordered = matched.toSorted(
        (a, b) =>
          (a.rule.priority ?? 0) - (b.rule.priority ?? 0) ||
          (combination === 'first-match' ? 0 : rank(a.rule) - rank(b.rule)),
      );
      return walk(ordered, fallback);
    }
  }
}

function walk(
  ordered: readonly { readonly rule: FilterRule; readonly match: Match }[],
  fallback: FilterAction,
): FilterAction[] {
  const outcomes: FilterAction[] = [];
  for (const { rule, match } of ordered) {
    if (typeof rule.action === 'string') outcomes.push(rule.action);
    else outcomes.push('allow', 'deny');
    if (match === 'yes') return outcomes;
  }
  return [...outcomes, fallback];
}

/** Who wins a tie of priorities. */
function rank({ action }: FilterRule): number {
  return ['deny', 'undetermined', 'allow', 'goto-next'].indexOf(
    typeof action === 'string' ? action : action.kind,
  );
}

function matchOf(estate: Estate, rule: FilterRule, sight: Sight): Match {
  if (rule.disabled || rule.direction !== sight.direction) return 'no';
  if (rule.establishedOnly && !sight.isReply) return 'no';
  if (!estate.universe.carries(rule.transport, sight.transport)) return 'no';
  if (rule.own !== undefined && !estate.universe.holds(rule.own, sight.own)) return 'no';
  return weakest([
    applies(estate, rule, sight),
    peerHolds(estate, rule.peer, sight.peer, sight.network),
  ]);
}

/** The border of a subnet has no interface, so a rule for some interfaces only says nothing there. */
function applies(estate: Estate, { targets }: FilterRule, sight: Sight): Match {
  if (targets === undefined) return 'yes';
  if (sight.interface === undefined) return 'no';
  return selects(estate, targets, sight.interface, sight.network);
}
