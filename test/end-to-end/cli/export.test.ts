import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { type RunningService, startRunning, until } from '../http/running.testkit.ts';
import { createShop, SHOP_TOKEN } from '../service/shop.testkit.ts';
import { folderOf, netposture } from './netposture.testkit.ts';

let cloud: SimulatedHetzner;
let slack: FakeSlack;
let service: RunningService;
let folder = '';
let printed = '';

const WAIVER = {
  name: 'front door',
  rule: 'undeclared-public-endpoint',
  subject: '*',
  owner: 'ops',
  reason: 'the shop is public on purpose',
  ticket: 'OPS-12',
  expires: '2999-12-31',
};

beforeAll(async () => {
  const shop = createShop();
  cloud = await serveHetzner(shop.world);
  process.env['TEST_EXPORT_TOKEN'] = SHOP_TOKEN;
  slack = await serveSlack();
  service = await startRunning({
    secrets: [SHOP_TOKEN],
    policy: {
      accounts: [
        {
          provider: 'hetzner',
          project: 'shop',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
          token: '${TEST_EXPORT_TOKEN}',
          endpoint: cloud.cloudUrl,
          hetznerEndpoint: cloud.hetznerUrl,
        },
      ],
      notifications: [{ kind: 'slack', url: slack.url }],
      waivers: [WAIVER],
    },
  });
  await service.scan();
  shop.open('5432');
  await service.scan();
  // An alert under way would be another row in the next export.
  await until(async () => {
    folder = join(folderOf({}), 'through-service');
    printed = (await exported(folder)).stdout;
    return rowsIn('alerts').length > 0 && rowsIn('alerts').every(({ state }) => state === 'sent');
  });
  await service.close();
});
afterAll(async () => {
  await slack.close();
  await cloud.close();
});

const exported = (output: string) =>
  netposture(['export', '--output', output, '--data-dir', service.directory]);
const textIn = (file: string) => readFileSync(join(folder, file), 'utf8');
const rowsIn = (file: string): readonly Record<string, unknown>[] =>
  textIn(`${file}.ndjson`)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe('netposture export', () => {
  it('writes scans, history, coverage, policies, waivers and controls', () => {
    expect(rowsIn('scans').map(({ state, reason }) => [state, reason])).toEqual([
      ['recorded', 'api'],
      ['recorded', 'api'],
    ]);
    expect(rowsIn('drift').map(({ kind }) => kind)).toContain('exposure-widened');
    expect(rowsIn('finding-events').length).toBeGreaterThanOrEqual(rowsIn('findings').length);
    expect(rowsIn('coverage').map(({ outcome }) => outcome)).toContain('complete');
    // What was opened ended one exposure and began another; the other target stands as the first scan found it.
    // Rows are in order of their ids, which are drawn at random.
    const [first, second] = rowsIn('scans')
      .toSorted((a, b) => Date.parse(`${a['requestedAt']}`) - Date.parse(`${b['requestedAt']}`))
      .map(({ id }) => id);
    expect(
      rowsIn('exposures').map(({ scanId, endedScanId }) => [scanId, endedScanId ?? null]),
    ).toEqual(
      expect.arrayContaining([
        [first, null],
        [first, second],
        [second, null],
      ]),
    );
    expect(rowsIn('exposures')).toHaveLength(3);
    expect(rowsIn('tokens').map(({ name }) => name)).toEqual(['first']);
  });

  it('tells of a waiver who accepted what and why, and by which policy', () => {
    const [policy] = rowsIn('policies');

    expect(rowsIn('policies')).toHaveLength(1);
    expect(rowsIn('waivers')).toEqual([
      { ...WAIVER, policyDigest: policy?.['digest'], policyUsedFrom: policy?.['usedFrom'] },
    ]);
    expect(createHash('sha256').update(String(policy?.['text'])).digest('hex')).toBe(
      policy?.['digest'],
    );
  });

  it('names the controls of ISO 27001 with their rules and findings', () => {
    const control = rowsIn('controls').find((row) => row['control'] === 'ISO27001:2022 A.8.20');

    expect(control?.['rules']).toContainEqual(
      expect.objectContaining({
        rule: 'sensitive-port-public',
        findings: expect.objectContaining({ open: expect.any(Number) }),
      }),
    );
  });

  it('proves by digests that nothing was changed, and prints the one that stands for all', () => {
    for (const line of textIn('SHA256SUMS').trimEnd().split('\n')) {
      // The format of sha256sum: a digest, two spaces, a name.
      const [, digest, file = ''] = /^([0-9a-f]{64}) {2}([\w.-]+)$/.exec(line) ?? [];
      expect(createHash('sha256').update(textIn(file)).digest('hex'), file).toBe(digest);
    }

    expect(printed).toBe(
      `${createHash('sha256').update(textIn('SHA256SUMS')).digest('hex')}  ${join(folder, 'SHA256SUMS')}\n`,
    );
    const summed = textIn('SHA256SUMS').match(/\S+$/gm)?.toSorted();
    expect(summed).toEqual(
      readdirSync(folder)
        .filter((file) => file !== 'SHA256SUMS')
        .toSorted(),
    );
  });

  it('gives the same bytes without the service as through it', async () => {
    const again = `${folder}-again`;
    const { status } = await exported(again);

    expect(status).toBe(0);
    expect(readFileSync(join(again, 'SHA256SUMS'), 'utf8')).toBe(textIn('SHA256SUMS'));
  });

  it('explains every file that it wrote', () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ndjson'))) {
      expect(textIn('README.md')).toMatch(
        new RegExp(`^\\| ${file} \\| \\d+ \\| [A-Z].+ \\|$`, 'm'),
      );
    }
  });

  it('holds no secret: no token, no hash of one, no address of a receiver', () => {
    const all = readdirSync(folder).map(textIn).join('\n');
    const hash = createHash('sha256').update(service.token).digest('hex');

    for (const secret of [SHOP_TOKEN, service.token, hash, 'secret-of-the-webhook']) {
      expect(all).not.toContain(secret);
    }
  });

  it('refuses a folder that is not empty', async () => {
    const { status, stderr } = await exported(folder);

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_EXPORT_NOT_EMPTY');
  });
});
