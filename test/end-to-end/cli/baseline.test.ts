import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { createShop, SHOP_TOKEN } from '../service/shop.testkit.ts';
import { folderOf, netposture } from './netposture.testkit.ts';
import { officeWithDatabase } from './office.testkit.ts';
import { complaintsOf } from './published-schema.testkit.ts';

describe('a baseline of a scan of files', () => {
  let half: string;
  let whole: string;
  let report: string;

  beforeAll(async () => {
    half = folderOf(await officeWithDatabase('0.0.0.0/1'));
    whole = folderOf(await officeWithDatabase('0.0.0.0/0'));
    report = join(half, '..', `baseline-${Date.now()}.json`);
    await netposture(['scan', '--observations', half, '--format', 'json', '--output', report]);
  });

  const scan = (folder: string, ...args: readonly string[]) =>
    netposture(['scan', '--observations', folder, '--fail-on', 'critical', ...args]);

  it('is shown, and fails nothing', async () => {
    expect((await scan(half)).status).toBe(1);

    const { status, stdout } = await scan(half, '--baseline', report);

    expect(status).toBe(0);
    expect(stdout).toContain('CRITICAL, IN THE BASELINE no-public-database: orders');
    expect(stdout).toMatch(/^Findings: .* \(\d+ in the baseline\)/m);
  });

  it('lets nothing pass that grew beyond it', async () => {
    const { status, stdout } = await scan(whole, '--baseline', report);

    expect(status).toBe(1);
    expect(stdout).toContain('CRITICAL no-public-database: orders');
  });

  it('is told to programs, by the published schema, and to SARIF readers', async () => {
    const { stdout } = await scan(half, '--baseline', report, '--format', 'json');
    const document = JSON.parse(stdout);
    const sarif = JSON.parse((await scan(half, '--baseline', report, '--format', 'sarif')).stdout);
    const states = sarif.runs[0].results.map((one: { baselineState: string }) => one.baselineState);

    expect(complaintsOf('scan.schema.json', document)).toBeNull();
    expect(document.findings.map((one: { inBaseline: boolean }) => one.inBaseline)).toContain(true);
    expect(new Set(states)).toEqual(new Set(['unchanged', 'new']));
  });

  it.each([
    ['that is not there', 'nothing.json', undefined, 'POSTURE_BASELINE_UNREADABLE'],
    ['that is no JSON', 'text.json', 'scan {', 'POSTURE_BASELINE_INVALID'],
    ['of something else', 'else.json', '{"schemaVersion": 1}', 'POSTURE_BASELINE_INVALID'],
    [
      'without exposures, as findings prints them',
      'findings.json',
      '{"schemaVersion": 1, "findings": []}',
      'POSTURE_BASELINE_INVALID',
    ],
    [
      'whose packets make no sense',
      'packets.json',
      JSON.stringify({
        schemaVersion: 1,
        exposures: [],
        findings: [
          {
            id: 'a',
            state: 'open',
            subject: { ids: [] },
            members: [],
            packets: [{ source: ['1.2.3'], destination: [], transport: 'tcp 1' }],
          },
        ],
      }),
      'POSTURE_BASELINE_INVALID',
    ],
  ])('%s is refused with a cure, before anything is scanned', async (_, name, text, code) => {
    const file = join(folderOf({}), name);
    if (text !== undefined) writeFileSync(file, text);

    const { status, stdout, stderr } = await scan(half, '--baseline', file);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`${code}: `);
    expect(stderr).toContain('netposture scan --format json --output FILE');
  });

  it('is no scan of a store that is not asked', async () => {
    const { status, stderr } = await scan(half, '--baseline', crypto.randomUUID());

    expect(status).toBe(2);
    expect(stderr).toContain('Add --record');
  });
});

