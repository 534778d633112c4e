import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './open-database.ts';
import { deleteOld } from './retention.ts';
import type { Tables } from './tables.ts';

const NOW = Date.UTC(2026, 10, 21);
const clock = { now: () => NOW };
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();

let database: Database;
beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  database = await openDatabase({ kind: 'embedded', directory });
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of [
    'scan',
    'shard',
    'exposure',
    'finding',
    'finding_event',
    'drift',
    'alert_thread',
    'outbox',
    'audit',
    'policy_version',
  ] as const) {
    await database.kysely.deleteFrom(table).execute();
  }
});

/** A scan of one target, with a shard of its own, an exposure and a coverage entry. */
async function scan(id: string, days: number, target = 'shop', state = 'recorded'): Promise<void> {
  const at = daysAgo(days);
  const { kysely } = database;
  const row = { id, state, scope: '{}', reason: 'schedule', idempotency_key: null, targets: null };
  const recorded_at = state === 'recorded' ? at : null;
  await kysely
    .insertInto('scan')
    .values({ ...row, requested_at: at, recorded_at, error: null, summary: null })
    .execute();
  await kysely
    .insertInto('shard')
    .values({ hash: `of ${id}`, items: new Uint8Array(), item_count: 0, created_at: at })
    .execute();
  await kysely
    .insertInto('scan_shard')
    .values({ scan_id: id, target, part: 'servers', envelope: '{}', shard_hash: `of ${id}` })
    .execute();
  if (state === 'recorded') await exposure(id, target);

  await kysely
    .insertInto('coverage')
    .values({ scan_id: id, key: 'servers', outcome: 'complete', entry: '{}' })
    .execute();
}

/** Ends what stands of a target, and says something else of it. */
async function exposure(scanId: string, target: string): Promise<void> {
  const { kysely } = database;
  await kysely
    .updateTable('exposure')
    .set({ ended_scan_id: scanId })
    .where('target', '=', target)
    .where('ended_scan_id', 'is', null)
    .execute();
  const row = { scan_id: scanId, ended_scan_id: null, target, content: '{}' };
  await kysely.insertInto('exposure').values(row).execute();
}

async function finding(id: string, state: string, days: number): Promise<void> {
  const at = daysAgo(days);
  const content = '{}';
  const row = { id, rule: 'r', severity: 'high', state, content, changed_scan_id: 's' };
  await database.kysely
    .insertInto('finding')
    .values({ ...row, first_seen: at, last_seen: at })
    .execute();
  await database.kysely
    .insertInto('finding_event')
    .values({ finding_id: id, scan_id: 's', at, from_state: null, to_state: state, content })
    .execute();
  await database.kysely
    .insertInto('alert_thread')
    .values({ destination: 'd', finding_id: id, channel: 'C1', message_ts: '1' })
    .execute();
}

async function left(table: keyof Tables, column: string): Promise<readonly unknown[]> {
  const rows = await database.kysely.selectFrom(table).selectAll().execute();
  return rows.map((row) => (row as Readonly<Record<string, unknown>>)[column]).toSorted();
}

