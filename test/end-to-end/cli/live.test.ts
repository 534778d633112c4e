import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FULL_PROJECT } from '../../clouds/hetzner/full-worlds.ts';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { folderOf, netposture } from './netposture.testkit.ts';

let cloud: SimulatedHetzner;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  cloud = await serveHetzner(FULL_PROJECT);
  environment = {
    HCLOUD_TOKEN: 'token-of-the-shop-4711',
    HCLOUD_ENDPOINT: cloud.cloudUrl,
    HETZNER_ENDPOINT: cloud.hetznerUrl,
  };
});
afterAll(() => cloud.close());

describe('netposture scan of a cloud that the environment names', () => {
  it('finds what a scan of the saved answers finds', async () => {
    const folder = join(folderOf({}), 'saved');
    const live = await netposture(['scan', '--format', 'json', '--save', folder], environment);
    const offline = await netposture(['scan', '--format', 'json', '--observations', folder]);

    expect(live.stderr).toMatch(
      /^\d+ requests, 0 repeated, 0 throttled\.\n\d+ answers saved in .*saved\.\n$/,
    );
    expect(JSON.parse(offline.stdout).findings).toEqual(JSON.parse(live.stdout).findings);
    expect(JSON.parse(live.stdout).findings.length).toBeGreaterThan(0);
    expect(offline.status).toBe(live.status);
  });

  it('lists calls and the name of the credential with --dry-run, and calls nothing', async () => {
    const before = cloud.requests.length;
    const { status, stdout } = await netposture(['scan', '--dry-run'], environment);

    expect(status).toBe(0);
    expect(stdout).toContain('Hetzner, credential of HCLOUD_TOKEN:');
    expect(stdout).not.toContain('token-of-the-shop');
    expect(cloud.requests.length).toBe(before);
  });

  it('makes no more requests than allowed, and ends with 3 for what is left out', async () => {
    const before = cloud.requests.length;
    const { status } = await netposture(['scan', '--max-requests', '2'], environment);

    expect(status).toBe(3);
    expect(cloud.requests.length - before).toBe(2);
  });

  it('ends with 3 where the token is wrong, names no token, and says what was refused', async () => {
    const wrong = { ...environment, HCLOUD_TOKEN: 'a-wrong-token-0815' };
    const { status, stdout, stderr } = await netposture(['scan'], wrong);

    expect(status).toBe(3);
    expect(stdout).toContain('NOT SEEN');
    expect(stdout + stderr).not.toContain('0815');
  });

  it('refuses a folder that is not empty, before it calls anything', async () => {
    const before = cloud.requests.length;
    const folder = folderOf({ 'old.json': '{}' });
    const { status, stderr } = await netposture(['scan', '--save', folder], environment);

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_SAVE_NOT_EMPTY');
    expect(readdirSync(folder)).toEqual(['old.json']);
    expect(cloud.requests.length).toBe(before);
  });

  it.each([
    ['says which cloud it is to ask', true],
    ['names none', false],
  ])(
    'refuses a policy file with a misspelt key, before it calls anything, where the environment %s',
    async (_, names) => {
      const before = cloud.requests.length;
      const folder = folderOf({ 'netposture.yaml': 'acounts: []\n' });
      const policy = join(folder, 'netposture.yaml');
      const { status, stderr } = await netposture(
        ['scan', '--policy', policy],
        names ? environment : {},
      );

      expect(status).toBe(2);
      expect(stderr).toContain(
        'netposture.yaml:1:1: error POSTURE_POLICY_UNKNOWN_KEY: There is no key "acounts". Did you mean "accounts"?',
      );
      expect(cloud.requests.length).toBe(before);
    },
  );

  it('says so where a folder cannot be made, before it calls anything', async () => {
    const before = cloud.requests.length;
    const { status, stderr } = await netposture(['scan', '--save', '/dev/null/x'], environment);

    expect(status).toBe(2);
    expect(stderr).toMatch(/^POSTURE_SAVE_UNWRITABLE: .*ENOTDIR.*\n$/);
    expect(cloud.requests.length).toBe(before);
  });

  it('says what to set where nothing names a cloud', async () => {
    const { status, stderr } = await netposture(['scan']);

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_NO_ACCOUNT');
    expect(existsSync('netposture.yaml')).toBe(false);
  });
});
