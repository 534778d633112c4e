import { CommandError } from './command-streams.ts';

const UNIT_MS = { h: 3_600_000, d: 86_400_000 } as const;

/**
 * When something expires: `90d` or `12h` from now, or the end of a date in UTC. ISO 8601.
 *
 * @throws CommandError where it is neither, or is over already.
 */
export function expiryOf(text: string, nowMs: number): string {
  const at = millisecondsOf(text, nowMs);
  if (at !== undefined && at > nowMs && at < 8.64e15) return new Date(at).toISOString();
  throw new CommandError(
    'POSTURE_EXPIRY_INVALID',
    `--expires "${text}" is no time to come. Write 90d, 12h or a date such as 2027-06-30.`,
  );
}

function millisecondsOf(text: string, nowMs: number): number | undefined {
  const [, count, unit] = /^(\d{1,5})([hd])$/.exec(text) ?? [];
  if (count !== undefined && (unit === 'h' || unit === 'd')) {
    return nowMs + Number(count) * UNIT_MS[unit];
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const start = Date.parse(`${text}T00:00:00.000Z`);
  // A day that no month has would otherwise run over into the next one.
  const isDay = !Number.isNaN(start) && new Date(start).toISOString().startsWith(text);
  return isDay ? start + UNIT_MS.d : undefined;
}
