import { parse } from 'yaml';

/** What the service alone reads of the policy file. It may hold addresses that are secrets, and is no part of what is judged. */
const OF_THE_SERVICE = ['accounts', 'schedule', 'notifications', 'retention', 'baseline'];

/** What a policy file says about the estate, as canonical JSON: what is judged, without how it is reached and who is told. */
export function policyPart(text: string): string {
  const value: unknown = parse(text) ?? {};
  if (typeof value !== 'object' || value === null) return '{}';
  const judged = Object.entries(value).filter(([name]) => !OF_THE_SERVICE.includes(name));
  return JSON.stringify(inOrder(Object.fromEntries(judged)));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, inOrder(part)]),
  );
}
