import {
  type GraphRecord,
  type Interface,
  type LabelRequirement,
  resourceIdParts,
} from '@netposture/network/graph';
import type { Estate } from './estate.testkit.ts';
import { type Match, weakest } from './verdict.testkit.ts';

/** The owner of an interface, or the interface itself where it has none. */
function ownerOf(estate: Estate, candidate: Interface): GraphRecord | 'unseen' {
  if (candidate.owner === undefined) return candidate;
  const owner = estate.graph.records.get(candidate.owner);
  return owner === undefined || owner.kind === 'unseen' ? 'unseen' : owner;
}

/** Whether an interface or its owner is of one of these kinds. */
export function isOfKinds(estate: Estate, candidate: Interface, kinds: readonly string[]): Match {
  if (kinds.includes('interface')) return 'yes';
  const owner = ownerOf(estate, candidate);
  if (owner === 'unseen') return 'maybe';
  const own: string[] = owner.kind === 'service' ? [owner.kind, owner.serviceKind] : [owner.kind];
  return own.some((kind) => kinds.includes(kind)) ? 'yes' : 'no';
}

/** Whether an interface's owner (or itself) has a name or native id like one of these patterns. */
export function isNamed(estate: Estate, candidate: Interface, patterns: readonly string[]): Match {
  const owner = ownerOf(estate, candidate);
  const fits = (text: string) => patterns.some((pattern) => matchesPattern(pattern, text));
  if (owner !== 'unseen') {
    return fits(owner.name) || fits(owner.provenance.nativeId) ? 'yes' : 'no';
  }
  // The id of what cannot be seen still tells its native id.
  const { nativeId } = resourceIdParts(candidate.owner ?? candidate.id);
  return fits(nativeId) ? 'yes' : 'maybe';
}

/** Whether an interface, with the labels of its owner, meets all requirements. */
export function hasLabels(
  estate: Estate,
  candidate: Interface,
  requirements: readonly LabelRequirement[],
): Match {
  const owner = ownerOf(estate, candidate);
  const matches = requirements.map((requirement): Match => {
    const { key, operator } = requirement;
    const own = candidate.labels?.[key];
    if (owner !== 'unseen') {
      const values = [own, owner.labels?.[key]].filter((value) => value !== undefined);
      return meets(values, requirement) ? 'yes' : 'no';
    }
    // A label more can only help what asks for labels, and only hurt what asks for their absence.
    const meetsAlone = meets(own === undefined ? [] : [own], requirement);
    if (operator === 'exists' || operator === 'in') return meetsAlone ? 'yes' : 'maybe';
    return meetsAlone ? 'maybe' : 'no';
  });
  return weakest(matches);
}

/** A key may have two values, one of the interface and one of its owner. */
function meets(found: readonly string[], { operator, values }: LabelRequirement): boolean {
  switch (operator) {
    case 'exists':
      return found.length > 0;
    case 'not-exists':
      return found.length === 0;
    case 'in':
      return found.some((value) => values.includes(value));
    case 'not-in':
      return !found.some((value) => values.includes(value));
  }
}

function matchesPattern(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`, 's').test(text);
}