describe('a baseline of an estate that is adopted', () => {
  const shop = createShop();
  let cloud: SimulatedHetzner;
  let slack: FakeSlack;
  let variables: Readonly<Record<string, string>>;
  let folder: string;
  let report: string;

  beforeAll(async () => {
    cloud = await serveHetzner(shop.world);
    slack = await serveSlack();
    shop.openOnly(['22', '443']);
    const reference = (name: string) => `\${${name}}`;
    const account = {
      provider: 'hetzner',
      project: 'shop',
      token: reference('TEST_SHOP_TOKEN'),
      endpoint: cloud.cloudUrl,
      hetznerEndpoint: cloud.hetznerUrl,
    };
    const notifications = [{ kind: 'slack', url: reference('TEST_SLACK_URL') }];
    folder = folderOf({
      'netposture.yaml': JSON.stringify({ accounts: [account], notifications }),
    });
    report = join(folder, 'baseline.json');
    variables = {
      NETPOSTURE_CONFIG: join(folder, 'netposture.yaml'),
      NETPOSTURE_DATA_DIR: join(folder, 'data'),
      TEST_SHOP_TOKEN: SHOP_TOKEN,
      TEST_SLACK_URL: slack.url,
    };
  });
  afterAll(async () => {
    await cloud.close();
    await slack.close();
  });

  const run = (...args: readonly string[]) => netposture(args, variables);
  const policy = () => variables['NETPOSTURE_CONFIG'] ?? '';
  const sections = () =>
    slack.messages.map((text) => {
      const { blocks } = JSON.parse(text) as { readonly blocks: readonly { type: string }[] };
      return blocks.filter(({ type }) => type === 'section').length;
    });
  const findings = async () =>
    JSON.parse((await run('findings', '--format', 'json')).stdout).findings as readonly {
      readonly state: string;
      readonly inBaseline: boolean;
    }[];

  it('is refused whole where the file is bad: nothing is scanned or adopted', async () => {
    writeFileSync(join(folder, 'bad.json'), '[]');

    const { status, stderr } = await run(
      'scan',
      '--record',
      '--baseline',
      join(folder, 'bad.json'),
    );

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_BASELINE_INVALID');
    expect(await findings()).toEqual([]);
    expect(slack.messages).toEqual([]);
  });

  it('is listed and marked, and the one message pages nobody', async () => {
    await run('scan', '--policy', policy(), '--format', 'json', '--output', report);

    const { status, stdout } = await run('scan', '--record', '--baseline', report);

    const open = (await findings()).filter(({ state }) => state === 'open');
    expect(open.length).toBeGreaterThan(1);
    expect(open.every(({ inBaseline }) => inBaseline)).toBe(true);
    expect(stdout).toMatch(/\(open, in the baseline\)/);
    expect(status).not.toBe(1);
    expect(sections()).toEqual([0]);
    expect(slack.messages[0]).toContain(`${open.length} open findings (${open.length} in the b`);
  });

  it('alerts what grew beyond it', async () => {
    shop.open('3389');

    const { status } = await run('scan', '--record', '--fail-on', 'critical');

    expect(sections()).toEqual([0, expect.any(Number)]);
    expect(slack.messages[1]).toContain('3389');
    expect(slack.messages[1]).not.toContain('port 22');
    expect(status).not.toBe(0);
  });

  it('of a first scan that finds more than the report tells the rest at once', async () => {
    const other = { ...variables, NETPOSTURE_DATA_DIR: join(folder, 'other') };
    const said = slack.messages.length;

    await netposture(['scan', '--record', '--baseline', report], other);

    expect(slack.messages).toHaveLength(said + 1);
    expect(slack.messages.at(-1)).toContain('beyond the baseline');
    expect(slack.messages.at(-1)).toContain('3389');
    expect(sections().at(-1)).toBeGreaterThan(0);
  });

  it('may be an export, and then holds all that was recorded', async () => {
    const evidence = join(folder, 'evidence');
    await run('export', '--output', evidence);
    const third = { ...variables, NETPOSTURE_DATA_DIR: join(folder, 'third') };

    await netposture(['scan', '--record', '--baseline', evidence], third);

    expect(sections().at(-1)).toBe(0);
    expect(readFileSync(join(evidence, 'audit.ndjson'), 'utf8')).toContain('baseline-adopted');
  });
});
