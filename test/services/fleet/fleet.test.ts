import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../apps/scanner/src/config/service-environment.ts';
import { type Service, startService } from '../../../apps/scanner/src/service/start-service.ts';
import { type Database, openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { type SimulatedAws, simulateAws } from '../../clouds/aws/simulated-aws.ts';
import type { AccountWorld } from '../../clouds/aws/world.ts';
import { startPostgres, startRedis, type TestServer } from '../servers.testkit.ts';
import { type ServiceProcess, startWorker } from '../service-process.testkit.ts';

/** What EC2 grants an account in a region for Describe calls: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html */
const RATE = { burst: 50, perSecond: 10 };
const REGIONS = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'];
const ACCOUNTS = Array.from({ length: 20 }, (_, index) => String(100_000_000_000 + index));
const ROLE = { name: 'netposture', externalId: 'fleet' };
const WORKERS = 4;

describe(`${WORKERS} workers on Redis and ${ACCOUNTS.length} accounts of ${REGIONS.length} regions`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  const servers: TestServer[] = [];
  let cloud: SimulatedAws;
  let database: Database;
  let api: Service;
  let workers: readonly ServiceProcess[] = [];

  beforeAll(async () => {
    const account: AccountWorld = {
      role: ROLE,
      regions: Object.fromEntries(REGIONS.map((region) => [region, {}])),
    };
    const accounts = Object.fromEntries(ACCOUNTS.map((id) => [id, account]));
    cloud = await simulateAws({ accounts }, { rate: RATE });
    servers.push(await startRedis(), await startPostgres());
    const [redis = '', postgres = ''] = servers.map(({ url }) => url);
    const keys = cloud.credentialsOf(ACCOUNTS[0] ?? '');
    const config = join(directory, 'netposture.yaml');
    const reference = (name: string) => `\${${name}}`;
    const entry = {
      provider: 'aws',
      endpoint: cloud.endpoint,
      organization: { role: ROLE.name, externalId: ROLE.externalId },
      credentials: {
        accessKeyId: reference('TEST_FLEET_ID'),
        secretAccessKey: reference('TEST_FLEET_SECRET'),
      },
    };
    writeFileSync(config, JSON.stringify({ accounts: [entry] }));
    const variables = {
      PATH: process.env['PATH'] ?? '',
      NETPOSTURE_CONFIG: config,
      NETPOSTURE_DATA_DIR: join(directory, 'data'),
      NETPOSTURE_PORT: '0',
      REDIS_URL: redis,
      DATABASE_URL: postgres,
      TEST_FLEET_ID: keys.accessKeyId,
      TEST_FLEET_SECRET: keys.secretAccessKey,
    };
    process.env['TEST_FLEET_ID'] = keys.accessKeyId;
    process.env['TEST_FLEET_SECRET'] = keys.secretAccessKey;
    database = await openDatabase({ kind: 'server', url: postgres });
    api = await startService({ environment: readEnvironment(variables), role: 'api' });
    workers = await Promise.all(Array.from({ length: WORKERS }, () => startWorker(variables)));
  }, 300_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await api.close();
    await database.close();
    await cloud.close();
    await Promise.all(servers.map((server) => server.stop()));
  });

  const call = async (path: string, init: RequestInit = {}) => {
    const token = readFileSync(join(directory, 'data', 'first-token'), 'utf8').trim();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return (await (await fetch(`${api.url}${path}`, { ...init, headers })).json()) as {
      readonly id: string;
      readonly state: string;
      readonly plannedTargets: number;
      readonly collectedTargets: number;
      readonly summary: { readonly gaps: number };
    };
  };
  const ask = async (scope: object) =>
    (await call('/v1/scans', { method: 'POST', body: JSON.stringify(scope) })).id;
  async function untilRecorded(id: string) {
    for (;;) {
      const scan = await call(`/v1/scans/${id}`);
      if (scan.state === 'recorded') return scan;
      if (scan.state === 'failed') throw new Error(JSON.stringify(scan));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  /** How often each account and region was asked for its VPCs, which every look at a region begins with. */
  const looks = () => {
    const counts = new Map<string, number>();
    for (const { action, account, region } of cloud.calls) {
      if (action !== 'ec2:DescribeVpcs') continue;
      const key = `${account}/${region}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  };

  it('look at every scope once, all of them at work, and within what AWS grants', async () => {
    const scan = await untilRecorded(await ask({}));

    expect(scan).toMatchObject({ plannedTargets: 100, collectedTargets: 100 });
    expect(scan.summary.gaps).toBe(0);
    expect(looks().size).toBe(80);
    expect(new Set(looks().values())).toEqual(new Set([1]));
    const rows = await database.kysely.selectFrom('lease').select('holder').distinct().execute();
    expect(rows.map(({ holder }) => holder.split('/').at(-1))).toEqual(
      Array.from({ length: WORKERS }, () => ''),
    );
    expect(cloud.counts.refused).toBe(0);
    expect(cloud.violations).toEqual([]);
  }, 600_000);

  it('stay within it where two scans want the same regions at the same time', async () => {
    const [contested = ''] = ACCOUNTS;
    const both = [
      await ask({ account: contested }),
      await ask({ provider: 'aws', account: contested }),
    ];

    await Promise.all(both.map(untilRecorded));

    for (const region of REGIONS) expect(looks().get(`${contested}/${region}`)).toBe(3);
    expect(cloud.counts.refused).toBe(0);
  }, 600_000);
});
