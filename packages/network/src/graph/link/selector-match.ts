import type { Interface } from '../interface.ts';
import type { RecordBase } from '../record-base.ts';
import type { ResourceId } from '../resource-id.ts';
import type { LabelRequirement, Selector } from '../selector.ts';
import { isUnknown } from '../unknown.ts';
import { everyMatch, type Match, notMatch, someMatch } from './match.ts';
import { fitsPattern } from './name-pattern.ts';
import type { SelectorFacts } from './selector-facts.ts';

/** Whether an interface may be reached by a reference that is evaluated elsewhere; nothing where there is no such limit. */
export type MemberLimit =
  | ((member: Interface, through: readonly ('peering' | 'transit')[]) => Match)
  | undefined;

/** Whether a selector names an interface (docs/model.md, section 10). */
export function matchSelector(
  facts: SelectorFacts,
  selector: Selector,
  candidate: Interface,
  limit?: MemberLimit,
): Match {
  switch (selector.kind) {
    case 'everything':
      return 'yes';
    case 'resources':
      if (selector.ids.some((id) => belongsTo(facts, candidate, id))) return 'yes';
      return selector.ids.every((id) => facts.isSelectable(id)) ? 'no' : 'maybe';
    case 'filter-members': {
      const carried = carries(candidate, selector.filter);
      // Seen filters are many: whether this one is matters only to those who do not carry it.
      const isOpen = carried === 'no' && facts.record(selector.filter)?.kind !== 'filter';
      const member = isOpen ? 'maybe' : carried;
      if (member === 'no' || limit === undefined) return member;
      const within = limit(candidate, selector.through);
      return within === 'yes' ? member : within;
    }
    case 'labels':
      return matchLabels(facts, selector, candidate);
    case 'kinds':
      return matchKinds(facts, selector.kinds, candidate);
    case 'accounts':
      return yesIf(selector.accounts.some((name) => facts.isInAccount(candidate, name)));
    case 'names':
      return matchNames(facts, selector.patterns, candidate);
    case 'addresses':
      return matchAddresses(selector, candidate);
    case 'address-group':
      return 'no';
    case 'all-of':
      return everyMatch(selector.of, (part) => matchSelector(facts, part, candidate, limit));
    case 'any-of':
      return someMatch(selector.of, (part) => matchSelector(facts, part, candidate, limit));
    case 'none-of':
      return notMatch(
        someMatch(selector.of, (part) => matchSelector(facts, part, candidate, limit)),
      );
  }
}

function yesIf(condition: boolean): Match {
  return condition ? 'yes' : 'no';
}

function belongsTo(facts: SelectorFacts, candidate: Interface, id: ResourceId): boolean {
  const { owner, network, subnet } = candidate;
  return (
    candidate.id === id ||
    owner === id ||
    network === id ||
    subnet === id ||
    facts.isOfAccountRecord(candidate, id)
  );
}

function carries({ layers }: Interface, filter: ResourceId): Match {
  let result: Match = 'no';
  for (const layer of layers) {
    if (isUnknown(layer)) {
      result = 'maybe';
      continue;
    }
    for (const attachment of layer.attachments) {
      if (attachment.filter !== filter || attachment.enforcement === 'failed') continue;
      if (attachment.enforcement === 'enforced') return 'yes';
      result = 'maybe';
    }
  }
  return result;
}

function matchLabels(
  facts: SelectorFacts,
  { match, scope }: Extract<Selector, { readonly kind: 'labels' }>,
  candidate: Interface,
): Match {
  const inScope = scope === undefined ? 'yes' : matchScope(facts, candidate, scope);
  if (inScope === 'no') return 'no';
  const owner = facts.ownerOf(candidate);
  const otherwise = facts.hasUnseenOwner(candidate) ? 'maybe' : undefined;
  const labels = everyMatch(match, (requirement) =>
    meets(requirement, [candidate, owner], otherwise),
  );
  return everyMatch([inScope, labels], (one) => one);
}

function matchScope(facts: SelectorFacts, candidate: Interface, scope: ResourceId): Match {
  if (belongsTo(facts, candidate, scope)) return 'yes';
  return facts.exists(scope) ? 'no' : 'maybe';
}

function meets(
  { key, operator, values }: LabelRequirement,
  records: readonly (RecordBase | undefined)[],
  unseen: 'maybe' | undefined,
): Match {
  const found: string[] = [];
  for (const record of records) {
    if (record?.labels === undefined || !Object.hasOwn(record.labels, key)) continue;
    found.push(record.labels[key] ?? '');
  }
  const isMet =
    operator === 'exists' || operator === 'not-exists'
      ? found.length > 0
      : found.some((value) => values.includes(value));
  const isNegative = operator === 'not-exists' || operator === 'not-in';
  if (isMet) return isNegative ? 'no' : 'yes';
  return unseen ?? (isNegative ? 'yes' : 'no');
}

function matchKinds(facts: SelectorFacts, kinds: readonly string[], candidate: Interface): Match {
  if (kinds.includes('interface')) return 'yes';
  const owner = facts.ownerOf(candidate);
  if (owner === undefined) return facts.hasUnseenOwner(candidate) ? 'maybe' : 'no';
  return yesIf(
    kinds.includes(owner.kind) || (owner.kind === 'service' && kinds.includes(owner.serviceKind)),
  );
}

function matchNames(
  facts: SelectorFacts,
  patterns: readonly string[],
  candidate: Interface,
): Match {
  const texts = facts.ownerNames(candidate);
  if (patterns.some((pattern) => texts.some((text) => fitsPattern(pattern, text)))) return 'yes';
  return facts.hasUnseenOwner(candidate) ? 'maybe' : 'no';
}

function matchAddresses(
  { set }: Extract<Selector, { readonly kind: 'addresses' }>,
  { addresses }: Interface,
): Match {
  return someMatch(addresses, ({ inside, outside, exact }) => {
    if (outside?.overlaps(set)) return 'yes';
    if (!inside.overlaps(set)) return 'no';
    return exact || inside.isSubsetOf(set) ? 'yes' : 'maybe';
  });
}
