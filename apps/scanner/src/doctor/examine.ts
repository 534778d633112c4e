import { createCollectContext } from '@netposture/providers';
import type { Clock } from '../clock.ts';
import { environmentAccounts } from '../config/environment-accounts.ts';
import { dataDirectoryOf, readEnvironment } from '../config/service-environment.ts';
import { type CheckResult, found } from './check.ts';
import { checkClock, type OtherClock } from './check-clock.ts';
import { checkClouds } from './check-clouds.ts';
import { checkConfiguration } from './check-configuration.ts';
import { checkDatabaseServer, checkDataDirectory } from './check-database.ts';
import { checkRedis } from './check-queue.ts';

/** What an examination looks at. */
export interface ExaminationOptions {
  /** Variables of the environment, those from options of the command line included. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Leaves the clouds alone: for a health check that runs every minute. */
  readonly skipClouds: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Looks at everything that the service needs: configuration, database, queue, clock, and what the credentials of the clouds
 * may see. Changes nothing anywhere, except that a data directory is made where there is none.
 *
 * @throws PostureError `POSTURE_ENVIRONMENT_INVALID` where a variable makes no sense.
 */
export async function examine(options: ExaminationOptions): Promise<readonly CheckResult[]> {
  const { variables, signal, clock } = options;
  const environment = readEnvironment(variables);
  const { config, results } = await checkConfiguration(environment.NETPOSTURE_CONFIG, variables);
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = environment;
  const all: CheckResult[] = [...results];
  const clocks: OtherClock[] = [];
  const compare = (of: string, theirs: number | undefined) => {
    if (theirs !== undefined) clocks.push({ of, theirs, ours: clock.now() });
  };
  if (databaseUrl === undefined) {
    all.push(await checkDataDirectory(dataDirectoryOf(environment, variables)));
  } else {
    const { result, now } = await checkDatabaseServer(databaseUrl);
    compare('the database', now);
    all.push(result);
  }
  if (redisUrl === undefined) {
    all.push(found('queue', 'ok', 'The queue lives in the database.'));
  } else {
    const { results: ofQueue, now } = await checkRedis(redisUrl);
    compare('Redis', now);
    all.push(...ofQueue);
  }
  all.push(checkClock(clocks));
  if (options.skipClouds) {
    return [...all, found('clouds', 'skipped', 'The clouds were not asked.')];
  }
  if (config === undefined) {
    return [
      ...all,
      found('clouds', 'skipped', 'The clouds were not asked: the configuration names none.'),
    ];
  }
  const accounts =
    config.accounts.length > 0 ? config.accounts : await environmentAccounts(variables);
  return [...all, ...(await checkClouds(accounts, createCollectContext({ signal, clock })))];
}
