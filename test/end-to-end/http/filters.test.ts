import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { createShop, SHOP_TOKEN } from '../service/shop.testkit.ts';
import { type RunningService, startRunning } from './running.testkit.ts';

type Item = Readonly<Record<string, unknown>>;

const shop = createShop();
let cloud: SimulatedHetzner;
let service: RunningService;
let second: string;

beforeAll(async () => {
  cloud = await serveHetzner(shop.world);
  process.env['TEST_FILTERS_TOKEN'] = SHOP_TOKEN;
  const account = {
    provider: 'hetzner',
    project: 'shop',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
    token: '${TEST_FILTERS_TOKEN}',
    endpoint: cloud.cloudUrl,
    hetznerEndpoint: cloud.hetznerUrl,
  };
  service = await startRunning({ policy: { accounts: [account] }, secrets: [] });
  shop.openOnly(['22']);
  await service.scan();
  shop.openOnly(['22', '3389']);
  second = await service.scan();
  shop.openOnly([]);
  await service.scan();
});
afterAll(async () => {
  await service.close();
  await cloud.close();
});

async function items(path: string): Promise<readonly Item[]> {
  const answer = await service.call(path);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { readonly items: readonly Item[] }).items;
}

/** Everything of a list, one item a page. */
async function byOne(path: string): Promise<readonly Item[]> {
  const all: Item[] = [];
  let cursor = '';
  for (;;) {
    const page = (await (await service.call(`${path}&limit=1${cursor}`)).json()) as {
      readonly items: readonly Item[];
      readonly next?: string;
    };
    all.push(...page.items);
    if (page.next === undefined) return all;
    cursor = `&cursor=${page.next}`;
  }
}

it.each([
  ['findings', 'state', 'resolved'],
  ['findings', 'severity', 'critical'],
  ['drift', 'kind', 'exposure-widened'],
  ['exposures', 'account', 'shop'],
  ['coverage', 'outcome', 'complete'],
])('/v1/%s keeps to %s=%s, page by page as in one', async (list, name, value) => {
  const all = await items(`/v1/${list}?limit=500`);
  const wanted = all.filter((item) => item[name] === value);

  expect(wanted.length).toBeGreaterThan(0);
  expect(await items(`/v1/${list}?limit=500&${name}=${value}`)).toEqual(wanted);
  expect(await byOne(`/v1/${list}?${name}=${value}`)).toEqual(wanted);
});

it('filters of one list are all kept to', async () => {
  const all = await items('/v1/findings?limit=500');
  const [{ rule = '', severity = '' } = {}] = all;
  const path = `/v1/findings?state=open&rule=${String(rule)}&severity=${String(severity)}`;

  expect(await items(path)).toEqual(
    all.filter(
      (one) => one['state'] === 'open' && one['rule'] === rule && one['severity'] === severity,
    ),
  );
});

it('drift is asked for by scan and by subject', async () => {
  const ofScan = await items(`/v1/drift?scan=${second}`);
  const subject = String(ofScan[0]?.['subject']);

  expect(ofScan.length).toBeGreaterThan(0);
  expect(ofScan.every(({ scanId }) => scanId === second)).toBe(true);
  expect(
    (await items(`/v1/drift?subject=${encodeURIComponent(subject)}`)).every(
      (one) => one['subject'] === subject,
    ),
  ).toBe(true);
});

it('coverage and exposures of nobody are empty', async () => {
  expect(await items('/v1/exposures?account=nobody')).toEqual([]);
  expect(await items('/v1/coverage?provider=nobody')).toEqual([]);
  expect(await items('/v1/coverage?outcome=forbidden')).toEqual([]);
});

it.each([
  '/v1/findings?severity=terrible',
  '/v1/drift?kind=nothing',
  '/v1/drift?scan=1',
  '/v1/coverage?outcome=perhaps',
  '/v1/exposures?account=%00',
  '/v1/exposures?rule=x',
])('refuses %s', async (path) => {
  expect((await service.call(path)).status).toBe(400);
});
