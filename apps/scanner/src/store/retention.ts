import { type Kysely, sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Tables } from './tables.ts';

/** How long what was recorded is kept. */
export interface Retention {
  /** Scans, coverage, drift, the history of findings, resolved findings, delivered alerts, the audit. */
  readonly days: number;
  /** Of so many latest scans the observations and exposures are kept. */
  readonly snapshots: number;
}

/** A year of history, and the observations of a month of daily scans. */
export const DEFAULT_RETENTION: Retention = { days: 365, snapshots: 30 };

/** How many rows each step deleted, by what they were. */
export type Deleted = Readonly<Record<string, number>>;

const DAY_MS = 86_400_000;
/** A shard that nothing refers to yet may be that of a scan that is collecting now. */
const UNUSED_MS = 3_600_000;

/**
 * Deletes what is older than it has to be kept. What is true now stays whatever its age: findings that are not resolved, the
 * latest scan, the latest observations of each target that a scan within the time looked at, the latest policy, alerts that wait. Each step is a
 * statement of its own: ended halfway, it is taken up the next time.
 */
export async function deleteOld(
  database: Kysely<Tables>,
  { days, snapshots }: Retention,
  clock: Clock,
): Promise<Deleted> {
  const before = (ms: number) => sql`${new Date(clock.now() - ms).toISOString()}::timestamptz`;
  const cutoff = before(days * DAY_MS);
  const latest = sql`(select id from netposture.scan where state = 'recorded' order by recorded_at desc, id desc limit 1)`;
  const recent = sql`(select id from netposture.scan where state = 'recorded'
    order by recorded_at desc, id desc limit ${sql.lit(snapshots)})`;
  // What one of the recent scans ended stood in the one before it, which is recent too unless it ended by the first of them.
  const recentButOne = sql`(select id from netposture.scan where state = 'recorded'
    order by recorded_at desc, id desc limit ${sql.lit(snapshots - 1)})`;
  const running = sql`(select id from netposture.scan where state in ('waiting', 'collecting', 'importing'))`;
  const latestOfTarget = sql`(select distinct on (target) target, scan_id from netposture.scan_shard
    join netposture.scan on scan.id = scan_id where state = 'recorded' order by target, recorded_at desc, scan.id desc)`;
  const steps = {
    scans: sql`delete from netposture.scan where requested_at < ${cutoff}
      and state not in ('waiting', 'collecting') and id not in ${latest}`,
    observations: sql`delete from netposture.scan_shard as kept where scan_id not in ${recent}
      and scan_id not in ${running} and not exists (select 1 from ${latestOfTarget} as newest
        where newest.target = kept.target and newest.scan_id = kept.scan_id)`,
    exposures: sql`delete from netposture.exposure where ended_scan_id is not null and ended_scan_id not in ${recentButOne}`,
    drift: sql`delete from netposture.drift where at < ${cutoff}`,
    'finding events': sql`delete from netposture.finding_event where at < ${cutoff}`,
    'resolved findings': sql`delete from netposture.finding where state = 'resolved' and last_seen < ${cutoff}
      and not exists (select 1 from netposture.finding_event as event where event.finding_id = finding.id)`,
    threads: sql`delete from netposture.alert_thread where not exists
      (select 1 from netposture.finding where finding.id = finding_id)`,
    alerts: sql`delete from netposture.outbox where state in ('sent', 'failed') and created_at < ${cutoff}`,
    audit: sql`delete from netposture.audit where at < ${cutoff}`,
    policies: sql`delete from netposture.policy_version as old where exists (select 1 from netposture.policy_version as next
      where next.used_from > old.used_from and next.used_from < ${cutoff})`,
    shards: sql`delete from netposture.shard where created_at < ${before(UNUSED_MS)}
      and not exists (select 1 from netposture.scan_shard where shard_hash = hash)`,
  };
  const deleted: Record<string, number> = {};
  for (const [name, step] of Object.entries(steps)) {
    const { numAffectedRows = 0n } = await step.execute(database);
    if (numAffectedRows > 0n) deleted[name] = Number(numAffectedRows);
  }
  return deleted;
}
