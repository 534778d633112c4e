/**
 * Whether two values say the same: plain data, in which the order of members means nothing and an undefined member is an absent
 * one, and sets that compare themselves. Objects of any other class are the same only where they are identical.
 */
export function isSameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const kind: unknown = Object.getPrototypeOf(a);
  if (kind !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) return isSameList(a, b);
  if (kind !== Object.prototype) return isComparable(a) && a.equals(b);
  return isSameMembers(a as Members, b as Members);
}

type Members = Readonly<Record<string, unknown>>;

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, at) => isSameData(one, b[at]));
}

function isSameMembers(a: Members, b: Members): boolean {
  let count = 0;
  for (const name of Object.keys(a)) {
    const one = a[name];
    if (one === undefined) continue;
    count += 1;
    if (!Object.hasOwn(b, name) || !isSameData(one, b[name])) return false;
  }
  for (const name of Object.keys(b)) if (b[name] !== undefined) count -= 1;
  return count === 0;
}

function isComparable(value: object): value is { equals(other: unknown): boolean } {
  return 'equals' in value && typeof value.equals === 'function';
}
