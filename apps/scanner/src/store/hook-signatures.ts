import type { Kysely } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { Tables } from './tables.ts';

/** Remembers a signature until it is too old to be valid; false where it was used before. */
export async function rememberSignature(
  database: Kysely<Tables>,
  signature: string,
  validForMs: number,
  clock: Clock,
): Promise<boolean> {
  await database
    .deleteFrom('hook_signature')
    .where('expires_at', '<', new Date(instantOf(clock)))
    .execute();
  const added = await database
    .insertInto('hook_signature')
    .values({ signature, expires_at: new Date(clock.now() + validForMs).toISOString() })
    .onConflict((conflict) => conflict.column('signature').doNothing())
    .returning('signature')
    .executeTakeFirst();
  return added !== undefined;
}
