import type { RateHint } from '../../client/budget.ts';
import type { ReadRate } from '../../client/rate-headers.ts';

const MINUTE_MS = 60_000;

/**
 * DigitalOcean's 250 requests a minute, which no header tells, less what may be on the wire when we
 * notice. Source: "Rate Limit" of https://docs.digitalocean.com/reference/api/reference/ (2026-08-07).
 */
const PER_MINUTE = 240;

/** Requests that may be on the wire: when a wait is over, so many go out before the next answer is counted. */
export const CONCURRENCY = 8;

/**
 * Adds the minute's limit to what the headers say about the hour's: every answer is counted, and the
 * hint that leaves less is the one that holds. One per token.
 */
export function withinEachMinute(readHour: ReadRate): ReadRate {
  const answered: number[] = [];
  return (headers, nowMs) => {
    while ((answered[0] ?? nowMs) <= nowMs - MINUTE_MS) answered.shift();
    answered.push(nowMs);
    const minute: RateHint = {
      remaining: PER_MINUTE - answered.length,
      limit: PER_MINUTE,
      // Not when the oldest answer is forgotten, but when as many are as will go out then.
      resetAtMs: (answered[CONCURRENCY - 1] ?? nowMs) + MINUTE_MS,
    };
    const hour = readHour(headers, nowMs);
    return hour !== undefined && shareLeft(hour) < shareLeft(minute) ? hour : minute;
  };
}

function shareLeft({ remaining, limit }: RateHint): number {
  return limit === undefined || limit === 0 ? 1 : remaining / limit;
}
