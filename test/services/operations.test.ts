import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../apps/scanner/src/store/open-database.ts';
import { DEFAULT_RETENTION, deleteOld } from '../../apps/scanner/src/store/retention.ts';
import { folderOf, netposture } from '../end-to-end/cli/netposture.testkit.ts';
import { startPostgres, startRedis, type TestServer } from './servers.testkit.ts';

const folder = folderOf({ 'netposture.yaml': '{}' });
const servers: TestServer[] = [];
let environment: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  const postgres = await startPostgres();
  const redis = await startRedis();
  servers.push(postgres, redis);
  environment = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    NETPOSTURE_CONFIG: join(folder, 'netposture.yaml'),
    NETPOSTURE_DATA_DIR: join(folder, 'data'),
  };
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

const run = (...args: readonly string[]) => netposture(args, environment);

it('doctor finds both servers, their clocks, and that this Redis keeps no log', async () => {
  const { status, stdout } = await run('doctor', '--skip-clouds');

  expect(stdout).toMatch(
    /^ok {7}database: PostgreSQL \d+ answers; the first start makes the tables\.$/m,
  );
  expect(stdout).toMatch(/^ok {7}queue: Redis [\d.]+ answers\.$/m);
  expect(stdout).toMatch(/^WARNING {2}queue: Redis keeps no log of its writes/m);
  expect(stdout).toMatch(/^ok {7}clock: Our clock and that of the database and Redis agree\.$/m);
  expect(status).toBe(0);
});

it('tokens are made, listed and revoked in PostgreSQL, and the audit tells of it in an export', async () => {
  const text = (await run('token', 'create', '--name', 'ci', '--role', 'scan')).stdout.trim();
  const { tokens } = JSON.parse((await run('token', 'list', '--format', 'json')).stdout);
  expect((await run('token', 'revoke', tokens[0].id)).status).toBe(0);
  const output = join(folder, 'evidence');
  expect((await run('export', '--output', output)).status).toBe(0);

  const audit = readFileSync(join(output, 'audit.ndjson'), 'utf8');
  expect(audit).toContain('"action":"token-created"');
  expect(audit).toContain('"action":"token-revoked"');
  expect(audit).not.toContain(text);
});

it('doctor sees the tables once they are there', async () => {
  expect((await run('doctor', '--skip-clouds')).stdout).toContain('the tables are there');
});

it('what is too old is deleted in PostgreSQL by the same statements', async () => {
  const database = await openDatabase({ kind: 'server', url: environment['DATABASE_URL'] ?? '' });
  const clock = { now: () => Date.now() + 400 * 86_400_000 };
  const deleted = await deleteOld(database.kysely, DEFAULT_RETENTION, clock);
  await database.close();

  expect(deleted).toEqual({ audit: 2 });
});
