import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { PostureError } from '../errors.ts';
import { type DataDirectory, lockDataDirectory } from './data-directory.ts';
import { openCluster } from './embedded-cluster.ts';
import { migrate } from './migrate.ts';
import type { PglitePool } from './pglite-pool.ts';
import { SCHEMA, type Tables } from './tables.ts';

/** Where the store lives: on a server, or in a data directory of this process. */
export type DatabaseLocation =
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'embedded'; readonly directory: string };

/** An open and migrated database. */
export interface Database {
  /** Queries on our own schema. */
  readonly kysely: Kysely<Tables>;
  /** No other process can use it: what a dead one left behind can be taken up at once. */
  readonly isExclusive: boolean;
  /** A second pool for the queue, whose unqualified names mean the queue's schema. */
  openQueuePool(): QueuePool;
  close(): Promise<void>;
}

/** A `pg.Pool`, or the embedded database behind the same interface. */
export type QueuePool = pg.Pool | PglitePool;

/** The schema of the queue's tables. */
export const QUEUE_SCHEMA = 'bullmq';

const POOL_SIZE = 8;
const QUEUE_POOL_SIZE = 16;

/** Opens the database, and brings it to the newest shape. */
export function openDatabase(location: DatabaseLocation): Promise<Database> {
  return location.kind === 'server' ? openServer(location.url) : openEmbedded(location.directory);
}

async function openServer(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE });
  pool.on('error', () => {});
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(SCHEMA);
  try {
    await migrate(kysely);
  } catch (error) {
    await kysely.destroy();
    if (error instanceof PostureError) throw error;
    throw new PostureError(
      'POSTURE_DATABASE_UNREACHABLE',
      'The database does not answer. Check DATABASE_URL, and that the server is running.',
      { cause: error },
    );
  }
  const others: pg.Pool[] = [];
  return {
    kysely,
    isExclusive: false,
    openQueuePool: () => {
      const options = `-c search_path=${QUEUE_SCHEMA},public`;
      const queue = new pg.Pool({
        connectionString: url,
        max: QUEUE_POOL_SIZE,
        keepAlive: true,
        options,
      });
      queue.setMaxListeners(0);
      queue.on('error', () => {});
      others.push(queue);
      return queue;
    },
    close: async () => {
      await Promise.all(others.map((queue) => queue.end()));
      await kysely.destroy();
    },
  };
}

async function openEmbedded(directory: string): Promise<Database> {
  const held = await lockDataDirectory(directory);
  try {
    return await openLocked(held);
  } catch (error) {
    await held.release();
    throw error;
  }
}

async function openLocked(held: DataDirectory): Promise<Database> {
  const { PglitePool } = await import('./pglite-pool.ts');
  const database = await openCluster(held.path);
  await database.exec(`set search_path to ${QUEUE_SCHEMA}, public`);
  const pool = new PglitePool(database);
  // Kysely asks for more than it uses of a client: cursors, which nobody here opens.
  const shape: object = pool;
  const dialect = new PostgresDialect({ pool: shape as PostgresPool });
  const kysely = new Kysely<Tables>({ dialect }).withSchema(SCHEMA);
  await migrate(kysely);
  return {
    kysely,
    isExclusive: true,
    openQueuePool: () => pool,
    close: async () => {
      await kysely.destroy();
      await database.close();
      await held.release();
    },
  };
}
