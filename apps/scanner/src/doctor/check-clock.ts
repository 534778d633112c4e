import { type CheckResult, found, trouble } from './check.ts';

const CHECK = 'clock';
/** Schedules and histories look wrong from here on. */
const NOTICEABLE_MS = 5_000;
/** Clouds refuse signed requests, and the hook refuses callers, some minutes off. Well below that. */
const HARMFUL_MS = 60_000;

/** A clock other than ours, read at the moment `ours`. Milliseconds since 1970. */
export interface OtherClock {
  readonly of: string;
  readonly theirs: number;
  readonly ours: number;
}

/** Compares our clock with those of the servers that were asked. */
export function checkClock(others: readonly OtherClock[]): CheckResult {
  if (others.length === 0) {
    return found(
      CHECK,
      'skipped',
      'No server to compare our clock with: database and queue are embedded.',
    );
  }
  const compared = others.map(({ of, theirs, ours }) => ({ of, off: Math.abs(theirs - ours) }));
  const [worst] = compared.toSorted((a, b) => b.off - a.off);
  if (worst === undefined || worst.off < NOTICEABLE_MS) {
    return found(
      CHECK,
      'ok',
      `Our clock and that of ${compared.map(({ of }) => of).join(' and ')} agree.`,
    );
  }
  const says = `Our clock and that of ${worst.of} are ${Math.round(worst.off / 1000)} s apart.`;
  const cure = 'Let both machines keep time by NTP.';
  return trouble(CHECK, worst.off < HARMFUL_MS ? 'warning' : 'failed', says, cure);
}
