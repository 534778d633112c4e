import { type Kysely, sql } from 'kysely';
import type { ScanScope, TakenOver } from '../scan/ports.ts';
import { readKept, type ShardPlace } from './observation-shards.ts';
import { planIn, scanRow } from './scan-row.ts';
import type { Tables } from './tables.ts';

/** Where the latest observations of a target are. */
interface Kept {
  readonly target: string;
  readonly scan_id: string;
}

/**
 * What this scan takes from recorded ones. Of every target outside of its plan, the latest observations; only scans with a
 * narrower scope leave targets out. Of a target that another scan looked at later, that scan's: two scans at a time may end in
 * another order than they looked, and the older look must not undo the newer one.
 */
export async function takenOver(place: ShardPlace, scanId: string): Promise<TakenOver> {
  const { database } = place;
  const newer = await lookedAtLater(database, scanId);
  const others = await notLookedAt(database, scanId);
  const [fresh, earlier] = await Promise.all([readAll(place, newer), readAll(place, others)]);
  const oldest = earlier.map(({ collectedAt }) => collectedAt).sort()[0];
  return {
    observations: [...fresh, ...earlier],
    superseded: newer.map(({ target }) => target),
    ...(oldest === undefined ? {} : { oldest }),
  };
}

async function lookedAtLater(database: Kysely<Tables>, scanId: string): Promise<readonly Kept[]> {
  const own = await scanRow(database, scanId);
  const lastLook = sql<string>`max(scan_shard.envelope ->> 'collectedAt')`;
  const [ours, theirs] = await Promise.all([
    database
      .selectFrom('scan_shard')
      .select(['target', lastLook.as('last_look')])
      .where('scan_id', '=', scanId)
      .groupBy('target')
      .execute(),
    // One that was recorded before this was asked for looked before it.
    database
      .selectFrom('scan_shard')
      .innerJoin('scan', 'scan.id', 'scan_shard.scan_id')
      .select(['scan_shard.target', 'scan_shard.scan_id', lastLook.as('last_look')])
      .where('scan.state', '=', 'recorded')
      .where('scan.recorded_at', '>=', own.requested_at)
      .where('scan.id', '!=', scanId)
      .groupBy(['scan_shard.target', 'scan_shard.scan_id'])
      .execute(),
  ]);
  const newest = new Map<string, { readonly scan_id: string; readonly last_look: string }>();
  for (const { target, scan_id, last_look } of theirs) {
    const known = newest.get(target);
    if (known === undefined || last_look > known.last_look)
      newest.set(target, { scan_id, last_look });
  }
  return ours.flatMap(({ target, last_look }) => {
    const other = newest.get(target);
    return other !== undefined && other.last_look > last_look
      ? [{ target, scan_id: other.scan_id }]
      : [];
  });
}

async function notLookedAt(database: Kysely<Tables>, scanId: string): Promise<readonly Kept[]> {
  const own = await scanRow(database, scanId);
  if (Object.keys(own.scope as ScanScope).length === 0) return [];
  const planned = await database
    .selectFrom('scan_shard')
    .select('target')
    .distinct()
    .where('scan_id', '=', scanId)
    .execute();
  const ours = new Set([
    ...planned.map(({ target }) => target),
    ...planIn(own).map(({ provider, account, location }) =>
      [provider, account, location].map(encodeURIComponent).join('/'),
    ),
  ]);
  const rows = await database
    .selectFrom('scan_shard')
    .innerJoin('scan', 'scan.id', 'scan_shard.scan_id')
    .select(['scan_shard.target', 'scan_shard.scan_id'])
    .distinctOn('scan_shard.target')
    .where('scan.state', '=', 'recorded')
    .orderBy('scan_shard.target')
    .orderBy('scan.recorded_at', 'desc')
    .execute();
  return rows.filter(({ target }) => !ours.has(target));
}

async function readAll(place: ShardPlace, kept: readonly Kept[]) {
  const byScan = Map.groupBy(kept, ({ scan_id }) => scan_id);
  const parts = await Promise.all(
    [...byScan].map(([id, group]) =>
      readKept(
        place,
        id,
        group.map(({ target }) => target),
      ),
    ),
  );
  return parts.flat();
}
