import { readFile } from 'node:fs/promises';
import { loadProviders, type Observation } from '@netposture/providers';
import { systemClock } from '../clock.ts';
import { policyPart } from '../config/policy-part.ts';
import { readServiceConfig } from '../config/service-config.ts';
import type { Environment } from '../config/service-environment.ts';
import { PostureError } from '../errors.ts';
import { createLog } from '../log.ts';
import { deliverDue } from '../notify/deliver-outbox.ts';
import { DEFAULT_PATIENCE } from '../patience.ts';
import { keepAll } from '../scan/collect.ts';
import { concludeScan } from '../scan/conclude.ts';
import { createRuleJudge } from '../scan/judge-rules.ts';
import { readOfflineEstate } from '../scan/offline-estate.ts';
import type { PlannedTarget } from '../scan/ports.ts';
import type { RecordedScan } from '../scan/recorded.ts';
import { targetKey } from '../scan/target-key.ts';
import { createAlertThreads } from '../store/alert-threads.ts';
import { createBaselines } from '../store/baselines.ts';
import { importScan } from '../store/import-scan.ts';
import type { Database } from '../store/open-database.ts';
import { createOutbox } from '../store/outbox.ts';
import { rememberPolicy } from '../store/policy-versions.ts';
import { createReadModel } from '../store/read-model.ts';
import { createScanStore } from '../store/scan-store.ts';
import { namedBaseline } from './adopt-baseline.ts';
import { destinationOf } from './destination-of.ts';
import { readPolicy } from './read-policy.ts';

/** What a folder is recorded with. */
export interface FolderToRecord {
  readonly folder: string;
  readonly strict: boolean;
  readonly baseline?: string;
}

/**
 * Records a folder of observations as a scan: judged, compared with the scan before, and told to the receivers, as a scan of
 * the clouds is. Of accounts and locations that the folder does not hold, what is known stays.
 *
 * @throws PostureError `POSTURE_OBSERVATIONS_INCOMPLETE` where the folder holds a file that could not be taken in: a record
 *   would not say so
 */
export async function recordFolder(
  database: Database,
  environment: Environment,
  { folder, strict, baseline }: FolderToRecord,
): Promise<RecordedScan> {
  const { kysely } = database;
  const clock = systemClock;
  const file = environment.NETPOSTURE_CONFIG;
  const config = await readServiceConfig(file);
  const policyText = await readFile(file, 'utf8');
  const observations = await wholeFolder(folder, strict);
  const providers = await loadProviders();
  const evaluateRules = createRuleJudge(readPolicy(policyText, file));
  if (baseline !== undefined) {
    const wanted = await namedBaseline(baseline, { database: kysely, providers, evaluateRules });
    await createBaselines(kysely, clock).adopt(wanted, 'command line');
  }
  await rememberPolicy(kysely, policyPart(policyText), clock);

  const destinations = config.notifications.map((one) =>
    destinationOf(one, createAlertThreads(kysely), clock),
  );
  const store = createScanStore(kysely, clock);
  const scope = { folder };
  const id = await importScan(kysely, { scope, reason: 'command' }, targetsIn(observations), clock);
  for (const provider of providers) {
    const own = observations.filter((one) => one.provider === provider.id);
    await keepAll(id, provider, own, store);
  }
  await concludeScan(id, {
    store,
    providers,
    clock,
    evaluateRules,
    destinations: destinations.map(({ name }) => name),
    toldResolved: new Set(destinations.filter((one) => one.tellsResolved).map(({ name }) => name)),
  });
  const logger = createLog({ level: 'error', secrets: config.secrets });
  const outbox = createOutbox(kysely, clock, DEFAULT_PATIENCE.claimMs);
  await deliverDue({ outbox, destinations, clock, logger });
  return (await createReadModel(kysely).scan(id)) ?? {};
}

async function wholeFolder(folder: string, strict: boolean): Promise<readonly Observation[]> {
  const { linked, observations } = await readOfflineEstate(folder, { strict });
  const gaps = linked.graph.coverage.filter(({ scope }) => scope.provider === 'files');
  const [first] = gaps;
  if (first === undefined) return observations;
  const more = gaps.length > 1 ? ` (and ${gaps.length - 1} more)` : '';
  throw new PostureError(
    'POSTURE_OBSERVATIONS_INCOMPLETE',
    `${folder} could not be taken in as a whole: ${first.message ?? ''}${more} Nothing was recorded. Mend or remove what is named; without --record the scan shows it as a gap.`,
  );
}

function targetsIn(observations: readonly Observation[]): readonly PlannedTarget[] {
  const targets = new Map<string, PlannedTarget>();
  for (const { provider, account, location } of observations) {
    const target = { provider, account, location, entry: 0 };
    targets.set(targetKey(target), target);
  }
  return [...targets.values()];
}
