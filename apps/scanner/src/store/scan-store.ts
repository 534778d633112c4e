import { randomUUID } from 'node:crypto';
import type { AddressSighting } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { type Kysely, sql } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { FindingState } from '../drift/compare-findings.ts';
import type { ExposureState } from '../drift/exposure-state.ts';
import type { KnownState, ScanRequest, ScanScope, ScanStore, ScanTicket } from '../scan/ports.ts';
import { baselineInForce } from './baselines.ts';
import { HeldShards } from './held-shards.ts';
import { latestRecorded } from './latest-recorded.ts';
import { keepObservations, readKept } from './observation-shards.ts';
import { recordScan } from './record-scan.ts';
import { planIn, scanRow } from './scan-row.ts';
import type { Tables } from './tables.ts';
import { takenOver } from './taken-over.ts';

/** One number for all of netposture: requests for scans follow each other. */
const REQUEST_LOCK = 7_266_402;

/** The store that the pipeline works on. By default it holds no shards, and reads all of them each time. */
export function createScanStore(
  database: Kysely<Tables>,
  clock: Clock,
  held: HeldShards = new HeldShards(0),
): ScanStore {
  const shards = { database, held };
  return {
    requestScan: (request) => requestScan(database, request, clock),
    scopeOf: async (id) => (await scanRow(database, id)).scope as ScanScope,
    planOf: async (id) => planIn(await scanRow(database, id)),
    keepPlan: async (id, targets) => {
      await database
        .updateTable('scan')
        .set({ targets: JSON.stringify(targets), state: 'collecting' })
        .where('id', '=', id)
        .where('targets', 'is', null)
        .execute();
      return planIn(await scanRow(database, id));
    },
    keepObservations: (id, kept) => keepObservations(shards, id, kept, instantOf(clock)),
    observationsOf: (id) => readKept(shards, id),
    waitsForEqual: (id) => waitsForEqual(database, id),
    takenOver: (id) => takenOver(shards, id),
    knownState: (kept) => knownState(database, kept),
    isRecorded: async (id) => (await scanRow(database, id)).state === 'recorded',
    record: (record) => recordScan(database, record),
    unfinishedScans: async () => {
      const rows = await database
        .selectFrom('scan')
        .select('id')
        .where('state', 'in', ['waiting', 'collecting'])
        .orderBy('requested_at')
        .execute();
      return rows.map((row) => row.id);
    },
    failScan: async (id, message) => {
      await database
        .updateTable('scan')
        .set({ state: 'failed', error: message })
        .where('id', '=', id)
        .where('state', 'in', ['waiting', 'collecting'])
        .execute();
    },
  };
}

/** A scan with the same scope that nobody began yet takes the new request in: a burst of changes becomes one scan. */
async function requestScan(
  database: Kysely<Tables>,
  request: ScanRequest,
  clock: Clock,
): Promise<ScanTicket> {
  const scope = JSON.stringify(sortedScope(request.scope));
  const id = randomUUID();
  return database.transaction().execute(async (transaction) => {
    // Two requests at the same moment must see each other: both would find nothing that waits.
    await sql`select pg_advisory_xact_lock(${sql.lit(REQUEST_LOCK)})`.execute(transaction);
    const waiting = await transaction
      .selectFrom('scan')
      .select(['id', 'scope', 'idempotency_key'])
      .where((where) =>
        where.or([
          where('state', '=', 'waiting'),
          where('idempotency_key', '=', request.idempotencyKey ?? ''),
        ]),
      )
      .orderBy('requested_at')
      .execute();
    const sameKey = waiting.find(
      (row) =>
        request.idempotencyKey !== undefined && row.idempotency_key === request.idempotencyKey,
    );
    const equal = waiting.find(
      (row) => JSON.stringify(sortedScope(row.scope as ScanScope)) === scope,
    );
    const known = sameKey ?? equal;
    if (known !== undefined) return { id: known.id, isNew: false };
    await transaction
      .insertInto('scan')
      .values({
        id,
        state: 'waiting',
        scope,
        reason: request.reason,
        idempotency_key: request.idempotencyKey ?? null,
        targets: null,
        requested_at: instantOf(clock),
        recorded_at: null,
        error: null,
        summary: null,
      })
      .execute();
    return { id, isNew: true };
  });
}

function sortedScope({ provider, account, location }: ScanScope): ScanScope {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(account === undefined ? {} : { account }),
    ...(location === undefined ? {} : { location }),
  };
}

async function waitsForEqual(database: Kysely<Tables>, id: string): Promise<boolean> {
  const own = await scanRow(database, id);
  // One that has a plan goes on whatever happens: two that wait for each other would wait for ever.
  if (own.state !== 'waiting') return false;
  const running = await database
    .selectFrom('scan')
    .select('id')
    .where('state', '=', 'collecting')
    .where('scope', '=', JSON.stringify(own.scope))
    .where('id', '!=', id)
    .limit(1)
    .executeTakeFirst();
  return running !== undefined;
}

async function knownState(database: Kysely<Tables>, kept?: KnownState): Promise<KnownState> {
  const latest = await latestRecorded(database);
  const baseline = await baselineInForce(database);
  // What may change while no scan is recorded is read each time.
  const always = {
    ...(baseline === undefined ? {} : { baseline }),
    ...(latest === undefined ? {} : { lookedAt: latest.requested_at.toISOString() }),
  };
  if (kept?.scanId !== undefined && kept.scanId === latest?.id) {
    return { ...kept, findings: await withoutForgotten(database, kept), ...always };
  }
  const findings = await database.selectFrom('finding').select('content').execute();
  const sightings = await database.selectFrom('address_sighting').select('content').execute();
  const exposures =
    latest === undefined
      ? []
      : await database
          .selectFrom('exposure')
          .select('content')
          .where('ended_scan_id', 'is', null)
          .execute();
  return {
    ...(latest === undefined ? {} : { scanId: latest.id }),
    exposures: exposures.map(({ content }) => content as ExposureState),
    findings: findings.map(({ content }) => content as FindingState),
    sightings: sightings.map(({ content }) => sightingOf(content)),
    ...always,
  };
}

/** The findings that are still there: between two scans nothing is written to them, and retention deletes resolved ones only. */
async function withoutForgotten(
  database: Kysely<Tables>,
  { findings }: KnownState,
): Promise<KnownState['findings']> {
  const rows = await database
    .selectFrom('finding')
    .select('id')
    .where('state', '=', 'resolved')
    .execute();
  const remembered = new Set(rows.map(({ id }) => id));
  return findings.filter(({ id, state }) => state !== 'resolved' || remembered.has(id));
}

function sightingOf(content: unknown): AddressSighting {
  const kept = content as Omit<AddressSighting, 'addresses'> & { addresses: readonly string[] };
  return { ...kept, addresses: AddressSet.from(kept.addresses) };
}
