/** A JSON object as the simulated services hold it. */
export type Raw = Readonly<Record<string, unknown>>;

/** A member of a raw object as text; empty where it is none. */
export function textOf(raw: Raw, name: string): string {
  const value = raw[name];
  return typeof value === 'string' ? value : '';
}

/** A member of a raw object as a list of objects. */
export function rowsOf(raw: Raw, name: string): readonly Raw[] {
  const value = raw[name];
  return Array.isArray(value) ? value : [];
}
