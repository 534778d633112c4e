import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Observation } from '@netposture/providers';
import type { Kysely } from 'kysely';
import type { KeptObservation } from '../scan/ports.ts';
import type { Tables } from './tables.ts';

const compress = promisify(deflate);
const expand = promisify(inflate);

type Envelope = Omit<Observation, 'items'>;

/** Keeps observations of a scan: envelopes by name, items once per content. What was kept under the same name is replaced. */
export async function keepObservations(
  database: Kysely<Tables>,
  scanId: string,
  kept: readonly KeptObservation[],
  now: string,
): Promise<void> {
  for (const { observation, shardHash } of kept) {
    const { items, ...envelope } = observation;
    const known = await database
      .selectFrom('shard')
      .select('hash')
      .where('hash', '=', shardHash)
      .executeTakeFirst();
    const content = known === undefined ? await compress(JSON.stringify(items)) : undefined;
    const row = {
      scan_id: scanId,
      target: targetOf(observation),
      part: partOf(observation),
      envelope: JSON.stringify(envelope),
      shard_hash: shardHash,
    };
    await database.transaction().execute(async (transaction) => {
      if (content !== undefined) {
        await transaction
          .insertInto('shard')
          .values({ hash: shardHash, items: content, item_count: items.length, created_at: now })
          .onConflict((conflict) => conflict.column('hash').doNothing())
          .execute();
      }
      await transaction
        .insertInto('scan_shard')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['scan_id', 'target', 'part'])
            .doUpdateSet({ envelope: row.envelope, shard_hash: row.shard_hash }),
        )
        .execute();
    });
  }
}

/** The observations of these targets of a scan, or of all its targets. */
export async function readKept(
  database: Kysely<Tables>,
  scanId: string,
  targets?: readonly string[],
): Promise<readonly Observation[]> {
  if (targets?.length === 0) return [];
  let query = database
    .selectFrom('scan_shard')
    .innerJoin('shard', 'shard.hash', 'scan_shard.shard_hash')
    .select(['scan_shard.envelope', 'shard.items'])
    .where('scan_shard.scan_id', '=', scanId)
    .orderBy('scan_shard.target')
    .orderBy('scan_shard.part');
  if (targets !== undefined) query = query.where('scan_shard.target', 'in', [...targets]);
  const rows = await query.execute();
  return Promise.all(
    rows.map(async ({ envelope, items }) => {
      const text = (await expand(items)).toString('utf8');
      const read = JSON.parse(text) as Observation['items'];
      return { ...(envelope as Envelope), items: read };
    }),
  );
}

/** The unit of collecting that an observation belongs to. */
function targetOf({ provider, account, location }: Observation): string {
  return [provider, account, location].map(encodeURIComponent).join('/');
}

function partOf({ operation, subject }: Observation): string {
  return subject === undefined ? operation : `${operation} ${subject}`;
}
