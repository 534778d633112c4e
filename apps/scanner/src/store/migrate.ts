import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { PostureError } from '../errors.ts';
import { baseline } from './migrations/baseline.ts';
import { byDifference } from './migrations/by-difference.ts';
import { firstTables } from './migrations/first-tables.ts';
import { operation } from './migrations/operation.ts';
import { SCHEMA } from './tables.ts';

/** Forward only, in order of name; one that was released is never changed. */
const MIGRATIONS = {
  '0001-first-tables': { up: firstTables },
  '0002-operation': { up: operation },
  '0003-baseline': { up: baseline },
  '0004-by-difference': { up: byDifference },
};

/**
 * Brings the database to the newest shape. Safe to run by several processes at once: they wait for each other.
 *
 * @throws PostureError `POSTURE_MIGRATION_FAILED`
 */
export async function migrate<T>(database: Kysely<T>): Promise<void> {
  await sql.raw(`create schema if not exists ${SCHEMA}`).execute(database);
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableSchema: SCHEMA,
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw new PostureError(
    'POSTURE_MIGRATION_FAILED',
    'The database could not be brought to the shape that this version needs. Restore a backup, or start with an empty database.',
    { cause: error },
  );
}
