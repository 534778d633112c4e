import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readObservations } from '@netposture/providers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import { cloudLists } from '../../clouds/hetzner/cloud-objects.ts';
import { FULL_PROJECT } from '../../clouds/hetzner/full-worlds.ts';
import { observationOf } from './scan.testkit.ts';
import { Situation } from './situation.testkit.ts';

/** What docs/providers/hetzner.md tells people to save, read without any credential. */

const [PROJECT] = FULL_PROJECT.projects ?? [];
const LISTS = PROJECT === undefined ? {} : cloudLists(PROJECT);

/** The file names of the loop in the documentation, and the lists that `hcloud` prints into them. */
const DOCUMENTED = {
  server: 'servers',
  firewall: 'firewalls',
  network: 'networks',
  'load-balancer': 'load_balancers',
  'primary-ip': 'primary_ips',
  'floating-ip': 'floating_ips',
} as const;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netposture-hetzner-'));
  await mkdir(join(folder, 'hetzner/shop'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

function save(name: string, document: unknown): Promise<void> {
  return writeFile(join(folder, 'hetzner/shop', name), JSON.stringify(document));
}

function read(strict = false) {
  return readObservations(folder, { providers: [hetzner], strict });
}

describe('files that hcloud printed', () => {
  it('are recognised one and all, under the names of the documentation', async () => {
    for (const [file, key] of Object.entries(DOCUMENTED)) await save(`${file}.json`, LISTS[key]);

    const { observations, gaps } = await read();

    expect(gaps).toEqual([]);
    for (const key of Object.values(DOCUMENTED)) {
      expect(observationOf(observations, key)).toMatchObject({
        account: 'shop',
        outcome: 'complete',
        items: LISTS[key],
      });
    }
  });

  it('are recognised by their names where they are empty', async () => {
    for (const file of Object.keys(DOCUMENTED)) await save(`${file}.json`, []);

    const { observations, gaps } = await read();

    expect(gaps).toEqual([]);
    for (const key of Object.values(DOCUMENTED)) {
      expect(observationOf(observations, key).outcome).toBe('complete');
    }
  });
});

describe('a file that is missing', () => {
  it('is a gap for firewalls: what they would decide is undetermined', async () => {
    await save('servers.json', { servers: LISTS['servers'] });
    await save('networks.json', { networks: LISTS['networks'] });

    const { observations } = await read();
    const situation = new Situation(hetzner.normalize(observations));

    expect(observationOf(observations, 'firewalls').outcome).toBe('failed');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('is an assumption for load balancers, named where it is leaned on', async () => {
    for (const key of ['servers', 'networks', 'firewalls']) {
      await save(`${key}.json`, { [key]: LISTS[key] });
    }

    const { observations } = await read();
    const situation = new Situation(hetzner.normalize(observations));

    expect(observationOf(observations, 'load_balancers').outcome).toBe('assumed-absent');
    expect(situation.delivered('8.8.8.8', 'db', 'tcp 5432')).toBe('denied');
    expect(situation.record('interface', 'db/inner').assumes).toContain(
      'hetzner/shop/global/load_balancers',
    );
  });

  it('is a gap for load balancers too when strict', async () => {
    for (const key of ['servers', 'networks', 'firewalls']) {
      await save(`${key}.json`, { [key]: LISTS[key] });
    }

    const { observations } = await read(true);
    const situation = new Situation(hetzner.normalize(observations));

    expect(situation.delivered('8.8.8.8', 'db', 'tcp 5432')).toBe('undetermined');
  });
});

describe('a file that is only one page', () => {
  it('leaves the list partial', async () => {
    const meta = { pagination: { page: 1, next_page: 2, total_entries: 60 } };
    await save('servers.json', { servers: LISTS['servers'], meta });

    const { observations } = await read();

    expect(observationOf(observations, 'servers').outcome).toBe('partial');
  });
});
