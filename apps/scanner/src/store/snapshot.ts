import type { Observation } from '@netposture/providers';
import { type Kysely, sql } from 'kysely';
import type { PlannedTarget, ScanScope } from '../scan/ports.ts';
import { HeldShards } from './held-shards.ts';
import { readKept } from './observation-shards.ts';
import { planIn } from './scan-row.ts';
import type { Tables } from './tables.ts';

/** What a recorded scan was judged by. */
export interface Snapshot {
  readonly scanId: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  /** When the scan was asked for: what it collected itself is newer. ISO 8601. */
  readonly requestedAt: string;
  readonly plan: readonly PlannedTarget[];
  readonly observations: readonly Observation[];
}

/**
 * The observations that a recorded scan was judged by: its own, and those that it took over from scans that looked later than
 * it or at what it did not look at. A target whose observations were deleted since is planned and has none.
 *
 * @param scanId default: the scan that was recorded last
 * @returns undefined where there is no such scan, or it is not recorded
 */
export async function readSnapshot(
  database: Kysely<Tables>,
  scanId?: string,
): Promise<Snapshot | undefined> {
  let query = database
    .selectFrom('scan')
    .select(['id', 'scope', 'targets', 'requested_at', 'recorded_at'])
    .where('state', '=', 'recorded')
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);
  if (scanId !== undefined) query = query.where('id', '=', scanId);
  const scan = await query.executeTakeFirst();
  if (scan === undefined || scan.recorded_at === null) return undefined;
  const plan = planIn(scan);
  // A scan of everything takes over only what another one looked at while it was under way.
  const isOfAll = Object.keys(scan.scope as ScanScope).length === 0;
  let others = database
    .selectFrom('scan_shard')
    .innerJoin('scan', 'scan.id', 'scan_shard.scan_id')
    .select(['scan_shard.target', 'scan_shard.scan_id'])
    .distinctOn('scan_shard.target')
    .where('scan.state', '=', 'recorded')
    .where('scan.recorded_at', '<=', sql<Date>`${scan.recorded_at.toISOString()}::timestamptz`)
    .orderBy('scan_shard.target')
    .orderBy(sql`case when scan.id = ${scan.id} then 0 else 1 end`)
    .orderBy('scan.recorded_at', 'desc');
  if (isOfAll) {
    others = others.where(
      'scan.recorded_at',
      '>=',
      sql<Date>`${scan.requested_at.toISOString()}::timestamptz`,
    );
  }
  const rows = await others.execute();
  const byScan = Map.groupBy(rows, ({ scan_id }) => scan_id);
  const parts = await Promise.all(
    [...byScan].map(([id, group]) =>
      readKept(
        { database, held: new HeldShards(0) },
        id,
        group.map(({ target }) => target),
      ),
    ),
  );
  return {
    scanId: scan.id,
    recordedAt: scan.recorded_at.toISOString(),
    requestedAt: scan.requested_at.toISOString(),
    plan,
    observations: parts.flat(),
  };
}
