import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCluster } from './embedded-cluster.ts';

describe('the embedded database of a data directory', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is made where there is none, and keeps what was written', async () => {
    const first = await openCluster(directory);
    await first.exec('create table seen (port int); insert into seen values (5432)');
    await first.close();

    const again = await openCluster(directory);

    expect((await again.query('select port from seen')).rows).toEqual([{ port: 5432 }]);
    expect(readdirSync(directory)).toEqual(['postgres']);
    await again.close();
  });

  it('is made anew where a process died while it made one', async () => {
    mkdirSync(join(directory, 'postgres.new'));
    writeFileSync(join(directory, 'postgres.new', 'PG_VERSION'), '18\n');

    const database = await openCluster(directory);

    expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(readdirSync(directory)).toEqual(['postgres']);
    await database.close();
  });

  it('sorts and stores text as PostgreSQL does by default of ours: UTF-8, by code point, in UTC', async () => {
    const database = await openCluster(directory);
    const settings = `select current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone,
      (select datcollate from pg_database where datname = current_database()) as collation`;

    const { rows } = await database.query(settings);

    expect(rows).toEqual([
      { encoding: 'UTF8', zone: expect.stringMatching(/^(UTC|Etc\/GMT0)$/), collation: 'C' },
    ]);
    await database.close();
  });
});
