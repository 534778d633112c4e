import { expect, it } from 'vitest';
import { checkClock } from './check-clock.ts';

const database = (theirs: number) => ({ of: 'the database', theirs, ours: 1_000_000 });

it.each([
  [1_000_000, 'ok'],
  [1_004_000, 'ok'],
  [994_000, 'warning'],
  [1_059_000, 'warning'],
  [1_060_000, 'failed'],
  [0, 'failed'],
])('a clock at %i ms where ours shows 1,000,000 is %s', (theirs, outcome) => {
  expect(checkClock([database(theirs)]).outcome).toBe(outcome);
});

it('the worst of several clocks decides, and is named', () => {
  const redis = { of: 'Redis', theirs: 900_000, ours: 1_000_000 };

  expect(checkClock([database(1_000_000), redis])).toMatchObject({
    outcome: 'failed',
    says: 'Our clock and that of Redis are 100 s apart.',
  });
});

it('nothing to compare with is not "ok"', () => {
  expect(checkClock([]).outcome).toBe('skipped');
});
