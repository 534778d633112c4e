import { canonicalJson, type JsonValue } from '../json.ts';

/** One page of a listing. */
export interface Page {
  /** The provider's objects, before the secret filter: hand them to `observe` and nowhere else. */
  readonly items: readonly unknown[];
  /** One sentence on what is known to be missing; makes the whole call `partial`. */
  readonly incomplete?: string;
}

/** A page of a listing that is paged by number. */
export interface NumberedPage {
  readonly items: readonly JsonValue[];
  /** The number of the next page; absent or null on the last one. */
  readonly next?: number | null;
  /** How many items the whole list has, where the provider tells. */
  readonly total?: number;
}

/** A page of a listing that is paged by an opaque token. */
export interface TokenPage {
  readonly items: readonly unknown[];
  /** Absent, null or empty on the last page. */
  readonly next?: string | null | undefined;
  readonly incomplete?: string;
}

/** No listing has more pages than this; one that does is broken. */
const MOST_PAGES = 10_000;

/** The single answer of a call that is not paged. */
export async function* singlePage(read: () => Promise<readonly unknown[]>): AsyncGenerator<Page> {
  yield { items: await read() };
}

/**
 * Pages by number until there is no next one, a page is empty, or a page repeats (some answers name
 * the same next page for ever). Where the list tells its size, fewer items than that are a gap;
 * where it does not, a repetition is one.
 */
export async function* pagesByNumber(
  read: (page: number) => Promise<NumberedPage>,
): AsyncGenerator<Page> {
  let received = 0;
  let total: number | undefined;
  let repeats = false;
  let previous = '';
  for (let page = 1; ; ) {
    const { items, next, total: told } = await read(page);
    total = told ?? total;
    const text = canonicalJson(items);
    repeats = items.length > 0 && text === previous;
    if (items.length === 0 || repeats) break;
    previous = text;
    received += items.length;
    yield { items };
    if (next === undefined || next === null) break;
    repeats = next <= page || page >= MOST_PAGES;
    if (repeats) break;
    page = next;
  }
  const incomplete = shortfall(received, total, repeats);
  if (incomplete !== undefined) yield { items: [], incomplete };
}

function shortfall(
  received: number,
  total: number | undefined,
  repeats: boolean,
): string | undefined {
  if (total !== undefined && received < total) {
    return `The list has ${total} items by its own count, and ${received} were received.`;
  }
  if (total === undefined && repeats) {
    return `The list repeats a page after ${received} items, so its end was not seen.`;
  }
  return undefined;
}

/**
 * Pages by token until there is none. An empty page with a token is no end (filters and aggregated
 * lists send such); a token that comes a second time is a gap.
 */
export async function* pagesByToken(
  read: (token: string | undefined) => Promise<TokenPage>,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let token: string | undefined;
  for (;;) {
    const page = await read(token);
    const { items, incomplete } = page;
    yield incomplete === undefined ? { items } : { items, incomplete };
    token = page.next ?? undefined;
    if (token === undefined || token === '') return;
    if (seen.has(token) || seen.size >= MOST_PAGES) {
      yield { items: [], incomplete: 'The list repeats a page token, so its end was not seen.' };
      return;
    }
    seen.add(token);
  }
}
