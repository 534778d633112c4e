import { readDecimal } from './address-scan.ts';
import { NetsetParseError } from './netset-parse-error.ts';

/** An inclusive range of whole numbers. */
export type Interval = readonly [first: number, last: number];

/** Calls `read` for each item of a comma-separated list, with its places in the text. */
export function readList(text: string, read: (from: number, to: number) => void): void {
  let from = 0;
  for (;;) {
    const comma = text.indexOf(',', from);
    read(from, comma < 0 ? text.length : comma);
    if (comma < 0) return;
    from = comma + 1;
  }
}

/** Reads `7` or `7-9` between the places. Throws {@link NetsetParseError}. */
export function readInterval(
  text: string,
  from: number,
  to: number,
  maximum: number,
  noun: string,
): Interval {
  const dash = text.indexOf('-', from);
  if (dash < 0 || dash >= to) {
    const value = readDecimal(text, from, to, maximum, noun);
    return [value, value];
  }
  const first = readDecimal(text, from, dash, maximum, noun);
  const last = readDecimal(text, dash + 1, to, maximum, noun);
  if (last < first) throw new NetsetParseError(text, from, 'a range ends before it begins');
  return [first, last];
}

/** `1,5-9` as the text of inclusive intervals; `none` of no interval. */
export function formatIntervals(intervals: readonly Interval[]): string {
  return intervals.length === 0 ? 'none' : intervals.map(formatInterval).join(',');
}

/** `5` or `5-9`. */
export function formatInterval([first, last]: Interval): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

/**
 * Reads a part of a larger text by a parser of its own, and reports its errors in terms of the whole text.
 */
export function readPart<T>(text: string, from: number, to: number, parse: (part: string) => T): T {
  try {
    return parse(text.slice(from, to));
  } catch (error) {
    if (!(error instanceof NetsetParseError)) throw error;
    throw new NetsetParseError(text, from + error.position, error.reason);
  }
}
