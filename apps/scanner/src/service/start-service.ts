/** Builds the service out of its parts; only a composition root imports it. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { createCollectContext, type Logger, loadProviders } from '@netposture/providers';
import { Gauge, Registry } from 'prom-client';
import { type Clock, systemClock } from '../clock.ts';
import { policyPart } from '../config/policy-part.ts';
import { readServiceConfig, type ServiceConfig } from '../config/service-config.ts';
import { dataDirectoryOf, type Environment, hostsOf } from '../config/service-environment.ts';
import { PostureError } from '../errors.ts';
import type { HttpPorts } from '../http/http-ports.ts';
import { createHttpServer } from '../http/server.ts';
import { createLog } from '../log.ts';
import { deliverDue } from '../notify/deliver-outbox.ts';
import { DEFAULT_PATIENCE, type Patience } from '../patience.ts';
import { openBackend } from '../queue/backend.ts';
import { openScanQueue, type ScanQueue } from '../queue/scan-queue.ts';
import { repeatEvery } from '../repeat-every.ts';
import { createRuleJudge } from '../scan/judge-rules.ts';
import { KeptState } from '../scan/kept-state.ts';
import { LatestEstates } from '../scan/latest-estate.ts';
import type { AccountEntry } from '../scan/ports.ts';
import type { Recorded } from '../scan/recorded.ts';
import { createAlertThreads } from '../store/alert-threads.ts';
import { createBaselines } from '../store/baselines.ts';
import { evidencePage } from '../store/evidence-rows.ts';
import { HeldShards } from '../store/held-shards.ts';
import { rememberSignature } from '../store/hook-signatures.ts';
import { createLeases } from '../store/lease.ts';
import { type Database, openDatabase } from '../store/open-database.ts';
import { createOutbox } from '../store/outbox.ts';
import { rememberPolicy } from '../store/policy-versions.ts';
import { createReadModel, type ReadModel } from '../store/read-model.ts';
import { DEFAULT_RETENTION, deleteOld } from '../store/retention.ts';
import { createScanStore } from '../store/scan-store.ts';
import { createTokens, type Tokens } from '../store/tokens.ts';
import { namedBaseline, scanBaseline } from './adopt-baseline.ts';
import { destinationOf } from './destination-of.ts';
import { offerHandover, withOwnToken } from './handover.ts';
import { readPolicy } from './read-policy.ts';
import { recordedEstates } from './recorded-estates.ts';
import { recordedFrom, storePages } from './recorded-pages.ts';

/** Which part of the service a process is. */
export type ServiceRole = 'all' | 'api' | 'worker' | 'scheduler';

/** A running service. */
export interface Service {
  /** Where the API answers; absent for roles without one. */
  readonly url?: string;
  /** What its store holds. */
  readonly recorded: Recorded;
  /** Finishes running jobs, and closes everything. */
  close(): Promise<void>;
}

/** How a service starts. */
export interface ServiceOptions {
  readonly environment: Environment;
  readonly role: ServiceRole;
  /** Default: what the environment says. */
  readonly dataDirectory?: string;
  /** Default: the wall clock. */
  readonly clock?: Clock;
  /** What is adopted as known before anything is scanned: a report, the folder of an export, or the id of a scan. */
  readonly baseline?: string;
  /** Default: standard error. */
  readonly logger?: Logger;
  /** Default: those of the configuration. */
  readonly accounts?: readonly AccountEntry[];
  /** Default: {@link DEFAULT_PATIENCE}. */
  readonly patience?: Patience;
}

/** Alerts whose pause ended are looked for this often; those of a scan go out at once. */
const OUTBOX_INTERVAL_MS = 2_000;
const RETENTION_INTERVAL_MS = 3_600_000;
/** Characters of JSON; an estate of 100,000 rules has 27 million. */
const HELD_SHARDS = 64 * 2 ** 20;
/** The part of the heap's limit. */
const KEEP_BELOW = 0.6;

