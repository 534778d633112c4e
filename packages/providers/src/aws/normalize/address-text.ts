import { AddressSet } from '@netposture/network/netset';

const parsed = new Map<string, AddressSet>();

/** A bound, so that a long-lived process does not grow; the prefixes that repeat are few. */
const MOST_REMEMBERED = 20_000;

/**
 * The addresses that AWS writes as a prefix or an address; `undefined` for a text that is neither. Prefixes repeat: they
 * are remembered, and equal ones are one object, which is what makes comparing them cheap.
 */
export function addressesOf(text: string | undefined): AddressSet | undefined {
  if (text === undefined) return undefined;
  if (!text.includes('/')) return parse(text);
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const set = parse(text)?.intern();
  if (set === undefined) return undefined;
  if (parsed.size >= MOST_REMEMBERED) parsed.clear();
  parsed.set(text, set);
  return set;
}

function parse(text: string): AddressSet | undefined {
  try {
    return AddressSet.parse(text);
  } catch {
    // Answers are untrusted input: what is no address is told where it is read, never thrown.
    return undefined;
  }
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
