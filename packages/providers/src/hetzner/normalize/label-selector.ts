type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

/**
 * Whether labels meet one of Hetzner's label selectors; `undefined` where the selector cannot be
 * read. A comma means "and"; a key that is missing has no value, so `!=` and `notin` hold without
 * it (as in Kubernetes; not stated by Hetzner).
 * Source: "Label Selector" of https://docs.hetzner.cloud/reference/cloud (2026-05).
 */
export function meetsLabelSelector(selector: string, labels: Labels): boolean | undefined {
  const requirements = requirementsIn(selector);
  return requirements?.every((requirement) => requirement(labels));
}

const KEY = String.raw`[\w./-]+`;
const VALUE = String.raw`[\w./-]*`;
const TERM = new RegExp(
  String.raw`\s*(?:(?<absent>!)?\s*(?<key>${KEY})\s*(?:(?<operator>==|!=|=)\s*(?<value>${VALUE})|(?<list>in|notin)\s*\((?<values>[^()]*)\))?)\s*(?:,|$)`,
  'y',
);

function requirementsIn(selector: string): readonly Requirement[] | undefined {
  const requirements: Requirement[] = [];
  for (let at = 0; at < selector.length; ) {
    TERM.lastIndex = at;
    const found = TERM.exec(selector)?.groups;
    if (found === undefined) return undefined;
    const requirement = requirementOf(found);
    if (requirement === undefined) return undefined;
    requirements.push(requirement);
    at = TERM.lastIndex;
  }
  return requirements.length === 0 ? undefined : requirements;
}

function requirementOf(
  found: Readonly<Record<string, string | undefined>>,
): Requirement | undefined {
  const { absent, key = '', operator, value, list, values } = found;
  if (absent !== undefined) {
    const isPlain = operator === undefined && list === undefined;
    return isPlain ? (labels) => !Object.hasOwn(labels, key) : undefined;
  }
  if (list !== undefined) {
    const wanted = new Set((values ?? '').split(',').map((one) => one.trim()));
    return (labels) => (isValueOf(labels, key, wanted) ? list === 'in' : list === 'notin');
  }
  if (operator === undefined) return (labels) => Object.hasOwn(labels, key);
  const wanted = new Set([value ?? '']);
  return (labels) => isValueOf(labels, key, wanted) === (operator !== '!=');
}

function isValueOf(labels: Labels, key: string, wanted: ReadonlySet<string>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return value !== undefined && wanted.has(value);
}