/** Starts the service, and answers when it takes requests and jobs. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { environment, role, clock = systemClock, patience = DEFAULT_PATIENCE } = options;
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = environment;
  if (role !== 'all' && (databaseUrl === undefined || redisUrl === undefined)) {
    throw new PostureError(
      'POSTURE_ROLE_NEEDS_SERVERS',
      `The role ${role} shares work with other processes. Set DATABASE_URL and REDIS_URL, or leave out --role.`,
    );
  }
  const config = await readServiceConfig(environment.NETPOSTURE_CONFIG);
  const policyText = await readFile(environment.NETPOSTURE_CONFIG, 'utf8');
  const policy = readPolicy(policyText, environment.NETPOSTURE_CONFIG);
  const logger =
    options.logger ??
    createLog({ level: environment.NETPOSTURE_LOG_LEVEL, secrets: secretsOf(environment, config) });
  const directory = options.dataDirectory ?? dataDirectoryOf(environment);
  const database = await openDatabase(
    databaseUrl === undefined
      ? { kind: 'embedded', directory }
      : { kind: 'server', url: databaseUrl },
  );
  const closers: (() => Promise<unknown>)[] = [() => database.close()];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const stop = new AbortController();
    const destinations = config.notifications.map((one) =>
      destinationOf(one, createAlertThreads(database.kysely), clock),
    );
    const outbox = createOutbox(database.kysely, clock, patience.claimMs);
    const leases = createLeases(database.kysely, clock);
    const deliver = () => deliverDue({ outbox, destinations, clock, logger });
    const backend = await openBackend(redisUrl, database);
    closers.push(() => backend.close());
    const baselines = createBaselines(database.kysely, clock);
    const judging = {
      database: database.kysely,
      providers: await loadProviders(),
      evaluateRules: createRuleJudge(policy),
    };
    const queue = openScanQueue(backend, {
      store: createScanStore(database.kysely, clock, new HeldShards(HELD_SHARDS)),
      leases,
      accounts: options.accounts ?? config.accounts,
      providers: judging.providers,
      evaluateRules: judging.evaluateRules,
      kept: new KeptState(hasRoomToKeep),
      context: createCollectContext({ signal: stop.signal, logger, clock }),
      destinations: destinations.map(({ name }) => name),
      toldResolved: new Set(
        destinations.filter((one) => one.tellsResolved).map(({ name }) => name),
      ),
      process: randomUUID(),
      patience,
      clock,
      logger,
      deliver,
    });
    closers.push(() => queue.close());
    if (role === 'all' || role === 'worker') {
      await rememberPolicy(database.kysely, policyPart(policyText), clock);
      const name = options.baseline ?? environment.NETPOSTURE_BASELINE;
      if (name !== undefined) {
        const wanted = await namedBaseline(name, judging);
        if (await baselines.adopt(wanted, 'the start of the service'))
          logger.info('a baseline was adopted', { from: name, entries: wanted.entries.length });
      }
      if (database.isExclusive) {
        await Promise.all([leases.endAll(), outbox.endClaims(), backend.endJobs()]);
      }
      await queue.recover();
      await queue.startWorker();
      const recovering = { name: 'recover', run: queue.recover };
      closers.push(repeatEvery(patience.recoverMs, recovering, logger));
      closers.push(repeatEvery(OUTBOX_INTERVAL_MS, { name: 'deliver', run: deliver }, logger));
      const forget = async () => {
        const deleted = await deleteOld(
          database.kysely,
          config.retention ?? DEFAULT_RETENTION,
          clock,
        );
        if (Object.keys(deleted).length > 0)
          logger.info('what is too old was deleted', { deleted });
      };
      closers.push(repeatEvery(RETENTION_INTERVAL_MS, { name: 'delete old', run: forget }, logger));
    }
    if (role === 'all' || role === 'scheduler') await queue.schedule(config.schedule);
    const read = createReadModel(database.kysely);
    const requestScan = () => queue.request({ scope: {}, reason: 'command' });
    const recorded = recordedFrom(storePages(read, requestScan));
    if (role !== 'all' && role !== 'api') return { recorded, close };
    const baselineOfScan = (id: string) => scanBaseline(id, judging);
    const estates = new LatestEstates(recordedEstates(database.kysely, judging.providers));
    const ports = { baselines, baselineOfScan, estates, queue };
    const url = await listen({
      ...ports,
      database,
      directory,
      environment,
      clock,
      logger,
      closers,
    });
    logger.info('netposture is ready', { url, role });
    return { url, recorded, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A worker that uses most of what its heap may grow to has no room for what it could work out again. */
