import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The scan that was recorded last. */
export function latestRecorded(
  database: Kysely<Tables>,
): Promise<
  | { readonly id: string; readonly recorded_at: Date | null; readonly requested_at: Date }
  | undefined
> {
  return database
    .selectFrom('scan')
    .select(['id', 'recorded_at', 'requested_at'])
    .where('state', '=', 'recorded')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
