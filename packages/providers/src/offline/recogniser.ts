import type { JsonObject, JsonValue } from '../json.ts';

/** How to know one operation's answer in a file, and how to take the items out of it. */
export interface AnswerShape {
  /** The operation whose answer this is. */
  readonly operation: string;
  /** The outline: a top-level key that holds the list, a bare array, or an object that is itself the item. */
  readonly outline: { readonly key: string } | 'array' | 'object';
  /**
   * Takes the items from under the key; only for answers whose key holds no plain list (aggregated
   * lists, reservations). `undefined`: this is not the answer after all. Default: the list itself,
   * or a single object as a list of one.
   */
  readonly items?: (held: JsonValue, document: JsonObject) => readonly JsonValue[] | undefined;
  /** Whether an item looks like this operation's; asked of the first item. */
  readonly matches: (item: JsonValue) => boolean;
  /** Whether the document around an empty list looks like this operation's (`kind` in GCP answers). */
  readonly matchesEmpty?: (document: JsonObject) => boolean;
  /** The subject told inside the document; where undefined it comes from the file's name. */
  readonly subject?: (document: JsonValue, items: readonly JsonValue[]) => string | undefined;
}

/** Where an answer belongs, as far as it tells. */
export interface Located {
  readonly account?: string;
  readonly location?: string;
}

/** How an answer says that there is more. */
export interface Continuation {
  /** The document ends with a token or a link to a further page. */
  readonly more: boolean;
  /** How many items the whole list has, where told. */
  readonly total?: number;
}

/**
 * A provider's part of the offline reader: data and pure functions that know its answers. It is
 * what an adapter's `recognise.ts` exports; the one reader does everything else.
 */
export interface Recogniser {
  readonly answers: readonly AnswerShape[];
  /**
   * What accounts and locations look like as folder names. Absent: folders tell nothing unless the
   * provider's own folder is above them, and then any name below the account's is a location.
   */
  readonly folders?: { readonly account: RegExp; readonly location: RegExp };
  /** Account and location from ARNs, owner ids, zones or self-links inside an answer. */
  readonly locate: (operation: string, items: readonly JsonValue[]) => Located;
  /** Whether the document is only a page of a longer list. */
  readonly continuation: (document: JsonObject) => Continuation;
}
