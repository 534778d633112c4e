import { type Kysely, sql } from 'kysely';
import { PostureError } from '../errors.ts';
import type { Tables } from './tables.ts';

/**
 * What of the store is evidence, by the name of its file, with the columns that make a row unique and in order. Everything but
 * the raw observations, hashes of tokens, and what the service keeps for itself (leases, signatures, alerts under way).
 */
const TABLES = {
  scans: {
    from: 'scan',
    key: ['id'],
    columns: ['id', 'state', 'scope', 'reason', 'requested_at', 'recorded_at', 'error', 'summary'],
  },
  findings: {
    from: 'finding_seen',
    key: ['id'],
    columns: [
      'id',
      'rule',
      'severity',
      'state',
      'first_seen',
      'last_seen',
      'changed_scan_id',
      'content',
    ],
  },
  'finding-events': {
    from: 'finding_event',
    key: ['finding_id', 'scan_id'],
    columns: ['finding_id', 'scan_id', 'at', 'from_state', 'to_state', 'content'],
  },
  drift: {
    from: 'drift',
    key: ['id'],
    columns: ['id', 'scan_id', 'at', 'kind', 'subject', 'content'],
  },
  exposures: {
    from: 'exposure',
    key: ['scan_id', 'target'],
    columns: ['scan_id', 'ended_scan_id', 'target', 'content'],
  },
  coverage: {
    from: 'coverage',
    key: ['scan_id', 'key'],
    columns: ['scan_id', 'key', 'outcome', 'entry'],
  },
  addresses: {
    from: 'address_sighting',
    key: ['account', 'addresses'],
    columns: ['account', 'addresses', 'first_seen', 'last_seen', 'content'],
  },
  policies: {
    from: 'policy_version',
    key: ['used_from', 'digest'],
    columns: ['used_from', 'digest', 'text'],
  },
  alerts: {
    from: 'outbox',
    key: ['id'],
    columns: ['id', 'destination', 'state', 'attempts', 'created_at', 'sent_at', 'error'],
  },
  tokens: {
    from: 'token',
    key: ['id'],
    columns: ['id', 'name', 'role', 'created_at', 'expires_at', 'revoked_at'],
  },
  audit: {
    from: 'audit',
    key: ['id'],
    columns: ['id', 'at', 'actor', 'action', 'detail'],
  },
} as const satisfies Readonly<Record<string, EvidenceSource>>;

interface EvidenceSource {
  readonly from: keyof Tables;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** The name of a table of evidence, and of its file. */
export type EvidenceTable = keyof typeof TABLES;

/** Every table of evidence, in the order in which it is told. */
export const evidenceTables = Object.keys(TABLES) as readonly EvidenceTable[];

/** A part of a table: rows in the order of its key, instants in ISO 8601. */
export interface EvidencePage {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** Handed in again for the part that follows; absent at the end. */
  readonly next?: string;
}

const ROWS_AT_ONCE = 500;

/**
 * Reads a part of a table. Pages hold what was there when each was read; rows are only added or replaced meanwhile, so that
 * none is told twice and none is left out that was there from the beginning.
 *
 * @throws PostureError `POSTURE_CURSOR_INVALID`
 */
export async function evidencePage(
  database: Kysely<Tables>,
  table: EvidenceTable,
  cursor: string | undefined,
): Promise<EvidencePage> {
  const { from, key, columns }: EvidenceSource = TABLES[table];
  const keyTexts = key.map((column) => sql`${sql.ref(column)}::text collate "C"`);
  const start = cursor === undefined ? undefined : positionIn(cursor, key.length);
  const after =
    start === undefined
      ? sql``
      : sql`where (${sql.join(keyTexts)}) > (${sql.join(start.map((part) => sql`${part}`))})`;
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join(columns.map((column) => sql.ref(column)))}, array[${sql.join(keyTexts)}] as position
    from ${sql.table(`netposture.${from}`)} ${after}
    order by ${sql.join(keyTexts)} limit ${sql.lit(ROWS_AT_ONCE + 1)}`.execute(database);
  const shown = rows.slice(0, ROWS_AT_ONCE);
  const items = shown.map(({ position: _, ...row }) => viewOf(row));
  const last = shown.at(-1);
  if (rows.length <= ROWS_AT_ONCE || last === undefined) return { items };
  return { items, next: Buffer.from(JSON.stringify(last['position'])).toString('base64url') };
}

function viewOf(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      value instanceof Date ? value.toISOString() : value,
    ]),
  );
}

function positionIn(cursor: string, length: number): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isPosition =
      Array.isArray(parts) &&
      parts.length === length &&
      parts.every((part) => typeof part === 'string' && !part.includes('\u0000'));
    if (isPosition) return parts;
  } catch {
    // No JSON: told below.
  }
  throw new PostureError('POSTURE_CURSOR_INVALID', 'That is no cursor of this table.');
}
