import { inflateSync } from 'node:zlib';
import type { Database } from '../../../apps/scanner/src/store/open-database.ts';

/** Every row of every table, the queue's included, as text; compressed columns are expanded. By `schema.table`. */
export async function everythingStored(database: Database): Promise<ReadonlyMap<string, string>> {
  const pool = database.openQueuePool();
  const read = async (text: string) =>
    (await pool.query(text)).rows as readonly Readonly<Record<string, unknown>>[];
  const tables =
    await read(`select table_schema as schema, table_name as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`);
  const texts = new Map<string, string>();
  for (const { schema, name } of tables) {
    const rows = await read(`select * from "${schema}"."${name}"`);
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
