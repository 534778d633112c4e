import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Observation } from '@netposture/providers';
import type { Kysely } from 'kysely';
import type { KeptObservation } from '../scan/ports.ts';
import type { HeldShards } from './held-shards.ts';
import { inChunks } from './in-chunks.ts';
import type { Tables } from './tables.ts';

const compress = promisify(deflate);
const expand = promisify(inflate);

type Envelope = Omit<Observation, 'items'>;

/** Where observations are kept. */
export interface ShardPlace {
  readonly database: Kysely<Tables>;
  /** What need not be read again. */
  readonly held: HeldShards;
}

/** Keeps observations of a scan: envelopes by name, items once per content. What was kept under the same name is replaced. */
export async function keepObservations(
  { database, held }: ShardPlace,
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
    const text = known === undefined ? JSON.stringify(items) : undefined;
    const content = text === undefined ? undefined : await compress(text);
    const row = {
      scan_id: scanId,
      target: targetOf(observation),
      part: partOf(observation),
      envelope: JSON.stringify(envelope),
      shard_hash: shardHash,
    };
    const isOurs = await database.transaction().execute(async (transaction) => {
      const added =
        content === undefined
          ? undefined
          : await transaction
              .insertInto('shard')
              .values({
                hash: shardHash,
                items: content,
                item_count: items.length,
                created_at: now,
              })
              .onConflict((conflict) => conflict.column('hash').doNothing())
              .returning('hash')
              .executeTakeFirst();
      await transaction
        .insertInto('scan_shard')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['scan_id', 'target', 'part'])
            .doUpdateSet({ envelope: row.envelope, shard_hash: row.shard_hash }),
        )
        .execute();
      return added !== undefined;
    });
    // One that was there holds the items of its first scan, which may differ in what no schema reads.
    if (isOurs) held.keep(shardHash, items, text?.length ?? 0);
  }
}

/** The observations of these targets of a scan, or of all its targets. */
export async function readKept(
  { database, held }: ShardPlace,
  scanId: string,
  targets?: readonly string[],
): Promise<readonly Observation[]> {
  if (targets?.length === 0) return [];
  let query = database
    .selectFrom('scan_shard')
    .select(['envelope', 'shard_hash'])
    .where('scan_id', '=', scanId)
    .orderBy('target')
    .orderBy('part');
  if (targets !== undefined) query = query.where('target', 'in', [...targets]);
  const rows = await query.execute();
  const items = await itemsOf(
    { database, held },
    rows.map(({ shard_hash }) => shard_hash),
  );
  return rows.map(({ envelope, shard_hash }) => {
    const found = items.get(shard_hash);
    if (found === undefined) throw new Error(`the shard ${shard_hash} is gone`);
    return { ...(envelope as Envelope), items: found };
  });
}

async function itemsOf(
  { database, held }: ShardPlace,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Observation['items']>> {
  const found = new Map<string, Observation['items']>();
  const missing = new Set<string>();
  for (const hash of hashes) {
    const items = held.get(hash);
    if (items === undefined) missing.add(hash);
    else found.set(hash, items);
  }
  for (const part of inChunks([...missing])) {
    const rows = await database
      .selectFrom('shard')
      .select(['hash', 'items'])
      .where('hash', 'in', [...part])
      .execute();
    for (const { hash, items } of rows) {
      const text = (await expand(items)).toString('utf8');
      const read = JSON.parse(text) as Observation['items'];
      held.keep(hash, read, text.length);
      found.set(hash, read);
    }
  }
  return found;
}

/** The unit of collecting that an observation belongs to. */
function targetOf({ provider, account, location }: Observation): string {
  return [provider, account, location].map(encodeURIComponent).join('/');
}

function partOf({ operation, subject }: Observation): string {
  return subject === undefined ? operation : `${operation} ${subject}`;
}