function hasRoomToKeep(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used < limit * KEEP_BELOW;
}

async function listen(parts: {
  readonly database: Database;
  readonly queue: ScanQueue;
  readonly baselines: HttpPorts['baselines'];
  readonly baselineOfScan: HttpPorts['baselineOfScan'];
  readonly estates: LatestEstates;
  readonly directory: string;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly closers: (() => Promise<unknown>)[];
}): Promise<string> {
  const { database, queue, directory, environment, clock, logger } = parts;
  const { tokens, text: ownToken } = withOwnToken(createTokens(database.kysely, clock));
  await makeFirstToken(tokens, directory, logger);
  const read = createReadModel(database.kysely);
  const hookSecret = environment.NETPOSTURE_HOOK_SECRET;
  const { app } = await createHttpServer({
    read,
    tokens,
    evidence: (table, cursor) => evidencePage(database.kysely, table, cursor),
    requestScan: queue.request,
    baselines: parts.baselines,
    baselineOfScan: parts.baselineOfScan,
    latestEstate: (questions) => parts.estates.forQuestions(questions),
    isReady: async () => (await queue.isReady()) && (await read.alertCounts()).waiting >= 0,
    ...(hookSecret === undefined ? {} : { hookSecret }),
    rememberSignature: (signature, validForMs) =>
      rememberSignature(database.kysely, signature, validForMs, clock),
    metrics: () => metricsOf(read),
    hosts: hostsOf(environment),
    clock,
    logger,
  });
  await app.listen({ host: environment.NETPOSTURE_HOST, port: environment.NETPOSTURE_PORT });
  parts.closers.push(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  const host = environment.NETPOSTURE_HOST;
  if (database.isExclusive) {
    // A service that listens on every address answers on the loopback one.
    const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    parts.closers.push(await offerHandover(directory, urlOf(local, port), ownToken));
  }
  return urlOf(host, port);
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function makeFirstToken(tokens: Tokens, directory: string, logger: Logger): Promise<void> {
  if ((await tokens.list()).length > 0) return;
  const { text } = await tokens.create({ name: 'first', role: 'admin' }, 'the first start');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'first-token');
  await writeFile(file, `${text}\n`, { mode: 0o600 });
  logger.info('the first token was made', { file });
}

async function metricsOf(read: ReadModel) {
  const registry = new Registry();
  const { waiting, failed } = await read.alertCounts();
  const [latest] = (await read.scans({ limit: 1 })).items;
  const gauge = (name: string, help: string, value: number) => {
    new Gauge({ name, help, registers: [registry] }).set(value);
  };
  gauge('netposture_alerts_waiting', 'Alerts that are not delivered yet', waiting);
  gauge('netposture_alerts_failed', 'Alerts that could not be delivered', failed);
  const at = latest === undefined ? 0 : Date.parse(String(latest['requestedAt'])) / 1000;
  gauge('netposture_latest_scan_requested_seconds', 'When the latest scan was asked for', at);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function secretsOf(environment: Environment, config: ServiceConfig): readonly string[] {
  const own = [environment.DATABASE_URL, environment.REDIS_URL, environment.NETPOSTURE_HOOK_SECRET];
  return [...config.secrets, ...own.filter((value) => value !== undefined)];
}
