import type { AddressSighting } from '@netposture/network/graph';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ScanRecord } from '../scan/ports.ts';
import { recordBaseline } from './baselines.ts';
import { inChunks } from './in-chunks.ts';
import { latestRecorded } from './latest-recorded.ts';
import type { Tables } from './tables.ts';

/** One number for all of netposture: records of scans follow each other. */
const RECORD_LOCK = 7_266_401;

/** Writes everything that a scan concluded in one transaction. False where it is recorded already, or another one came between. */
export function recordScan(database: Kysely<Tables>, record: ScanRecord): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(RECORD_LOCK)})`.execute(transaction);
    const latest = await latestRecorded(transaction);
    if (latest?.id !== record.comparedWith) return false;
    const claimed = await transaction
      .updateTable('scan')
      .set({ state: 'recorded', recorded_at: record.at, summary: JSON.stringify(record.summary) })
      .where('id', '=', record.scanId)
      .where('state', '!=', 'recorded')
      .executeTakeFirst();
    if (claimed.numUpdatedRows === 0n) return false;
    await writeParts(transaction, record, latest?.recorded_at ?? null);
    return true;
  });
}

async function writeParts(
  transaction: Transaction<Tables>,
  record: ScanRecord,
  before: Date | null,
): Promise<void> {
  const { scanId, at } = record;
  await endExposures(transaction, record);
  for (const part of inChunks(record.coverage)) {
    const rows = part.map((entry) => ({
      scan_id: scanId,
      key: JSON.stringify(entry.scope),
      outcome: entry.outcome,
      entry: JSON.stringify(entry),
    }));
    await transaction.insertInto('coverage').values(rows).execute();
  }
  for (const part of inChunks(record.exposures)) {
    const rows = part.map((state) => ({
      scan_id: scanId,
      ended_scan_id: null,
      target: state.target,
      content: JSON.stringify(state),
    }));
    await transaction.insertInto('exposure').values(rows).execute();
  }
  for (const part of inChunks(record.drift)) {
    const rows = part.map((item) => ({
      id: item.id,
      scan_id: scanId,
      at,
      kind: item.kind,
      subject: item.subject,
      content: JSON.stringify(item),
    }));
    await transaction.insertInto('drift').values(rows).execute();
  }
  if (record.superseded.length > 0) {
    await transaction
      .deleteFrom('scan_shard')
      .where('scan_id', '=', scanId)
      .where('target', 'in', [...record.superseded])
      .execute();
  }
  await writeFindings(transaction, record, before);
  await writeSightings(transaction, record.sightings);
  if (record.baseline !== undefined) await recordBaseline(transaction, record.baseline);
  for (const message of record.messages) {
    await transaction
      .insertInto('outbox')
      .values({
        id: message.id,
        destination: message.destination,
        state: 'waiting',
        message: JSON.stringify(message.alert),
        attempts: 0,
        in_doubt: false,
        due_at: at,
        created_at: at,
        sent_at: null,
        error: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

/** What stands until now ends where this scan found something else, or nothing. */
async function endExposures(
  transaction: Transaction<Tables>,
  { scanId, exposures, endedExposures }: ScanRecord,
): Promise<void> {
  for (const part of inChunks([...exposures.map(({ target }) => target), ...endedExposures])) {
    await transaction
      .updateTable('exposure')
      .set({ ended_scan_id: scanId })
      .where('ended_scan_id', 'is', null)
      .where('target', 'in', [...part])
      .execute();
  }
}

/** @param before when the scan before was recorded, which found everything that was open or waived until now */
async function writeFindings(
  transaction: Transaction<Tables>,
  { scanId, at, findings }: ScanRecord,
  before: Date | null,
): Promise<void> {
  const lastFound = sql<string>`case when excluded.state in ('open', 'waived') then excluded.last_seen
    when finding.state in ('open', 'waived') then coalesce(${before?.toISOString() ?? null}::timestamptz, finding.last_seen)
    else finding.last_seen end`;
  for (const part of inChunks(findings)) {
    const stateOf = await statesOf(
      transaction,
      part.map(({ id }) => id),
    );
    const values = part.map((finding) => ({
      id: finding.id,
      rule: finding.rule,
      severity: finding.severity,
      state: finding.state,
      content: JSON.stringify(finding),
      first_seen: at,
      last_seen: at,
      changed_scan_id: scanId,
    }));
    await transaction
      .insertInto('finding')
      .values(values)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          severity: sql`excluded.severity`,
          state: sql`excluded.state`,
          content: sql`excluded.content`,
          last_seen: lastFound,
          changed_scan_id: sql`case when excluded.state = finding.state then finding.changed_scan_id else excluded.changed_scan_id end`,
        }),
      )
      .execute();
    const turned = part.filter(({ id, state }) => stateOf.get(id) !== state);
    if (turned.length === 0) continue;
    const events = turned.map((finding) => ({
      finding_id: finding.id,
      scan_id: scanId,
      at,
      from_state: stateOf.get(finding.id) ?? null,
      to_state: finding.state,
      content: JSON.stringify(finding),
    }));
    await transaction.insertInto('finding_event').values(events).execute();
  }
}

async function statesOf(
  transaction: Transaction<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction
    .selectFrom('finding')
    .select(['id', 'state'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.state]));
}

async function writeSightings(
  transaction: Transaction<Tables>,
  sightings: readonly AddressSighting[],
): Promise<void> {
  // One statement must not name the same row twice: the last one of a key stands.
  const byKey = new Map(
    sightings.map((one) => [JSON.stringify([one.account, one.addresses.toString()]), one]),
  );
  for (const part of inChunks([...byKey.values()])) {
    const values = part.map((sighting) => ({
      account: sighting.account,
      addresses: sighting.addresses.toString(),
      first_seen: sighting.firstSeen,
      last_seen: sighting.lastSeen,
      content: JSON.stringify({ ...sighting, addresses: sighting.addresses.toJSON() }),
    }));
    await transaction
      .insertInto('address_sighting')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(['account', 'addresses']).doUpdateSet({
          last_seen: sql`excluded.last_seen`,
          first_seen: sql`excluded.first_seen`,
          content: sql`excluded.content`,
        }),
      )
      .execute();
  }
}
