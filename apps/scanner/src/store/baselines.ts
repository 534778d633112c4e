import { createHash, randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import {
  type Baseline,
  type BaselineChange,
  type BaselineEntry,
  isWithin,
} from '../drift/baseline.ts';
import type { FindingState } from '../drift/compare-findings.ts';
import type { ExposureState } from '../drift/exposure-state.ts';
import { inChunks } from './in-chunks.ts';
import { latestRecorded } from './latest-recorded.ts';
import type { Tables } from './tables.ts';

/** One number for all of netposture: adoptions follow each other. */
const ADOPT_LOCK = 7_266_403;

/** A baseline that is wanted. */
export interface NewBaseline {
  /** Where it is from, for people: a file's name, or `scan ID`. */
  readonly source: string;
  readonly entries: readonly BaselineEntry[];
}

/** The baseline that is in force. */
export interface BaselineInForce {
  readonly id: string;
  readonly source: string;
  /** ISO 8601. */
  readonly adoptedAt: string;
  /** What is left of it, and how much of that has grown beyond it. */
  readonly findings: number;
  readonly exposures: number;
  readonly outgrown: number;
}

/** The baselines of the store. One at a time is in force. Adopting and ending are written to the audit. */
export interface Baselines {
  /**
   * Puts a baseline into the place of the one before, whole or not at all. False where the one that was adopted last has the
   * same content: a service that starts again with it must not bring back what was closed since.
   */
  adopt(wanted: NewBaseline, actor: string): Promise<boolean>;
  current(): Promise<BaselineInForce | undefined>;
  /** False where none is in force. */
  end(actor: string): Promise<boolean>;
}

/** The baselines of the store. */
export function createBaselines(database: Kysely<Tables>, clock: Clock): Baselines {
  return {
    adopt: (wanted, actor) =>
      database.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${sql.lit(ADOPT_LOCK)})`.execute(transaction);
        const digest = digestOf(wanted.entries);
        const latest = await latestIn(transaction);
        if (latest?.digest === digest) return false;
        const at = instantOf(clock);
        await endIn(transaction, at);
        const id = randomUUID();
        await transaction
          .insertInto('baseline')
          .values({ id, digest, source: wanted.source, adopted_at: at, ended_at: null })
          .execute();
        await insertEntries(transaction, id, await heldToNow(transaction, wanted.entries));
        const detail = { id, source: wanted.source, digest, entries: wanted.entries.length };
        await audit(transaction, at, actor, 'baseline-adopted', detail);
        return true;
      }),
    current: async () => {
      const latest = await latestIn(database);
      if (latest === undefined || latest.ended_at !== null) return undefined;
      const rows = await database
        .selectFrom('baseline_entry')
        .select(['kind', 'is_outgrown'])
        .where('baseline_id', '=', latest.id)
        .execute();
      const findings = rows.filter(({ kind }) => kind === 'finding').length;
      return {
        id: latest.id,
        source: latest.source,
        adoptedAt: latest.adopted_at.toISOString(),
        findings,
        exposures: rows.length - findings,
        outgrown: rows.filter(({ is_outgrown }) => is_outgrown).length,
      };
    },
    end: (actor) =>
      database.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${sql.lit(ADOPT_LOCK)})`.execute(transaction);
        const at = instantOf(clock);
        const ended = await endIn(transaction, at);
        if (ended === undefined) return false;
        await audit(transaction, at, actor, 'baseline-ended', { id: ended });
        return true;
      }),
  };
}

/** The baseline in force with everything that it holds. */
export async function baselineInForce(database: Kysely<Tables>): Promise<Baseline | undefined> {
  const latest = await latestIn(database);
  if (latest === undefined || latest.ended_at !== null) return undefined;
  const rows = await database
    .selectFrom('baseline_entry')
    .select(['kind', 'key', 'content', 'is_outgrown'])
    .where('baseline_id', '=', latest.id)
    .execute();
  const entries = rows.map((row) => ({
    ...(row.content as Pick<BaselineEntry, 'packets' | 'places'>),
    kind: row.kind as BaselineEntry['kind'],
    id: row.key,
    isOutgrown: row.is_outgrown,
  }));
  return { id: latest.id, entries };
}

/** Writes what a scan made of a baseline. One that was adopted meanwhile stays as it is. */
export async function recordBaseline(
  transaction: Transaction<Tables>,
  { id, changed, gone }: BaselineChange,
): Promise<void> {
  for (const one of gone) {
    await transaction
      .deleteFrom('baseline_entry')
      .where('baseline_id', '=', id)
      .where('kind', '=', one.kind)
      .where('key', '=', one.id)
      .execute();
  }
  for (const one of changed) {
    await transaction
      .updateTable('baseline_entry')
      .set({ content: contentOf(one), is_outgrown: one.isOutgrown })
      .where('baseline_id', '=', id)
      .where('kind', '=', one.kind)
      .where('key', '=', one.id)
      .execute();
  }
}

function latestIn(database: Kysely<Tables>) {
  return database
    .selectFrom('baseline')
    .selectAll()
    .orderBy('adopted_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function endIn(transaction: Transaction<Tables>, at: string): Promise<string | undefined> {
  const ended = await transaction
    .updateTable('baseline')
    .set({ ended_at: at })
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  await transaction.deleteFrom('baseline_entry').execute();
  return ended?.id;
}

/** What has grown beyond an entry already is outgrown from the beginning. */
async function heldToNow(
  transaction: Transaction<Tables>,
  entries: readonly BaselineEntry[],
): Promise<readonly BaselineEntry[]> {
  const latest = await latestRecorded(transaction);
  if (latest === undefined) return entries;
  const findings = await transaction
    .selectFrom('finding')
    .select(['id', 'content'])
    .where('state', '=', 'open')
    .execute();
  const exposures = await transaction
    .selectFrom('exposure')
    .select(['target as id', 'content'])
    .where('ended_scan_id', 'is', null)
    .execute();
  const standing = {
    finding: new Map(findings.map(({ id, content }) => [id, (content as FindingState).packets])),
    exposure: new Map(exposures.map(({ id, content }) => [id, (content as ExposureState).allowed])),
  };
  return entries.map((one) => {
    const now = standing[one.kind].get(one.id);
    return now === undefined || isWithin(one, now) ? one : { ...one, isOutgrown: true };
  });
}

async function insertEntries(
  transaction: Transaction<Tables>,
  id: string,
  entries: readonly BaselineEntry[],
): Promise<void> {
  // One statement must not name the same row twice: the last one of a key stands.
  const byKey = new Map(entries.map((one) => [`${one.kind} ${one.id}`, one]));
  for (const part of inChunks([...byKey.values()])) {
    const rows = part.map((one) => ({
      kind: one.kind,
      key: one.id,
      baseline_id: id,
      content: contentOf(one),
      is_outgrown: one.isOutgrown,
    }));
    await transaction.insertInto('baseline_entry').values(rows).execute();
  }
}

function contentOf({ packets, places }: BaselineEntry): string {
  return JSON.stringify({ packets, places });
}

function digestOf(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(({ kind, id, packets }) => JSON.stringify([kind, id, packets])).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

async function audit(
  transaction: Transaction<Tables>,
  at: string,
  actor: string,
  action: string,
  detail: object,
): Promise<void> {
  const row = { at, actor, action, detail: JSON.stringify(detail) };
  await transaction.insertInto('audit').values(row).execute();
}
