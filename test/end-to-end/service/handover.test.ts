import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { LAUNCHER, netposture } from '../cli/netposture.testkit.ts';
import { complaintsOf } from '../cli/published-schema.testkit.ts';
import { createShop, SHOP_TOKEN } from './shop.testkit.ts';

/** A service that runs until it is killed or stopped. */
interface Running {
  readonly url: string;
  end(signal: NodeJS.Signals): Promise<void>;
}

describe('one data directory', () => {
  const shop = createShop();
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  const data = join(directory, 'data');
  const variables = {
    NETPOSTURE_CONFIG: join(directory, 'netposture.yaml'),
    NETPOSTURE_DATA_DIR: data,
    NETPOSTURE_PORT: '0',
    TEST_SHOP_TOKEN: SHOP_TOKEN,
  };
  let cloud: SimulatedHetzner;
  let service: Running;

  beforeAll(async () => {
    cloud = await serveHetzner(shop.world);
    const account = {
      provider: 'hetzner',
      project: 'shop',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
      token: '${TEST_SHOP_TOKEN}',
      endpoint: cloud.cloudUrl,
      hetznerEndpoint: cloud.hetznerUrl,
    };
    writeFileSync(variables.NETPOSTURE_CONFIG, JSON.stringify({ accounts: [account] }));
    shop.openOnly(['22']);
  });
  afterAll(async () => {
    await service.end('SIGKILL');
    await cloud.close();
  });

  function start(): Promise<Running> {
    const child = spawn(process.execPath, [LAUNCHER, 'serve'], {
      env: { PATH: process.env['PATH'] ?? '', ...variables },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    let log = '';
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error(log)));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        const [, url] = /is ready on (\S+)\.\n/.exec(log) ?? [];
        if (url === undefined) return;
        const end = async (signal: NodeJS.Signals) => {
          child.kill(signal);
          await gone;
        };
        resolve({ url, end });
      });
    });
  }
  const recordedFindings = async () => {
    const run = await netposture(['findings', '--format', 'json'], variables);
    const document = JSON.parse(run.stdout) as { findings: readonly { rule: string }[] };
    expect(complaintsOf('recorded.schema.json', document)).toBeNull();
    const { findings } = document;
    return { status: run.status, rules: findings.map(({ rule }) => rule) };
  };

  it('is scanned and read by commands while no service runs', async () => {
    expect(await recordedFindings()).toEqual({ status: 0, rules: [] });

    const run = await netposture(['scan', '--record'], variables);

    expect(run.stderr).toMatch(/Scan \S+ was recorded\.\n$/);
    expect(run.stdout).toContain('open');
    expect(run.stdout.trim().split('\n')).toHaveLength((await recordedFindings()).rules.length);
    expect(readdirSync(data).filter((name) => /^(lock|service)/.test(name))).toEqual([]);
  });

  it('is refused to a second service, which names the first', async () => {
    service = await start();

    const second = await netposture(['serve'], variables);

    expect(second.status).toBe(2);
    expect(second.stderr).toMatch(/^POSTURE_DATA_DIRECTORY_LOCKED: .* in use by process \d+/);
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  });

  it('is read and scanned by commands through the service that holds it', async () => {
    const before = await recordedFindings();
    shop.openOnly([]);
    const run = await netposture(['scan', '--record', '--format', 'json'], variables);
    const document = JSON.parse(run.stdout) as { scan: { id: string } };
    const { scan } = document;
    const token = readFileSync(join(data, 'first-token'), 'utf8').trim();
    const seen = await fetch(`${service.url}/v1/scans/${scan.id}`, {
      headers: { authorization: `Bearer ${token}` },
    });

    expect(complaintsOf('recorded.schema.json', document)).toBeNull();
    expect(await seen.json()).toMatchObject({ id: scan.id, state: 'recorded' });
    expect((await recordedFindings()).rules.length).toBeLessThan(before.rules.length);
  });

  it('adopts a baseline through that service: a report, or a scan that was recorded', async () => {
    shop.openOnly(['3389']);
    const report = join(directory, 'baseline.json');
    const config = variables.NETPOSTURE_CONFIG;
    await netposture(
      ['scan', '--policy', config, '--format', 'json', '--output', report],
      variables,
    );
    const token = readFileSync(join(data, 'first-token'), 'utf8').trim();
    const inForce = async () =>
      (
        await fetch(`${service.url}/v1/baseline`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).json();
    expect(await inForce()).toMatchObject({ status: 404 });

    const run = await netposture(
      ['scan', '--record', '--baseline', report, '--format', 'json'],
      variables,
    );
    const { findings } = JSON.parse(run.stdout) as {
      readonly findings: readonly { readonly state: string; readonly inBaseline: boolean }[];
    };

    expect(await inForce()).toMatchObject({ source: report });
    expect(findings.filter(({ state }) => state === 'open').map((one) => one.inBaseline)).toContain(
      true,
    );
    shop.openOnly(['22']);
    const opened = await netposture(['scan', '--record', '--format', 'json'], variables);
    const { id } = (JSON.parse(opened.stdout) as { readonly scan: { readonly id: string } }).scan;
    await netposture(['scan', '--record', '--baseline', id], variables);
    const other = await netposture(
      ['scan', '--record', '--baseline', crypto.randomUUID()],
      variables,
    );
    expect({ status: other.status, code: other.stderr.split(':')[0] }).toEqual({
      status: 2,
      code: 'POSTURE_BASELINE_SCAN',
    });
    expect(await inForce()).toMatchObject({ source: `scan ${id}`, exposures: 1 });
    shop.openOnly([]);
    await netposture(['scan', '--record'], variables);
  });

  it('tells its owner alone how to speak to that service', () => {
    expect(statSync(join(data, 'service.json')).mode & 0o777).toBe(0o600);
  });

  it('is taken over from a service that was killed, whose token is then worth nothing', async () => {
    const old = JSON.parse(readFileSync(join(data, 'service.json'), 'utf8')) as { token: string };
    await service.end('SIGKILL');

    expect((await recordedFindings()).status).not.toBe(2);
    service = await start();
    const refused = await fetch(`${service.url}/v1/findings`, {
      headers: { authorization: `Bearer ${old.token}` },
    });

    expect(refused.status).toBe(401);
    expect(readdirSync(data).filter((name) => name.startsWith('lock'))).toHaveLength(1);
  });

  it('is free after a service that was stopped in order', async () => {
    await service.end('SIGTERM');

    expect(readdirSync(data).filter((name) => /^(lock|service)/.test(name))).toEqual([]);
  });
});
