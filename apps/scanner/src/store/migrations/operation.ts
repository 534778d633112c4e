import { type Kysely, sql } from 'kysely';

/** Tokens that expire, the policies that were in force, and the threads that alerts are told in. */
export async function operation(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}

const STATEMENTS: readonly string[] = [
  'alter table netposture.token add column expires_at timestamptz',
  `create table netposture.policy_version (
    used_from timestamptz not null, digest text not null, text text not null, primary key (used_from, digest))`,
  `create table netposture.alert_thread (
    destination text not null, finding_id text not null, channel text not null, message_ts text not null,
    primary key (destination, finding_id))`,
  'create index finding_event_by_time on netposture.finding_event (at)',
  'create index scan_by_request on netposture.scan (requested_at desc)',
];
