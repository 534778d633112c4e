import { type Kysely, sql } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { Tables } from './tables.ts';

/** The right to collect a scope, alone among all workers. */
export interface Leases {
  /** True where the holder has the lease now, for so long. Asking again renews it. */
  acquire(scope: string, holder: string, durationMs: number): Promise<boolean>;
  release(scope: string, holder: string): Promise<void>;
}

/** Leases as rows with an expiry, so that those of a dead worker end by themselves. */
export function createLeases(database: Kysely<Tables>, clock: Clock): Leases {
  return {
    acquire: async (scope, holder, durationMs) => {
      const row = { holder, expires_at: new Date(clock.now() + durationMs).toISOString() };
      const now = sql<Date>`${instantOf(clock)}::timestamptz`;
      const taken = await database
        .insertInto('lease')
        .values({ scope, ...row })
        .onConflict((conflict) =>
          conflict
            .column('scope')
            .doUpdateSet(row)
            .where((where) =>
              where.or([where('lease.holder', '=', holder), where('lease.expires_at', '<', now)]),
            ),
        )
        .returning('scope')
        .executeTakeFirst();
      return taken !== undefined;
    },
    release: async (scope, holder) => {
      await database
        .deleteFrom('lease')
        .where('scope', '=', scope)
        .where('holder', '=', holder)
        .execute();
    },
  };
}
