/**
 * One text for equal plain data, whatever the order in which fields were written. Sets write themselves canonically.
 * Linear in the size of the text.
 */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
