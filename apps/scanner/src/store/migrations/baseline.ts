import { type Kysely, sql } from 'kysely';

/** What was there when the scanner was introduced, and alerts nobody. */
export async function baseline(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}

const STATEMENTS: readonly string[] = [
  `create table netposture.baseline (
    id text primary key, digest text not null, source text not null, adopted_at timestamptz not null,
    ended_at timestamptz)`,
  `create table netposture.baseline_entry (
    kind text not null, key text not null, baseline_id text not null references netposture.baseline (id),
    content jsonb not null, is_outgrown boolean not null, primary key (kind, key))`,
];
