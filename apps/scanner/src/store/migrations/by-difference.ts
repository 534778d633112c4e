import { type Kysely, sql } from 'kysely';

/** A scan writes what differs: exposures stand until a later scan ends them, findings are seen by the latest scan. */
export async function byDifference(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}

const STATEMENTS: readonly string[] = [
  // What stands may have begun in a scan that is deleted for its age.
  'alter table netposture.exposure drop constraint exposure_scan_id_fkey',
  'alter table netposture.exposure add column ended_scan_id text',
  `update netposture.exposure set ended_scan_id = ordered.next
    from (select id, lead(id) over (order by recorded_at, id) as next from netposture.scan where state = 'recorded') as ordered
    where ordered.id = exposure.scan_id`,
  'create unique index exposure_standing on netposture.exposure (target) where ended_scan_id is null',
  'create index exposure_by_end on netposture.exposure (ended_scan_id)',
  // One that is open or waived was found by the latest scan; the others keep when they were found last.
  `create view netposture.finding_seen as select id, rule, severity, state, content, first_seen,
    case when state in ('open', 'waived') then coalesce((select recorded_at from netposture.scan
      where scan.state = 'recorded' order by recorded_at desc, scan.id desc limit 1), last_seen) else last_seen end as last_seen,
    changed_scan_id from netposture.finding`,
];
