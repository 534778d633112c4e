import type { RateHint } from './budget.ts';

/** Headers as a transport gives them: names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** A provider's reading of its own rate-limit headers. */
export type ReadRate = (headers: Headers, nowMs: number) => RateHint | undefined;

/**
 * How long `Retry-After` asks to wait, in milliseconds; both forms of RFC 9110, section 10.2.3
 * (seconds, date). `undefined` where absent or unreadable; a date in the past is 0.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - nowMs);
}

/**
 * The `RateLimit-Limit`, `-Remaining` and `-Reset` headers that Hetzner and DigitalOcean send. Reset
 * is read as seconds since 1970 where it is that large, else as seconds from now.
 */
export function readRateHeaders(headers: Headers, nowMs: number): RateHint | undefined {
  const remaining = numberIn(headers['ratelimit-remaining']);
  if (remaining === undefined) return undefined;
  const limit = numberIn(headers['ratelimit-limit']);
  const reset = numberIn(headers['ratelimit-reset']);
  return {
    remaining,
    ...(limit === undefined ? {} : { limit }),
    ...(reset === undefined ? {} : { resetAtMs: reset * 1000 + (reset < 1e9 ? nowMs : 0) }),
  };
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}
