import { createRedactor } from '@netposture/providers';
import pg from 'pg';
import { codeOf, messageOf } from '../errors.ts';
import { lockDataDirectory } from '../store/data-directory.ts';
import { type CheckResult, found, trouble } from './check.ts';

const CHECK = 'database';
/** The oldest that the store's SQL is written for. */
const OLDEST_VERSION = 150_000;
const PATIENCE_MS = 10_000;

/** What was found about the database, and its clock where it has one of its own. */
export interface DatabaseCheck {
  readonly result: CheckResult;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

/** Asks a server for its version, its rights and its clock; changes nothing. */
export async function checkDatabaseServer(url: string): Promise<DatabaseCheck> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query<{
      version: number;
      now: number;
      standby: boolean;
      may_create: boolean;
      has_tables: boolean;
    }>(
      `select current_setting('server_version_num')::int as version,
        (extract(epoch from clock_timestamp()) * 1000)::float8 as now, pg_is_in_recovery() as standby,
        has_database_privilege(current_database(), 'CREATE') as may_create,
        to_regclass('netposture.scan') is not null as has_tables`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('The server gave no answer.');
    return { result: judged(row), now: row.now };
  } catch (error) {
    const redact = createRedactor([url, passwordOf(url)]);
    const says = `PostgreSQL does not let us in: ${redact(messageOf(error)) || (codeOf(error) ?? 'no answer')}.`;
    const cure =
      'Check DATABASE_URL (host, port, user, password, database), and that the server runs.';
    return { result: trouble(CHECK, 'failed', says, cure) };
  } finally {
    await client?.end().catch(() => {});
  }
}

function judged(row: {
  readonly version: number;
  readonly standby: boolean;
  readonly may_create: boolean;
  readonly has_tables: boolean;
}): CheckResult {
  const major = Math.floor(row.version / 10_000);
  if (row.version < OLDEST_VERSION) {
    return trouble(
      CHECK,
      'failed',
      `PostgreSQL ${major} is too old.`,
      'Use PostgreSQL 15 or newer.',
    );
  }
  if (row.standby) {
    const says = `PostgreSQL ${major} answers as a standby, which cannot be written to.`;
    return trouble(CHECK, 'failed', says, 'Point DATABASE_URL at the primary server.');
  }
  if (!row.has_tables && !row.may_create) {
    const says = `The user may make no schema in this database of PostgreSQL ${major}.`;
    const cure =
      'As its owner: GRANT CREATE ON DATABASE … TO …; or create the database for this user.';
    return trouble(CHECK, 'failed', says, cure);
  }
  const tables = row.has_tables ? 'the tables are there' : 'the first start makes the tables';
  return found(CHECK, 'ok', `PostgreSQL ${major} answers; ${tables}.`);
}

/** Looks whether the data directory can be taken, and gives it back at once. Makes it where there is none. */
export async function checkDataDirectory(directory: string): Promise<CheckResult> {
  try {
    const held = await lockDataDirectory(directory);
    await held.release();
    return found(CHECK, 'ok', `Embedded in ${directory}, which is ours and not in use.`);
  } catch (error) {
    if (codeOf(error) === 'POSTURE_DATA_DIRECTORY_LOCKED') {
      return found(CHECK, 'ok', `Embedded in ${directory}, which a running service holds.`);
    }
    const says = `The data directory ${directory} cannot be used (${codeOf(error) ?? messageOf(error)}).`;
    const cure =
      'Name a folder of this user with --data-dir or NETPOSTURE_DATA_DIR, or set DATABASE_URL.';
    return trouble(CHECK, 'failed', says, cure);
  }
}

function passwordOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).password);
  } catch {
    // No URL: then the whole text is what must not be shown.
    return url;
  }
}
