/** How hard the tests of this folder try. Set by the deep test campaigns; the defaults serve `npm test`. */
import { env } from 'node:process';

/** Cases per law: `NETSET_RUNS`, default 1,000. */
export const RUNS: number = Number(env['NETSET_RUNS'] ?? 1000);

/** With `NETSET_PROFILE=mutation`, exhaustive comparisons are sampled: each mutant pays for them again. */
export const SAMPLED: boolean = env['NETSET_PROFILE'] === 'mutation';

/** A Vitest timeout that scales with the number of cases, in milliseconds. */
export const TIMEOUT_MS: number = 60_000 + RUNS * 60;
