import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDataDirectory } from '../../../apps/scanner/src/store/data-directory.ts';
import type { Fault } from '../../clouds/fault.ts';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { createShop, SHOP_TOKEN } from '../service/shop.testkit.ts';
import { folderOf, netposture } from './netposture.testkit.ts';
import { complaintsOf } from './published-schema.testkit.ts';

const faults = new Map<string, Fault>();
let cloud: SimulatedHetzner;
beforeAll(async () => {
  cloud = await serveHetzner(createShop().world, {
    misbehave: (operation) => faults.get(operation),
  });
});
afterAll(() => cloud.close());

/** A folder with a policy file that names the shop, and what a check-up of it says. */
function installation(more: object = {}) {
  const policy = {
    accounts: [
      {
        provider: 'hetzner',
        project: 'shop',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
        token: '${SHOP}',
        endpoint: cloud.cloudUrl,
        hetznerEndpoint: cloud.hetznerUrl,
      },
    ],
    schedule: { cron: '0 * * * *', timezone: 'Europe/Berlin' },
    ...more,
  };
  const folder = folderOf({ 'netposture.yaml': JSON.stringify(policy) });
  const directory = join(folder, 'data');
  const doctor = (args: readonly string[] = [], environment: Record<string, string> = {}) =>
    netposture(
      ['doctor', '--config', join(folder, 'netposture.yaml'), '--data-dir', directory, ...args],
      { SHOP: SHOP_TOKEN, ...environment },
    );
  return { folder, directory, doctor };
}

describe('netposture doctor', () => {
  it('ends with 0 where everything works, and says what nobody would notice otherwise', async () => {
    const { status, stdout, stderr } = await installation().doctor();

    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ok {7}schedule: The next scan begins at 20\d\d-/m);
    expect(stdout).toContain('WARNING  alerts: Alerts go nowhere');
    expect(stdout).toMatch(/^ok {7}database: Embedded in /m);
    expect(stdout).toContain(
      'ok       Hetzner (account entry 1): The credential leads to 1 account',
    );
    expect(stdout).not.toContain(SHOP_TOKEN);
  });

  it('ends with 3 where a credential is wrong, with one line and the page that cures it', async () => {
    const { status, stdout } = await installation().doctor([], { SHOP: 'a-wrong-token-0815' });

    expect(status).toBe(3);
    expect(stdout.match(/^FAILED {3}Hetzner/gm)).toHaveLength(1);
    expect(stdout).toContain('docs/providers/hetzner-permissions.md');
    expect(stdout).not.toContain('0815');
  });

  it('ends with 3 where one permission is missing, and names the call', async () => {
    faults.set('firewalls', { kind: 'status', status: 403, code: 'forbidden' });
    const { status, stdout } = await installation().doctor();
    faults.clear();

    expect(status).toBe(3);
    expect(stdout).toMatch(/^FAILED {3}Hetzner \(account entry 1\): firewalls is forbidden:/m);
  });

  it('asks no cloud with --skip-clouds', async () => {
    const before = cloud.requests.length;
    const { status, stdout } = await installation().doctor(['--skip-clouds']);

    expect(status).toBe(0);
    expect(stdout).toContain('skipped  clouds: The clouds were not asked.');
    expect(cloud.requests.length).toBe(before);
  });

  it('ends with 2 where the policy file is wrong, and does not ask the clouds then', async () => {
    const { doctor } = installation({ schedule: { cron: 'now and then' } });
    const { status, stdout } = await doctor();

    expect(status).toBe(2);
    expect(stdout).toMatch(/^FAILED {3}configuration: .*schedule/m);
    expect(stdout).toContain('         -> Correct ');
  });

  it('ends with 2 where a variable that the policy file names is not set', async () => {
    const { status, stdout } = await installation().doctor([], { SHOP: '' });

    expect(status).toBe(2);
    expect(stdout).toContain('SHOP} is not set in the environment');
  });

  it('ends with 3 where database and queue do not answer, and shows no password', async () => {
    const { status, stdout } = await installation().doctor(['--skip-clouds'], {
      DATABASE_URL: 'postgres://scanner:planted-password@127.0.0.1:1/netposture',
      REDIS_URL: 'redis://:planted-password@127.0.0.1:1',
    });

    expect(status).toBe(3);
    expect(stdout).toMatch(/^FAILED {3}database: PostgreSQL does not let us in/m);
    expect(stdout).toMatch(/^FAILED {3}queue: Redis does not let us in: connect ECONNREFUSED/m);
    expect(stdout).not.toContain('planted-password');
  });

  it('finds nothing wrong with a data directory that a running service holds', async () => {
    const { directory, doctor } = installation();
    const held = await lockDataDirectory(directory);
    const { status, stdout } = await doctor(['--skip-clouds']);
    await held.release();

    expect(status).toBe(0);
    expect(stdout).toContain('which a running service holds');
  });

  it('ends with 3 where the data directory cannot be', async () => {
    const { folder, doctor } = installation();
    const { status, stdout } = await doctor([
      '--skip-clouds',
      '--data-dir',
      join(folder, 'netposture.yaml'),
    ]);

    expect(status).toBe(3);
    expect(stdout).toMatch(/^FAILED {3}database: The data directory .* cannot be used/m);
    expect(existsSync(join(folder, 'netposture.yaml'))).toBe(true);
  });

  it('tells the same in JSON', async () => {
    const { stdout } = await installation().doctor(['--skip-clouds', '--format', 'json']);

    expect(complaintsOf('doctor.schema.json', JSON.parse(stdout))).toBeNull();
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      checks: expect.arrayContaining([
        { check: 'queue', outcome: 'ok', says: 'The queue lives in the database.' },
      ]),
    });
  });
});
