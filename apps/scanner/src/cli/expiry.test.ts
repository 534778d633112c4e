import { describe, expect, it } from 'vitest';
import { expiryOf } from './expiry.ts';

const NOON = Date.UTC(2026, 10, 21, 12);

describe('--expires', () => {
  it.each([
    ['12h', '2026-11-22T00:00:00.000Z'],
    ['90d', '2027-02-19T12:00:00.000Z'],
    ['2026-11-21', '2026-11-22T00:00:00.000Z'],
    ['2028-02-29', '2028-03-01T00:00:00.000Z'],
  ])('%s on 21 November 2026 at noon is %s', (text, instant) => {
    expect(expiryOf(text, NOON)).toBe(instant);
  });

  it.each(['0d', '2026-11-20', '2027-02-29', '2027-13-01', '90', '3w', '-1d', 'never', '999999d'])(
    '%s is refused',
    (text) => {
      expect(() => expiryOf(text, NOON)).toThrow(/no time to come/);
    },
  );
});
