import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A part of a long list. `next` is handed in again for the part that follows; absent at the end. */
export interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next?: string;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Which findings are wanted; those that have all of it. */
export interface FindingFilter {
  readonly state?: string | undefined;
  readonly severity?: string | undefined;
  readonly rule?: string | undefined;
}

/** Which drift is wanted. */
export interface DriftFilter {
  readonly scan?: string | undefined;
  readonly kind?: string | undefined;
  /** The id of a finding, or of a target. */
  readonly subject?: string | undefined;
}

/** Which exposures are wanted. */
export interface ExposureFilter {
  readonly provider?: string | undefined;
  readonly account?: string | undefined;
}

/** Which coverage is wanted. */
export interface CoverageFilter extends ExposureFilter {
  readonly outcome?: string | undefined;
}

/** What the API and the pages show: nothing is worked out here. */
export interface ReadModel {
  scans(page: PageRequest): Promise<Page>;
  scan(id: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  findings(page: PageRequest & FindingFilter): Promise<Page>;
  drift(page: PageRequest & DriftFilter): Promise<Page>;
  /** Of the latest recorded scan. */
  exposures(page: PageRequest & ExposureFilter): Promise<Page>;
  coverage(page: PageRequest & CoverageFilter): Promise<Page>;
  /** How many alerts wait, and how many could not be delivered. */
  alertCounts(): Promise<{ readonly waiting: number; readonly failed: number }>;
}

/** Reads from the store. Lists are in order of their key, so that a cursor stays right while rows come and go. */
export function createReadModel(database: Kysely<Tables>): ReadModel {
  return {
    scans: async ({ limit, cursor }) => {
      let query = database
        .selectFrom('scan')
        .selectAll()
        .orderBy('requested_at', 'desc')
        .orderBy('id')
        .limit(limit + 1);
      if (cursor !== undefined) {
        const { at, id } = afterMoment(cursor);
        query = query.where((where) =>
          where.or([
            where('requested_at', '<', at),
            where.and([where('requested_at', '=', at), where('id', '>', id)]),
          ]),
        );
      }
      const rows = await query.execute();
      return pageOf(rows, limit, scanView, (row) => momentCursor(row.requested_at, row.id));
    },
    scan: async (id) => {
      const row = await database
        .selectFrom('scan')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const kept = await database
        .selectFrom('scan_shard')
        .select((expressions) => expressions.fn.count<string>('target').distinct().as('targets'))
        .where('scan_id', '=', id)
        .executeTakeFirst();
      return { ...scanView(row), collectedTargets: Number(kept?.targets ?? 0) };
    },
    findings: async ({ limit, cursor, state, severity, rule }) => {
      let query = database
        .selectFrom('finding_seen as finding')
        .leftJoin('baseline_entry as accepted', (join) =>
          join.on('accepted.kind', '=', 'finding').onRef('accepted.key', '=', 'finding.id'),
        )
        .selectAll('finding')
        .select('accepted.is_outgrown')
        .orderBy('finding.id')
        .limit(limit + 1);
      if (cursor !== undefined) query = query.where('finding.id', '>', cursor);
      if (state !== undefined) query = query.where('finding.state', '=', state);
      if (severity !== undefined) query = query.where('finding.severity', '=', severity);
      if (rule !== undefined) query = query.where('finding.rule', '=', rule);
      const rows = await query.execute();
      const view = (row: (typeof rows)[number]) => ({
        ...(row.content as Record<string, unknown>),
        // One that is not certain has no packets that could be held to the baseline.
        inBaseline: row.state === 'open' && row.is_outgrown === false,
        firstSeen: row.first_seen.toISOString(),
        lastSeen: row.last_seen.toISOString(),
      });
      return pageOf(rows, limit, view, (row) => row.id);
    },
    drift: async ({ limit, cursor, scan, kind, subject }) => {
      let query = database
        .selectFrom('drift')
        .selectAll()
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(limit + 1);
      if (cursor !== undefined) {
        const { at, id } = afterMoment(cursor);
        query = query.where((where) =>
          where.or([where('at', '<', at), where.and([where('at', '=', at), where('id', '>', id)])]),
        );
      }
      if (scan !== undefined) query = query.where('scan_id', '=', scan);
      if (kind !== undefined) query = query.where('kind', '=', kind);
      if (subject !== undefined) query = query.where('subject', '=', subject);
      const rows = await query.execute();
      const view = (row: (typeof rows)[number]) => ({
        ...(row.content as Record<string, unknown>),
        scanId: row.scan_id,
        at: row.at.toISOString(),
      });
      return pageOf(rows, limit, view, (row) => momentCursor(row.at, row.id));
    },
    exposures: async ({ limit, cursor, provider, account }) => {
      let query = database
        .selectFrom('exposure')
        .leftJoin('baseline_entry as accepted', (join) =>
          join.on('accepted.kind', '=', 'exposure').onRef('accepted.key', '=', 'target'),
        )
        .select(['target', 'exposure.content', 'accepted.is_outgrown'])
        .where('ended_scan_id', 'is', null)
        .orderBy('target')
        .limit(limit + 1);
      if (cursor !== undefined) query = query.where('target', '>', cursor);
      if (provider !== undefined)
        query = query.where(sql`exposure.content ->> 'provider'`, '=', provider);
      if (account !== undefined)
        query = query.where(sql`exposure.content ->> 'account'`, '=', account);
      const rows = await query.execute();
      return pageOf(
        rows,
        limit,
        (row) => ({
          ...(row.content as Record<string, unknown>),
          inBaseline: row.is_outgrown === false,
        }),
        (row) => row.target,
      );
    },
    coverage: async ({ limit, cursor, provider, account, outcome }) => {
      const scanId = await latestScan(database);
      if (scanId === undefined) return { items: [] };
      let query = database
        .selectFrom('coverage')
        .select(['key', 'entry'])
        .where('scan_id', '=', scanId)
        .orderBy('key')
        .limit(limit + 1);
      if (cursor !== undefined) query = query.where('key', '>', cursor);
      if (outcome !== undefined) query = query.where('outcome', '=', outcome);
      if (provider !== undefined)
        query = query.where(sql`entry -> 'scope' ->> 'provider'`, '=', provider);
      if (account !== undefined)
        query = query.where(sql`entry -> 'scope' ->> 'account'`, '=', account);
      const rows = await query.execute();
      return pageOf(
        rows,
        limit,
        (row) => row.entry as Record<string, unknown>,
        (row) => row.key,
      );
    },
    alertCounts: async () => {
      const rows = await database
        .selectFrom('outbox')
        .select(['state', (expressions) => expressions.fn.countAll<string>().as('count')])
        .groupBy('state')
        .execute();
      const of = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
      return { waiting: of('waiting'), failed: of('failed') };
    },
  };
}

async function latestScan(database: Kysely<Tables>): Promise<string | undefined> {
  const row = await database
    .selectFrom('scan')
    .select('id')
    .where('state', '=', 'recorded')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** The cursor of lists in order of a moment, newest first, and of an id within it. */
function momentCursor(at: Date, id: string): string {
  return `${at.toISOString()} ${id}`;
}

function afterMoment(cursor: string): { readonly at: Date; readonly id: string } {
  const [at = '', id = ''] = cursor.split(' ');
  return { at: new Date(at), id };
}

function scanView(row: {
  readonly id: string;
  readonly state: string;
  readonly scope: unknown;
  readonly reason: string;
  readonly targets: unknown;
  readonly requested_at: Date;
  readonly recorded_at: Date | null;
  readonly error: string | null;
  readonly summary: unknown;
}): Readonly<Record<string, unknown>> {
  return {
    id: row.id,
    state: row.state,
    scope: row.scope,
    reason: row.reason,
    plannedTargets: Array.isArray(row.targets) ? row.targets.length : null,
    requestedAt: row.requested_at.toISOString(),
    recordedAt: row.recorded_at?.toISOString() ?? null,
    error: row.error,
    summary: row.summary ?? null,
  };
}

function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => Readonly<Record<string, unknown>>,
  cursorOf: (row: Row) => string,
): Page {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(view);
  if (rows.length <= limit || last === undefined) return { items };
  return { items, next: Buffer.from(cursorOf(last)).toString('base64url') };
}
