import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollectContext, type Logger } from '@netposture/providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../apps/scanner/src/clock.ts';
import { DEFAULT_PATIENCE } from '../../../apps/scanner/src/patience.ts';
import { openBackend, type QueueBackend } from '../../../apps/scanner/src/queue/backend.ts';
import { openScanQueue, type ScanQueue } from '../../../apps/scanner/src/queue/scan-queue.ts';
import { createLeases } from '../../../apps/scanner/src/store/lease.ts';
import { type Database, openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { createScanStore } from '../../../apps/scanner/src/store/scan-store.ts';

describe('a schedule', () => {
  let database: Database;
  let backend: QueueBackend;
  let queue: ScanQueue;

  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
    database = await openDatabase({ kind: 'embedded', directory });
    backend = await openBackend(undefined, database);
    const silent = () => {};
    const logger: Logger = { debug: silent, info: silent, warn: silent, error: silent };
    queue = openScanQueue(backend, {
      store: createScanStore(database.kysely, systemClock),
      leases: createLeases(database.kysely, systemClock),
      accounts: [],
      providers: [],
      context: createCollectContext({ signal: new AbortController().signal }),
      destinations: [],
      process: 'test',
      patience: DEFAULT_PATIENCE,
      clock: systemClock,
      logger,
      deliver: async () => {},
    });
  });
  afterAll(async () => {
    await queue.close();
    await backend.close();
    await database.close();
  });

  /** When the next scheduled scan begins, in UTC. */
  async function next(): Promise<readonly string[]> {
    const { Queue } = backend.classes;
    const reader = new Queue('netposture-scans', { connection: backend.connection });
    const schedulers = await reader.getJobSchedulers();
    await reader.close();
    return schedulers.map((one) => new Date(one.next ?? 0).toISOString().slice(11, 16));
  }

  it('means the hour of its time zone', async () => {
    await queue.schedule({ cron: '0 3 * * *', timezone: 'Asia/Tokyo' });

    expect(await next()).toEqual(['18:00']);
  });

  it('takes the place of the one before', async () => {
    await queue.schedule({ cron: '30 3 * * *', timezone: 'UTC' });

    expect(await next()).toEqual(['03:30']);
  });

  it('ends where the configuration has none any more', async () => {
    await queue.schedule(undefined);

    expect(await next()).toEqual([]);
  });
});
