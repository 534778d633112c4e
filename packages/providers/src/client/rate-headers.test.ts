import { describe, expect, it } from 'vitest';
import { readRateHeaders, retryAfterMs } from './rate-headers.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('rate headers', () => {
  it.each([
    ['5', 5000],
    ['Thu, 01 Jan 2026 00:00:09 GMT', 9000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('Retry-After %j asks for %s ms', (text, expected) => {
    expect(retryAfterMs({ 'retry-after': text }, NOW)).toBe(expected);
  });

  it('read a reset as an instant where it is one, else as a duration', () => {
    const at = {
      'ratelimit-limit': '3600',
      'ratelimit-remaining': '17',
      'ratelimit-reset': '1767225660',
    };

    expect(readRateHeaders(at, NOW)).toEqual({
      limit: 3600,
      remaining: 17,
      resetAtMs: NOW + 60_000,
    });
    expect(readRateHeaders({ ...at, 'ratelimit-reset': '30' }, NOW)?.resetAtMs).toBe(NOW + 30_000);
  });

  it('say nothing without a count of what remains', () => {
    expect(readRateHeaders({ 'ratelimit-limit': '3600' }, NOW)).toBeUndefined();
  });
});
