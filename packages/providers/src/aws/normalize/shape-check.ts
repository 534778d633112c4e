import type { z } from 'zod';

/** Whether a value is in the set that a schema takes. */
type Check = (value: unknown) => boolean;

/**
 * A schema that hands an item back as it is where it fits, and asks the schema itself only where it does not: the schema
 * copies every item, which costs more than all the rest of reading. What is accepted and what is said about the others
 * is the schema's own; members that it does not know stay in the item.
 */
export function withoutCopies<T>(schema: z.ZodType<T>): Pick<z.ZodType<T>, 'safeParse'> {
  const fits = checkOf(schema);
  if (fits === undefined) return schema;
  return {
    safeParse: (value) =>
      // A value that fits has the schema's type: schemas of the wire change nothing.
      fits(value) ? { success: true, data: value as T } : schema.safeParse(value),
  };
}

/** The check that a schema makes; `undefined` for a schema made of anything but what the wire is described with. */
function checkOf(schema: z.core.$ZodType): Check | undefined {
  // How Zod tells libraries what a schema is made of: https://zod.dev/library-authors, read 2026-11-21.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ('checks' in def && def.checks !== undefined && def.checks.length > 0) return undefined;
  switch (def.type) {
    case 'string':
      return 'coerce' in def ? undefined : (value) => typeof value === 'string';
    case 'boolean':
      return 'coerce' in def ? undefined : (value) => value === true || value === false;
    case 'number':
      return 'coerce' in def ? undefined : (value) => Number.isFinite(value);
    case 'optional': {
      const inner = checkOf(def.innerType);
      return inner && ((value) => value === undefined || inner(value));
    }
    case 'array': {
      const element = checkOf(def.element);
      return element && ((value) => Array.isArray(value) && everyElement(value, element));
    }
    case 'object':
      return def.catchall === undefined ? objectCheck(def.shape) : undefined;
    default:
      return undefined;
  }
}

function everyElement(values: readonly unknown[], check: Check): boolean {
  for (let index = 0; index < values.length; index++) if (!check(values[index])) return false;
  return true;
}

function objectCheck(shape: Readonly<Record<string, z.core.$ZodType>>): Check | undefined {
  const names = Object.keys(shape);
  const checks: Check[] = [];
  for (const member of Object.values(shape)) {
    const check = checkOf(member);
    if (check === undefined) return undefined;
    checks.push(check);
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    // An object without a prototype of its own reads like any other; names are those of the schema.
    const members = value as Readonly<Record<string, unknown>>;
    for (let index = 0; index < names.length; index++) {
      const name = names[index];
      const check = checks[index];
      if (name === undefined || check === undefined || !check(members[name])) return false;
    }
    return true;
  };
}
