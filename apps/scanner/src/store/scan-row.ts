import type { Kysely } from 'kysely';
import { PostureError } from '../errors.ts';
import type { PlannedTarget } from '../scan/ports.ts';
import type { Tables } from './tables.ts';

/** What the pipeline asks of a scan's row. Throws PostureError `POSTURE_SCAN_UNKNOWN`. */
export async function scanRow(database: Kysely<Tables>, id: string) {
  const row = await database
    .selectFrom('scan')
    .select(['state', 'scope', 'targets', 'requested_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new PostureError('POSTURE_SCAN_UNKNOWN', `There is no scan ${id}.`);
  return row;
}

/** The plan in a scan's row; empty before there is one. */
export function planIn(row: { readonly targets: unknown }): readonly PlannedTarget[] {
  return (row.targets ?? []) as readonly PlannedTarget[];
}
