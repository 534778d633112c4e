import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Where a thread stands. */
export interface AlertThread {
  readonly channel: string;
  /** Slack's name for the message that began it. */
  readonly ts: string;
}

/** The threads that findings are told in. */
export interface AlertThreads {
  find(destination: string, findingId: string): Promise<AlertThread | undefined>;
  /** Replaces an earlier one. */
  keep(destination: string, findingId: string, thread: AlertThread): Promise<void>;
}

/** The threads of the store. */
export function createAlertThreads(database: Kysely<Tables>): AlertThreads {
  return {
    find: async (destination, findingId) => {
      const row = await database
        .selectFrom('alert_thread')
        .select(['channel', 'message_ts'])
        .where('destination', '=', destination)
        .where('finding_id', '=', findingId)
        .executeTakeFirst();
      return row === undefined ? undefined : { channel: row.channel, ts: row.message_ts };
    },
    keep: async (destination, findingId, { channel, ts }) => {
      await database
        .insertInto('alert_thread')
        .values({ destination, finding_id: findingId, channel, message_ts: ts })
        .onConflict((conflict) =>
          conflict.columns(['destination', 'finding_id']).doUpdateSet({ channel, message_ts: ts }),
        )
        .execute();
    },
  };
}
