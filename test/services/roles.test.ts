import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedHetzner, serveHetzner } from '../clouds/hetzner/serve.ts';
import { type FakeSlack, serveSlack } from '../clouds/slack/serve.ts';
import { createShop, SHOP_TOKEN } from '../end-to-end/service/shop.testkit.ts';
import { startPostgres, startRedis, type TestServer } from './servers.testkit.ts';
import { type ServiceProcess, startRole } from './service-process.testkit.ts';

type Scan = Readonly<Record<string, unknown>>;

describe('api, worker and scheduler, each a process of its own', () => {
  const shop = createShop();
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  const servers: TestServer[] = [];
  const processes = new Map<string, ServiceProcess>();
  let cloud: SimulatedHetzner;
  let slack: FakeSlack;
  let variables: Readonly<Record<string, string>>;

  beforeAll(async () => {
    cloud = await serveHetzner(shop.world);
    slack = await serveSlack();
    servers.push(await startRedis(), await startPostgres());
    const [redis = '', postgres = ''] = servers.map(({ url }) => url);
    const reference = (name: string) => `\${${name}}`;
    const account = {
      provider: 'hetzner',
      project: 'shop',
      token: reference('TEST_SHOP_TOKEN'),
      endpoint: cloud.cloudUrl,
      hetznerEndpoint: cloud.hetznerUrl,
    };
    const config = join(directory, 'netposture.yaml');
    writeFileSync(
      config,
      JSON.stringify({
        accounts: [account],
        schedule: { cron: '*/2 * * * * *', timezone: 'Europe/Berlin' },
        notifications: [{ kind: 'slack', url: reference('TEST_SLACK_URL') }],
      }),
    );
    variables = {
      PATH: process.env['PATH'] ?? '',
      NETPOSTURE_CONFIG: config,
      NETPOSTURE_DATA_DIR: join(directory, 'data'),
      NETPOSTURE_PORT: '0',
      REDIS_URL: redis,
      DATABASE_URL: postgres,
      TEST_SHOP_TOKEN: SHOP_TOKEN,
      TEST_SLACK_URL: slack.url,
    };
    processes.set('api', await startRole('api', variables));
  }, 120_000);
  afterAll(async () => {
    await Promise.all([...processes.values()].map((one) => one.kill()));
    await cloud.close();
    await slack.close();
    await Promise.all(servers.map((server) => server.stop()));
  });

  const scans = async () => {
    const token = readFileSync(join(directory, 'data', 'first-token'), 'utf8').trim();
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${processes.get('api')?.url}/v1/scans?limit=100`, { headers });
    return ((await answer.json()) as { readonly items: readonly Scan[] }).items;
  };
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const recorded = async () => (await scans()).filter(({ state }) => state === 'recorded');

  it('the scheduler alone makes the schedule, and does no work', async () => {
    processes.set('scheduler', await startRole('scheduler', variables));

    expect(processes.get('scheduler')?.url).toBe('');
    expect(await scans()).toEqual([]);
    expect(cloud.requests).toEqual([]);
  }, 120_000);

  it('a worker takes the scheduled scan, and the api, which asked no cloud, shows it', async () => {
    processes.set('worker', await startRole('worker', variables));

    await until(async () => (await recorded()).length > 0);

    expect((await recorded()).at(-1)).toMatchObject({
      reason: 'schedule',
      scope: {},
      summary: { targets: 2, exposed: 1, gaps: 0 },
    });
    expect(cloud.requests.length).toBeGreaterThan(0);
    expect(processes.get('worker')?.url).toBe('');
  }, 120_000);

  it('what opens is found by the schedule and told once, with nobody asking', async () => {
    shop.open('5432');

    await until(async () => slack.messages.some((text) => text.includes('5432')));
    const { length } = await recorded();
    await until(async () => (await recorded()).length > length + 1);

    expect(slack.messages.filter((text) => text.includes('5432'))).toHaveLength(1);
    expect(slack.messages.filter((text) => text.includes('First scan'))).toHaveLength(1);
  }, 120_000);

  it('the schedule goes on where the scheduler is gone: it is kept in Redis', async () => {
    await processes.get('scheduler')?.kill();
    const { length } = await recorded();

    await until(async () => (await recorded()).length > length + 1);

    expect((await recorded()).every(({ reason }) => reason === 'schedule')).toBe(true);
  }, 120_000);

  it('work waits where no worker is left, and is done by the next one', async () => {
    await processes.get('worker')?.kill();
    const before = new Set((await recorded()).map(({ id }) => id));
    processes.set('worker', await startRole('worker', variables));

    await until(async () => (await recorded()).some(({ id }) => !before.has(id)));

    expect((await scans()).filter(({ state }) => state === 'failed')).toEqual([]);
  }, 120_000);
});
