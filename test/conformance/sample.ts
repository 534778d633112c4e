/** How much of a large fault matrix is tried; set by the deep test campaigns. */
import { env } from 'node:process';

/** Matrices up to this size are always tried whole. */
const SMALL = 100;

/**
 * The cases to try: all of them with `CONFORMANCE=deep` and where they are few, else every tenth.
 * The step shares no divisor with the seven faults, so that each of them is still tried.
 */
export function sampled<T>(cases: readonly T[]): readonly T[] {
  if (cases.length <= SMALL || env['CONFORMANCE'] === 'deep') return cases;
  return cases.filter((_, index) => index % 10 === 0);
}
