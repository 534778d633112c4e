import { describe, expect, it } from 'vitest';
import { readRateHeaders } from '../../client/rate-headers.ts';
import { withinEachMinute } from './minute-window.ts';

const hour = (remaining: number) => ({
  'ratelimit-limit': '5000',
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': '3600',
});

describe("the minute's limit", () => {
  it('counts answers, and forgets them after a minute', () => {
    const read = withinEachMinute(readRateHeaders);

    expect(read({}, 0)).toEqual({ remaining: 239, limit: 240, resetAtMs: 60_000 });
    expect(read({}, 30_000)?.remaining).toBe(238);
    expect(read({}, 60_000)?.remaining).toBe(238);
  });

  it('is over when as many answers are forgotten as go out at once', () => {
    const read = withinEachMinute(readRateHeaders);
    const hints = Array.from({ length: 10 }, (_, second) => read({}, second * 1000));

    expect(hints.at(-1)?.resetAtMs).toBe(67_000);
  });

  it("gives way to the hour's where that leaves less", () => {
    const read = withinEachMinute(readRateHeaders);

    expect(read(hour(4999), 0)).toMatchObject({ remaining: 239, limit: 240 });
    expect(read(hour(10), 0)).toMatchObject({ remaining: 10, limit: 5000 });
  });
});