describe('retention of a year and two snapshots', () => {
  const run = () => deleteOld(database.kysely, { days: 365, snapshots: 2 }, clock);

  it('keeps a year of scans and coverage, and the observations and exposures of the last two', async () => {
    for (const [id, days] of [
      ['a', 366],
      ['b', 364],
      ['c', 2],
      ['d', 1],
    ] as const)
      await scan(id, days);

    expect(await run()).toEqual({ scans: 1, observations: 1, exposures: 2, shards: 2 });
    expect(await left('scan', 'id')).toEqual(['b', 'c', 'd']);
    expect(await left('coverage', 'scan_id')).toEqual(['b', 'c', 'd']);
    expect(await left('scan_shard', 'scan_id')).toEqual(['c', 'd']);
    expect(await left('exposure', 'scan_id')).toEqual(['c', 'd']);
    expect(await left('shard', 'hash')).toEqual(['of c', 'of d']);
  });

  it('keeps an exposure that stands, however old the scan is that found it', async () => {
    await scan('a', 900, 'warehouse');
    for (const [id, days] of [
      ['b', 3],
      ['c', 2],
      ['d', 1],
    ] as const)
      await scan(id, days);
    await run();

    expect(await left('scan', 'id')).toEqual(['b', 'c', 'd']);
    expect(await left('exposure', 'scan_id')).toEqual(['a', 'c', 'd']);
  });

  it('keeps the latest observations of a target that later scans did not look at', async () => {
    await scan('old', 20, 'warehouse');
    for (const [id, days] of [
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ] as const)
      await scan(id, days);
    await run();

    expect(await left('scan_shard', 'scan_id')).toEqual(['b', 'c', 'old']);
  });

  it('keeps the latest scan however old it is: it is what is known', async () => {
    await scan('a', 900);
    await scan('b', 800);
    await run();

    expect(await left('scan', 'id')).toEqual(['b']);
    expect(await left('shard', 'hash')).toEqual(['of b']);
  });

  it('keeps what a running scan has collected, and shards that are too young to be unused', async () => {
    for (const [id, days] of [
      ['a', 3],
      ['b', 2],
    ] as const)
      await scan(id, days);
    await scan('running', 400, 'shop', 'collecting');
    const young = { hash: 'young', items: new Uint8Array(), item_count: 0, created_at: daysAgo(0) };
    await database.kysely.insertInto('shard').values(young).execute();
    await run();

    expect(await left('scan_shard', 'scan_id')).toEqual(['a', 'b', 'running']);
    expect(await left('shard', 'hash')).toEqual(['of a', 'of b', 'of running', 'young']);
  });

  it('deletes resolved findings after a year with their threads, and no other finding ever', async () => {
    await finding('open', 'open', 900);
    await finding('unseen', 'undetermined', 900);
    await finding('waived', 'waived', 900);
    await finding('mended', 'resolved', 900);
    await finding('mended lately', 'resolved', 9);
    await run();

    expect(await left('finding', 'id')).toEqual(['mended lately', 'open', 'unseen', 'waived']);
    expect(await left('finding_event', 'finding_id')).toEqual(['mended lately']);
    expect(await left('alert_thread', 'finding_id')).toEqual([
      'mended lately',
      'open',
      'unseen',
      'waived',
    ]);
  });

  it('deletes old drift, delivered alerts and audit, and no alert that still waits', async () => {
    const { kysely } = database;
    const content = '{}';
    for (const [id, days] of [
      ['old', 366],
      ['new', 364],
    ] as const) {
      const at = daysAgo(days);
      await kysely
        .insertInto('drift')
        .values({ id, scan_id: 's', at, kind: 'k', subject: 's', content })
        .execute();
      await kysely
        .insertInto('audit')
        .values({ at, actor: id, action: 'a', detail: content })
        .execute();
      for (const state of ['waiting', 'sent', 'failed']) {
        const alert = {
          destination: 'd',
          message: content,
          attempts: 1,
          in_doubt: false,
          sent_at: null,
          error: null,
        };
        await kysely
          .insertInto('outbox')
          .values({ id: `${id} ${state}`, state, due_at: at, created_at: at, ...alert })
          .execute();
      }
    }
    await run();

    expect(await left('drift', 'id')).toEqual(['new']);
    expect(await left('audit', 'actor')).toEqual(['new']);
    expect(await left('outbox', 'id')).toEqual([
      'new failed',
      'new sent',
      'new waiting',
      'old waiting',
    ]);
  });

  it('keeps the policy that was in force a year ago', async () => {
    for (const [digest, days] of [
      ['a', 900],
      ['b', 500],
      ['c', 100],
    ] as const) {
      await database.kysely
        .insertInto('policy_version')
        .values({ used_from: daysAgo(days), digest, text: '{}' })
        .execute();
    }
    await run();

    expect(await left('policy_version', 'digest')).toEqual(['b', 'c']);
  });

  it('deletes nothing the second time', async () => {
    for (const [id, days] of [
      ['a', 366],
      ['b', 1],
    ] as const)
      await scan(id, days);
    await run();

    expect(await run()).toEqual({});
  });
});
