import { type Kysely, sql } from 'kysely';

/** The first tables. Statements are limited to what PostgreSQL 15 knows. */
export async function firstTables(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}

const STATEMENTS: readonly string[] = [
  `create table netposture.shard (
    hash text primary key, items bytea not null, item_count integer not null, created_at timestamptz not null)`,
  `create table netposture.scan (
    id text primary key, state text not null, scope jsonb not null, reason text not null, idempotency_key text unique,
    targets jsonb, requested_at timestamptz not null, recorded_at timestamptz, error text, summary jsonb)`,
  'create index scan_by_state on netposture.scan (state, recorded_at desc)',
  `create table netposture.scan_shard (
    scan_id text not null references netposture.scan (id) on delete cascade, target text not null, part text not null,
    envelope jsonb not null, shard_hash text not null references netposture.shard (hash),
    primary key (scan_id, target, part))`,
  'create index scan_shard_by_target on netposture.scan_shard (target)',
  'create index scan_shard_by_hash on netposture.scan_shard (shard_hash)',
  `create table netposture.coverage (
    scan_id text not null references netposture.scan (id) on delete cascade, key text not null, outcome text not null,
    entry jsonb not null, primary key (scan_id, key))`,
  `create table netposture.exposure (
    scan_id text not null references netposture.scan (id) on delete cascade, target text not null, content jsonb not null,
    primary key (scan_id, target))`,
  `create table netposture.finding (
    id text primary key, rule text not null, severity text not null, state text not null, content jsonb not null,
    first_seen timestamptz not null, last_seen timestamptz not null, changed_scan_id text not null)`,
  'create index finding_by_state on netposture.finding (state, id)',
  `create table netposture.finding_event (
    id integer generated always as identity primary key, finding_id text not null, scan_id text not null,
    at timestamptz not null, from_state text, to_state text not null, content jsonb not null,
    unique (finding_id, scan_id))`,
  `create table netposture.drift (
    id text primary key, scan_id text not null, at timestamptz not null, kind text not null, subject text not null,
    content jsonb not null)`,
  'create index drift_by_scan on netposture.drift (scan_id)',
  'create index drift_by_time on netposture.drift (at desc)',
  'create table netposture.waiver (id text primary key, content jsonb not null)',
  `create table netposture.address_sighting (
    account text not null, addresses text not null, first_seen text not null, last_seen text not null,
    content jsonb not null, primary key (account, addresses))`,
  `create table netposture.outbox (
    id text primary key, destination text not null, state text not null, message jsonb not null,
    attempts integer not null, in_doubt boolean not null, due_at timestamptz not null, created_at timestamptz not null,
    sent_at timestamptz, error text)`,
  'create index outbox_due on netposture.outbox (state, due_at)',
  `create table netposture.token (
    id text primary key, name text not null, hash text not null unique, role text not null,
    created_at timestamptz not null, revoked_at timestamptz)`,
  `create table netposture.audit (
    id integer generated always as identity primary key, at timestamptz not null, actor text not null,
    action text not null, detail jsonb not null)`,
  `create table netposture.lease (
    scope text primary key, holder text not null, expires_at timestamptz not null)`,
  `create table netposture.hook_signature (
    signature text primary key, expires_at timestamptz not null)`,
];
