import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { PlannedTarget, ScanRequest } from '../scan/ports.ts';
import type { Tables } from './tables.ts';

/**
 * Begins a scan whose observations are at hand already, and answers its id. No worker takes it up: it is neither waiting nor
 * collecting, and one that is never recorded stays without effect.
 */
export async function importScan(
  database: Kysely<Tables>,
  { scope, reason }: ScanRequest,
  targets: readonly PlannedTarget[],
  clock: Clock,
): Promise<string> {
  const id = randomUUID();
  await database
    .insertInto('scan')
    .values({
      id,
      state: 'importing',
      scope: JSON.stringify(scope),
      reason,
      idempotency_key: null,
      targets: JSON.stringify(targets),
      requested_at: instantOf(clock),
      recorded_at: null,
      error: null,
      summary: null,
    })
    .execute();
  return id;
}
