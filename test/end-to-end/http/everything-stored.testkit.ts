import { inflateSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Database } from '../../../apps/scanner/src/store/open-database.ts';

/** Every row of every table, the queue's included, as text; compressed columns are expanded. By `schema.table`. */
export async function everythingStored(database: Database): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await sql<{ readonly schema: string; readonly name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
  `.execute(database.kysely);
  const texts = new Map<string, string>();
  for (const { schema, name } of tables) {
    const { rows } = await sql<Readonly<Record<string, unknown>>>`
      select * from ${sql.table(`${schema}.${name}`)}
    `.execute(database.kysely);
    texts.set(
      `${schema}.${name}`,
      rows.map((row) => Object.values(row).map(textOf).join('\n')).join('\n'),
    );
  }
  return texts;
}

function textOf(value: unknown): string {
  if (!(value instanceof Uint8Array)) return JSON.stringify(value);
  try {
    return inflateSync(value).toString('utf8');
  } catch {
    // Not compressed: looked at as it is.
    return Buffer.from(value).toString('latin1');
  }
}
