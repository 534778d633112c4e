import { AddressSet } from '@netposture/network/netset';

const parsed = new Map<string, AddressSet | undefined>();

/** A bound, so that a long-lived process does not grow; the prefixes that repeat are few. */
const MOST_REMEMBERED = 20_000;

/** The addresses that AWS writes as a prefix or an address; `undefined` for a text that is neither. Remembered. */
export function addressesOf(text: string | undefined): AddressSet | undefined {
  if (text === undefined) return undefined;
  if (parsed.has(text)) return parsed.get(text);
  let set: AddressSet | undefined;
  try {
    set = AddressSet.parse(text);
  } catch {
    // Answers are untrusted input: what is no address is told where it is read, never thrown.
    set = undefined;
  }
  if (parsed.size >= MOST_REMEMBERED) parsed.clear();
  parsed.set(text, set);
  return set;
}

/** The union of all readable texts. */
export function addressesOfAll(texts: Iterable<string | undefined>): AddressSet {
  const sets: AddressSet[] = [];
  for (const text of texts) {
    const set = addressesOf(text);
    if (set !== undefined) sets.push(set);
  }
  return AddressSet.unionOf(sets);
}

/** The bits of a prefix as written; an address without a slash is its longest prefix. */
export function prefixLengthOf(text: string): number {
  const bits = /\/(\d+)$/.exec(text)?.[1];
  if (bits !== undefined) return Number(bits);
  return text.includes(':') ? 128 : 32;
}
