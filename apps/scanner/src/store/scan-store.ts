import { randomUUID } from 'node:crypto';
import type { AddressSighting } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { type Kysely, sql } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { FindingState } from '../drift/compare-findings.ts';
import type { ExposureState } from '../drift/exposure-state.ts';
import { PostureError } from '../errors.ts';
import type {
  KnownState,
  PlannedTarget,
  ScanRequest,
  ScanScope,
  ScanStore,
  ScanTicket,
  TakenOver,
} from '../scan/ports.ts';
import { keepObservations, readKept } from './observation-shards.ts';
import { latestRecorded, recordScan } from './record-scan.ts';
import type { Tables } from './tables.ts';

/** One number for all of netposture: requests for scans follow each other. */
const REQUEST_LOCK = 7_266_402;

/** The store that the pipeline works on. */
export function createScanStore(database: Kysely<Tables>, clock: Clock): ScanStore {
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
    keepObservations: (id, kept) => keepObservations(database, id, kept, instantOf(clock)),
    observationsOf: (id) => readKept(database, id),
    takenOver: (id) => takenOver(database, id),
    knownState: () => knownState(database),
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

async function scanRow(database: Kysely<Tables>, id: string) {
  const row = await database
    .selectFrom('scan')
    .select(['state', 'scope', 'targets'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new PostureError('POSTURE_SCAN_UNKNOWN', `There is no scan ${id}.`);
  return row;
}

function planIn(row: { readonly targets: unknown }): readonly PlannedTarget[] {
  return (row.targets ?? []) as readonly PlannedTarget[];
}

/** Of every target outside of the plan, what the latest recorded scan that collected it kept. Only of scans with a narrower scope. */
async function takenOver(database: Kysely<Tables>, scanId: string): Promise<TakenOver> {
  const own = await scanRow(database, scanId);
  if (Object.keys(own.scope as ScanScope).length === 0) return { observations: [] };
  const planned = await database
    .selectFrom('scan_shard')
    .select('target')
    .distinct()
    .where('scan_id', '=', scanId)
    .execute();
  const ours = new Set([
    ...planned.map(({ target }) => target),
    ...planIn(own).map(({ provider, account, location }) =>
      [provider, account, location].map(encodeURIComponent).join('/'),
    ),
  ]);
  const rows = await database
    .selectFrom('scan_shard')
    .innerJoin('scan', 'scan.id', 'scan_shard.scan_id')
    .select(['scan_shard.target', 'scan_shard.scan_id'])
    .distinctOn('scan_shard.target')
    .where('scan.state', '=', 'recorded')
    .orderBy('scan_shard.target')
    .orderBy('scan.recorded_at', 'desc')
    .execute();
  const byScan = Map.groupBy(
    rows.filter(({ target }) => !ours.has(target)),
    (row) => row.scan_id,
  );
  const observations = (
    await Promise.all(
      [...byScan].map(([id, group]) =>
        readKept(
          database,
          id,
          group.map(({ target }) => target),
        ),
      ),
    )
  ).flat();
  const oldest = observations.map(({ collectedAt }) => collectedAt).sort()[0];
  return { observations, ...(oldest === undefined ? {} : { oldest }) };
}

async function knownState(database: Kysely<Tables>): Promise<KnownState> {
  const latest = await latestRecorded(database);
  const findings = await database.selectFrom('finding').select('content').execute();
  const sightings = await database.selectFrom('address_sighting').select('content').execute();
  const exposures =
    latest === undefined
      ? []
      : await database
          .selectFrom('exposure')
          .select('content')
          .where('scan_id', '=', latest.id)
          .execute();
  return {
    ...(latest === undefined ? {} : { scanId: latest.id }),
    ...(latest?.recorded_at === undefined || latest.recorded_at === null
      ? {}
      : { recordedAt: latest.recorded_at.toISOString() }),
    exposures: exposures.map(({ content }) => content as ExposureState),
    findings: findings.map(({ content }) => content as FindingState),
    sightings: sightings.map(({ content }) => sightingOf(content)),
  };
}

function sightingOf(content: unknown): AddressSighting {
  const kept = content as Omit<AddressSighting, 'addresses'> & { addresses: readonly string[] };
  return { ...kept, addresses: AddressSet.from(kept.addresses) };
}
