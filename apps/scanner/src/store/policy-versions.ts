import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { Tables } from './tables.ts';

/** Keeps the policy that is in force from now on, unless it was in force already. */
export async function rememberPolicy(
  database: Kysely<Tables>,
  text: string,
  clock: Clock,
): Promise<void> {
  const digest = createHash('sha256').update(text).digest('hex');
  const latest = await database
    .selectFrom('policy_version')
    .select('digest')
    .orderBy('used_from', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (latest?.digest === digest) return;
  await database
    .insertInto('policy_version')
    .values({ used_from: instantOf(clock), digest, text })
    // Two processes that start at the same moment read the same file.
    .onConflict((conflict) => conflict.columns(['used_from', 'digest']).doNothing())
    .execute();
}
