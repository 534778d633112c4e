import { type Kysely, sql } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { Tables } from './tables.ts';

/** Who collects: a job of a process. */
export interface LeaseHolder {
  readonly process: string;
  readonly job: string;
}

/** The right to collect a scope, alone among all workers. */
export interface Leases {
  /** True where the holder has the lease now, for so long. Asking again renews it. */
  acquire(scope: string, holder: LeaseHolder, durationMs: number): Promise<boolean>;
  /** Whether any job of this process has the lease now. */
  isHeldBy(scope: string, process: string): Promise<boolean>;
  /**
   * Ends a lease. The same process may take it again at once, since it knows what it asked; every other one after `restMs`,
   * so that two budgets are not spent on one scope in a row.
   */
  release(scope: string, holder: LeaseHolder, restMs: number): Promise<void>;
  /** Ends all leases. Only where no other process can hold one. */
  endAll(): Promise<void>;
}

/** Leases as rows with an expiry, so that those of a dead worker end by themselves. */
export function createLeases(database: Kysely<Tables>, clock: Clock): Leases {
  return {
    acquire: async (scope, holder, durationMs) => {
      const name = nameOf(holder);
      const row = { holder: name, expires_at: instantAfter(clock, durationMs) };
      const now = sql<Date>`${instantOf(clock)}::timestamptz`;
      const taken = await database
        .insertInto('lease')
        .values({ scope, ...row })
        .onConflict((conflict) =>
          conflict
            .column('scope')
            .doUpdateSet(row)
            .where((where) =>
              where.or([
                where('lease.holder', 'in', [name, restingName(holder)]),
                where('lease.expires_at', '<', now),
              ]),
            ),
        )
        .returning('scope')
        .executeTakeFirst();
      return taken !== undefined;
    },
    isHeldBy: async (scope, process) => {
      const row = await database
        .selectFrom('lease')
        .select('holder')
        .where('scope', '=', scope)
        .where('expires_at', '>=', sql<Date>`${instantOf(clock)}::timestamptz`)
        .executeTakeFirst();
      return row?.holder.startsWith(`${process}/`) === true;
    },
    release: async (scope, holder, restMs) => {
      await database
        .updateTable('lease')
        .set({ holder: restingName(holder), expires_at: instantAfter(clock, restMs) })
        .where('scope', '=', scope)
        .where('holder', '=', nameOf(holder))
        .execute();
    },
    endAll: async () => {
      await database.deleteFrom('lease').execute();
    },
  };
}

function nameOf({ process, job }: LeaseHolder): string {
  return `${process}/${job}`;
}

/** A scope at rest, which any job of that process may take. */
function restingName({ process }: LeaseHolder): string {
  return `${process}/`;
}

function instantAfter(clock: Clock, durationMs: number): string {
  return new Date(clock.now() + durationMs).toISOString();
}
