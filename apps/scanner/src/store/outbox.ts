import { type Kysely, sql } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { Alert } from '../scan/ports.ts';
import type { Tables } from './tables.ts';

/** An alert that this process alone is to deliver now. */
export interface ClaimedAlert {
  readonly id: string;
  readonly destination: string;
  readonly alert: Alert;
  /** This one included. */
  readonly attempts: number;
  /** An earlier attempt ended without any answer being kept. */
  readonly mayBeRepeat: boolean;
}

/** Alerts on their way. */
export interface Outbox {
  /** Marks one due alert as being sent and answers it; undefined where none is due for these destinations. */
  claim(destinations: readonly string[]): Promise<ClaimedAlert | undefined>;
  delivered(id: string): Promise<void>;
  failed(id: string, message: string): Promise<void>;
  postpone(id: string, untilMs: number, message: string): Promise<void>;
  /** Makes every claimed alert due. Only where no other process can be sending one. */
  endClaims(): Promise<void>;
}

/** The outbox of the store. After `claimMs`, whoever claimed an alert is taken for dead: it must be longer than any attempt. */
export function createOutbox(database: Kysely<Tables>, clock: Clock, claimMs: number): Outbox {
  const finish = async (id: string, state: 'sent' | 'failed', error: string | null) => {
    await database
      .updateTable('outbox')
      .set({ state, in_doubt: false, error, sent_at: state === 'sent' ? instantOf(clock) : null })
      .where('id', '=', id)
      .execute();
  };
  return {
    claim: (destinations) => claim(database, destinations, { clock, claimMs }),
    delivered: (id) => finish(id, 'sent', null),
    failed: (id, message) => finish(id, 'failed', message),
    postpone: async (id, untilMs, error) => {
      await database
        .updateTable('outbox')
        .set({ in_doubt: false, error, due_at: new Date(untilMs).toISOString() })
        .where('id', '=', id)
        .execute();
    },
    endClaims: async () => {
      await database
        .updateTable('outbox')
        .set({ due_at: instantOf(clock) })
        .where('state', '=', 'waiting')
        .where('in_doubt', '=', true)
        .execute();
    },
  };
}

function claim(
  database: Kysely<Tables>,
  destinations: readonly string[],
  { clock, claimMs }: { readonly clock: Clock; readonly claimMs: number },
): Promise<ClaimedAlert | undefined> {
  if (destinations.length === 0) return Promise.resolve(undefined);
  return database.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('outbox')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('due_at', '<=', sql<Date>`${instantOf(clock)}::timestamptz`)
      .where('destination', 'in', [...destinations])
      .orderBy('due_at')
      .orderBy('id')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const attempts = row.attempts + 1;
    await transaction
      .updateTable('outbox')
      .set({ attempts, in_doubt: true, due_at: new Date(clock.now() + claimMs).toISOString() })
      .where('id', '=', row.id)
      .execute();
    return {
      id: row.id,
      destination: row.destination,
      alert: row.message as Alert,
      attempts,
      mayBeRepeat: row.in_doubt,
    };
  });
}
