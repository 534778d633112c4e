import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { netposture } from '../cli/netposture.testkit.ts';
import { createShop, SHOP_TOKEN } from '../service/shop.testkit.ts';
import { type RunningService, startRunning } from './running.testkit.ts';

interface Reply {
  readonly scan: {
    readonly id: string;
    readonly recordedAt: string;
    readonly ageSeconds: number;
    readonly olderParts: readonly object[];
    readonly olderPartCount: number;
  };
  readonly answers: readonly Readonly<Record<string, unknown>>[];
}

describe('questions of reachability over HTTP', () => {
  const shop = createShop();
  let cloud: SimulatedHetzner;
  let service: RunningService;
  let policy: object;

  beforeAll(async () => {
    cloud = await serveHetzner(shop.world);
    process.env['TEST_REACH_TOKEN'] = SHOP_TOKEN;
    const account = (project: string) => ({
      provider: 'hetzner',
      project,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
      token: '${TEST_REACH_TOKEN}',
      endpoint: cloud.cloudUrl,
      hetznerEndpoint: cloud.hetznerUrl,
    });
    policy = { accounts: [account('shop')] };
    service = await startRunning({ policy, secrets: [] });
  });
  afterAll(async () => {
    await service.close();
    await cloud.close();
  });

  const ask = (queries: readonly object[]) =>
    service.call('/v1/reach', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ queries }),
    });
  const WEB = { from: 'internet', to: '5.75.0.1', protocol: 'tcp', port: 443 };

  it('have no answer before a scan is recorded, and say what to do', async () => {
    const answer = await ask([WEB]);

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'POSTURE_NOTHING_RECORDED' });
  });

  it('are answered in their order, on the latest scan, with its age', async () => {
    const id = await service.scan();

    const { scan, answers } = (await (
      await ask([WEB, { ...WEB, port: 22 }, { ...WEB, to: 'nobody' }, { ...WEB, protocol: 'tpc' }])
    ).json()) as Reply;

    expect(scan).toMatchObject({ id, olderParts: [], olderPartCount: 0 });
    expect(scan.ageSeconds).toBeGreaterThanOrEqual(0);
    expect(answers).toMatchObject([
      { verdict: 'allowed', disposition: 'delivered', witness: { destinationPort: 443 } },
      { verdict: 'denied' },
      { error: { code: 'POSTURE_ENDPOINT_UNKNOWN' } },
      { error: { code: 'POSTURE_QUERY_INVALID' } },
    ]);
  });

  it('get the JSON that `netposture reach` prints for the same estate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'netposture-'));
    const config = join(folder, 'netposture.yaml');
    const saved = join(folder, 'saved');
    writeFileSync(config, JSON.stringify(policy));
    await netposture(['scan', '--policy', config, '--save', saved], {
      TEST_REACH_TOKEN: SHOP_TOKEN,
    });
    const queries = [
      WEB,
      { from: '5.75.0.2', to: '5.75.0.1' },
      { from: '5.75.0.1', to: '1.1.1.1' },
    ];
    const file = join(folder, 'queries.ndjson');
    writeFileSync(file, queries.map((query) => JSON.stringify(query)).join('\n'));
    const printed = await netposture(['reach', '--observations', saved, '--queries', file]);

    const { answers } = (await (await ask(queries)).json()) as Reply;

    expect(answers).toEqual(
      printed.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  });

  it('are about the new scan as soon as it is recorded', async () => {
    shop.open('22');
    expect(((await (await ask([{ ...WEB, port: 22 }])).json()) as Reply).answers).toMatchObject([
      { verdict: 'denied' },
    ]);

    const id = await service.scan();

    expect((await (await ask([{ ...WEB, port: 22 }])).json()) as Reply).toMatchObject({
      scan: { id },
      answers: [{ verdict: 'allowed' }],
    });
  });

  it.each([
    ['none', []],
    ['more than a hundred', Array.from({ length: 101 }, () => WEB)],
    ['one with an unknown key', [{ ...WEB, prot: 443 }]],
    ['one without an end', [{ from: 'internet' }]],
  ])('are refused whole where there is %s', async (_, queries) => {
    const answer = await ask(queries);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'POSTURE_REQUEST_INVALID' });
  });
});
