/** Time, as an argument. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number;
}

/** The wall clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** An instant as ISO 8601 in UTC. */
export function instantOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
