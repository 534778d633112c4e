import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { createShop, SHOP_TOKEN } from '../service/shop.testkit.ts';
import { type RunningService, startRunning } from './running.testkit.ts';

let cloud: SimulatedHetzner;
let service: RunningService;

beforeAll(async () => {
  cloud = await serveHetzner(createShop().world);
  process.env['TEST_PROGRESS_TOKEN'] = SHOP_TOKEN;
  service = await startRunning({
    secrets: [SHOP_TOKEN],
    policy: {
      accounts: [
        {
          provider: 'hetzner',
          project: 'shop',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
          token: '${TEST_PROGRESS_TOKEN}',
          endpoint: cloud.cloudUrl,
          hetznerEndpoint: cloud.hetznerUrl,
        },
      ],
    },
  });
});
afterAll(async () => {
  await service.close();
  await cloud.close();
});

const ask = async () => {
  const answer = await service.call('/v1/scans', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return ((await answer.json()) as { readonly id: string }).id;
};
const statesIn = (text: string) =>
  [...text.matchAll(/^event: progress\ndata: (.*)\n\n/gm)].map(
    ([, data = '']) => (JSON.parse(data) as { readonly state: string }).state,
  );

it('a scan tells its progress until it is recorded, and then the stream ends', async () => {
  const answer = await service.call(`/v1/scans/${await ask()}/events`);
  const states = statesIn(await answer.text());

  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(states.at(-1)).toBe('recorded');
  expect(new Set(states).size).toBe([...states].filter((one, n) => one !== states[n - 1]).length);
});

it('a scan that is over tells so at once', async () => {
  const id = await service.scan();

  expect(statesIn(await (await service.call(`/v1/scans/${id}/events`)).text())).toEqual([
    'recorded',
  ]);
});

it('there is no stream without a token, and none about a scan that is not there', async () => {
  const path = `/v1/scans/${randomUUID()}/events`;

  expect((await fetch(`${service.url}${path}`)).status).toBe(401);
  expect((await service.call(path)).status).toBe(404);
});
