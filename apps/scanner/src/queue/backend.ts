import { createPostgresBackend, createRedisBackend, runMigrations, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { type Database, QUEUE_SCHEMA } from '../store/open-database.ts';

/** BullMQ's classes on the chosen backend, with the connection to hand to each of them. */
export interface QueueBackend {
  readonly classes: Pick<ReturnType<typeof redisClasses>, 'Queue' | 'Worker' | 'FlowProducer'>;
  readonly connection: object;
  /** Gives back every job that a dead process was working on. Only where no other process can be working. */
  endJobs(): Promise<void>;
  /** Ends what was opened here; queues and workers first. */
  close(): Promise<void>;
}

const redisClasses = () => withBackend(createRedisBackend);

/** On BullMQ's own tables, as its pinned version lays them out: it would wait for the locks to run out. */
const END_JOBS = [
  `update ${QUEUE_SCHEMA}.job set locked_until_ms = 0, stalled_marked = true where state = 'active'`,
  `delete from ${QUEUE_SCHEMA}.meta where field = 'stalled-check'`,
] as const;

/** Redis where a URL is given, else tables in the store's database. */
export async function openBackend(
  redisUrl: string | undefined,
  database: Database,
): Promise<QueueBackend> {
  if (redisUrl !== undefined) {
    // A worker waits for jobs for as long as it takes: no limit on repeated requests.
    const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
    redis.on('error', () => {});
    return {
      classes: redisClasses(),
      connection: redis,
      endJobs: async () => {},
      close: async () => redis.disconnect(),
    };
  }
  const pool = database.openQueuePool();
  const client = await pool.connect();
  try {
    await runMigrations(client as Parameters<typeof runMigrations>[0]);
  } finally {
    client.release();
  }
  // The classes differ in the type of their connection only, and are used through what they share.
  const classes: object = withBackend(createPostgresBackend);
  return {
    classes: classes as QueueBackend['classes'],
    connection: pool,
    endJobs: async () => {
      // Marked jobs whose lock is over are given back by the first look of the next worker, which `meta` would put off.
      for (const statement of END_JOBS) await pool.query(statement);
    },
    close: async () => {},
  };
}
