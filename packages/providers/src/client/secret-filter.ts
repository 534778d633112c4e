import type { JsonValue } from '../json.ts';

/** Copies a value as JSON, without the members at the declared places. */
export type SecretFilter = (value: unknown) => JsonValue;

/** A place that is still to be reached: a path and how far along it we are. */
interface Cursor {
  readonly path: readonly string[];
  readonly at: number;
}

/**
 * The filter for an operation's secret paths (`Operation.secretPaths` gives the notation). Letter
 * case does not matter and lists are entered by themselves: a secret that is spelt a little
 * differently must not slip through. The copy holds JSON only: dates as ISO text, bytes as base64,
 * big integers as text; functions and absent members are left out.
 *
 * Cost: linear in the size of the value.
 */
export function createSecretFilter(secretPaths: readonly string[]): SecretFilter {
  const start = secretPaths.map((text) => ({
    path: text
      .toLowerCase()
      .replaceAll('[]', '')
      .split('.')
      .filter((name) => name !== ''),
    at: 0,
  }));
  return (value) => copy(value, start);
}

function copy(value: unknown, cursors: readonly Cursor[]): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return value.toString();
    case 'object':
      return value === null ? null : copyObject(value, cursors);
    case 'function':
    case 'symbol':
    case 'undefined':
      return null;
  }
}

function copyObject(value: object, cursors: readonly Cursor[]): JsonValue {
  if (Array.isArray(value)) return value.map((element) => copy(element, cursors));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  const kept: [string, JsonValue][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined || typeof member === 'function') continue;
    const below = cursors.length === 0 ? cursors : advance(cursors, name.toLowerCase());
    if (below !== undefined) kept.push([name, copy(member, below)]);
  }
  return Object.fromEntries(kept);
}

/** Where the paths lead below a member; `undefined` where the member itself is to be dropped. */
function advance(cursors: readonly Cursor[], name: string): readonly Cursor[] | undefined {
  const below: Cursor[] = [];
  const open = [...cursors];
  for (let cursor = open.pop(); cursor !== undefined; cursor = open.pop()) {
    const { path, at } = cursor;
    const wanted = path[at];
    if (wanted === '**') {
      below.push(cursor);
      open.push({ path, at: at + 1 });
    } else if (wanted === '*' || wanted === name) {
      if (at === path.length - 1) return undefined;
      below.push({ path, at: at + 1 });
    }
  }
  return below;
}
