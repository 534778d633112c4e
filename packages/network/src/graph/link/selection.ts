import type { Interface } from '../interface.ts';
import type { RecordKind } from '../record.ts';
import type { ResourceId } from '../resource-id.ts';
import type { Selector } from '../selector.ts';
import { type Unknown, unknown } from '../unknown.ts';
import { byId } from './interface-index.ts';
import { SELECTABLE, type SelectorFacts } from './selector-facts.ts';
import { type MemberLimit, matchSelector } from './selector-match.ts';

/** The interfaces that a selector names, each list in order of id. */
export interface Selection {
  readonly yes: readonly Interface[];
  /** Those about which something decisive could not be seen. */
  readonly maybe: readonly Interface[];
  /** It also names something that is not in the graph. */
  readonly incomplete?: Unknown;
}

/** Selects among all interfaces; linear only where no index narrows them down. */
export function selection(
  facts: SelectorFacts,
  selector: Selector,
  limit?: MemberLimit,
): Selection {
  const yes: Interface[] = [];
  const maybe: Interface[] = [];
  for (const candidate of candidatesOf(facts, selector) ?? facts.interfaces.all) {
    const match = matchSelector(facts, selector, candidate, limit);
    if (match === 'yes') yes.push(candidate);
    else if (match === 'maybe') maybe.push(candidate);
  }
  const incomplete = incompletenessOf(facts, selector);
  return incomplete === undefined ? { yes, maybe } : { yes, maybe, incomplete };
}

/** A list outside of which no interface matches; nothing where all must be tried. */
export function candidatesOf(
  facts: SelectorFacts,
  selector: Selector,
): readonly Interface[] | undefined {
  const { interfaces } = facts;
  switch (selector.kind) {
    case 'resources':
      return joined(selector.ids.map((id) => interfacesOf(facts, id)));
    case 'filter-members':
      return joined([interfaces.carrying(selector.filter), interfaces.withUnknownLayer]);
    case 'labels': {
      const lists = selector.match
        .filter(({ operator }) => operator === 'in')
        .map(({ key, values }) => values.map((value) => interfaces.labelled(key, value)));
      const shortest = shortestOf(lists.map((ofValues) => joined(ofValues)));
      return shortest === undefined ? undefined : joined([shortest, interfaces.withUnseenOwner]);
    }
    case 'all-of':
      return shortestOf(selector.of.map((part) => candidatesOf(facts, part)));
    case 'any-of': {
      const lists = selector.of.map((part) => candidatesOf(facts, part));
      return lists.every((list) => list !== undefined) ? joined(lists) : undefined;
    }
    case 'address-group':
      return [];
    case 'everything':
    case 'kinds':
    case 'accounts':
    case 'names':
    case 'addresses':
    case 'none-of':
      return undefined;
  }
}

function interfacesOf(facts: SelectorFacts, id: ResourceId): readonly Interface[] {
  const { interfaces } = facts;
  const record = facts.record(id);
  const account = facts.accountWithRecord(id);
  return joined([
    record?.kind === 'interface' ? [record] : [],
    interfaces.ofOwner(id),
    interfaces.inNetwork(id),
    interfaces.inSubnet(id),
    account === undefined ? [] : interfaces.inAccount(account),
  ]);
}

/** Each interface of the lists once, in order of id. */
function joined(lists: readonly (readonly Interface[])[]): readonly Interface[] {
  const filled = lists.filter((list) => list.length > 0);
  const [first, ...others] = filled;
  if (first === undefined || others.length === 0) return first ?? [];
  return [...new Set(filled.flat())].sort(byId);
}

function shortestOf(
  lists: readonly (readonly Interface[] | undefined)[],
): readonly Interface[] | undefined {
  let shortest: readonly Interface[] | undefined;
  for (const list of lists) {
    if (list === undefined) continue;
    if (shortest === undefined || list.length < shortest.length) shortest = list;
  }
  return shortest;
}

const SCOPES: readonly RecordKind[] = ['account', 'network', 'subnet'];

/** Why a selector may name something that is not in the graph; nothing where all that it names was seen. */
export function incompletenessOf(facts: SelectorFacts, selector: Selector): Unknown | undefined {
  switch (selector.kind) {
    case 'resources':
      return firstOf(selector.ids, (id) => missing(facts, id, SELECTABLE));
    case 'filter-members':
      return missing(facts, selector.filter, ['filter']);
    case 'labels':
      return selector.scope === undefined ? undefined : missing(facts, selector.scope, SCOPES);
    case 'address-group': {
      const record = facts.record(selector.group);
      if (record?.kind === 'address-group') return record.incomplete;
      return missing(facts, selector.group, ['address-group']);
    }
    case 'all-of':
    case 'any-of':
    case 'none-of':
      return firstOf(selector.of, (part) => incompletenessOf(facts, part));
    case 'everything':
    case 'kinds':
    case 'accounts':
    case 'names':
    case 'addresses':
      return undefined;
  }
}

function missing(
  facts: SelectorFacts,
  id: ResourceId,
  kinds: readonly RecordKind[],
): Unknown | undefined {
  const record = facts.record(id);
  if (record === undefined) return unknown(`${id} is referred to, but was not seen`);
  if (record.kind === 'unseen') return record.cause;
  return kinds.includes(record.kind)
    ? undefined
    : unknown(`${id} is referred to, but a ${record.kind} is of no use there`);
}

function firstOf<T>(
  items: readonly T[],
  causeOf: (item: T) => Unknown | undefined,
): Unknown | undefined {
  for (const item of items) {
    const cause = causeOf(item);
    if (cause !== undefined) return cause;
  }
  return undefined;
}
