import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readObservations } from '@netposture/providers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digitalocean } from '../../../packages/providers/src/digitalocean/index.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import { endpointAt } from '../../clouds/digitalocean/serve.ts';
import type { TeamDeclaration } from '../../clouds/digitalocean/world.ts';
import { Situation } from '../situation.testkit.ts';
import { observationOf } from './scan.testkit.ts';

/** What docs/providers/digitalocean.md tells people to save, read without any credential. */

const TEAM: TeamDeclaration = {
  token: 'unused',
  vpcs: [{ id: 'vpc', range: '10.10.0.0/16' }],
  droplets: [
    {
      id: 1,
      name: 'web',
      ipv4: '104.131.10.1',
      vpc: 'vpc',
      privateIp: '10.10.0.11',
      tags: ['web'],
    },
  ],
  firewalls: [
    {
      id: 'fw',
      tags: ['web'],
      inbound: [{ ports: '443', addresses: ['0.0.0.0/0', '::/0'] }],
      outbound: [{ addresses: ['0.0.0.0/0', '::/0'] }],
    },
  ],
  databases: [{ id: 'orders', vpc: 'vpc', trusted: [{ type: 'ip_addr', value: '8.8.4.4' }] }],
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netposture-digitalocean-'));
  await mkdir(join(folder, 'digitalocean/shop'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

function save(name: string, document: unknown): Promise<void> {
  return writeFile(join(folder, 'digitalocean/shop', name), JSON.stringify(document));
}

/** The answer at a path, as `curl` saves it, or only what its key holds. */
function answer(path: string): { readonly document: object; readonly items: readonly unknown[] } {
  const found = endpointAt(path);
  const items = found?.endpoint.objects(TEAM, found.id) ?? [];
  return {
    document: { [found?.endpoint.key ?? '']: items, links: {}, meta: { total: items.length } },
    items,
  };
}

async function read(strict = false) {
  // Another cloud shares the keys of firewalls and load balancers.
  return readObservations(folder, { providers: [hetzner, digitalocean], strict });
}

describe('files of API answers', () => {
  it('give the verdicts that collecting gives', async () => {
    await save('droplets.json', answer('/droplets').document);
    await save('fw.json', answer('/firewalls').document);
    await save('vpcs.json', answer('/vpcs').document);
    await save('databases.json', answer('/databases').document);
    await save('database-firewall.orders.json', {
      rules: answer('/databases/orders/firewall').items,
    });

    const { observations, gaps } = await read();
    const situation = new Situation(digitalocean.normalize(ours(observations)));

    expect(gaps).toEqual([]);
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 443')).toBe('allowed');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('denied');
    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('denied');
    expect(situation.delivered('8.8.4.4', 'orders', 'tcp 25060')).toBe('allowed');
  });

  it('are recognised as the bare arrays that doctl prints', async () => {
    await save('droplet.json', answer('/droplets').items);
    await save('firewall.json', answer('/firewalls').items);

    const { observations, gaps } = await read();

    expect(gaps).toEqual([]);
    expect(observationOf(ours(observations), 'droplets').items).toHaveLength(1);
    expect(observationOf(ours(observations), 'firewalls').items).toHaveLength(1);
  });

  it('of trusted sources that are empty take their database from the name of the file', async () => {
    await save('databases.json', answer('/databases').document);
    await save('database-firewall.orders.json', { rules: [] });

    const { observations, gaps } = await read();
    const situation = new Situation(digitalocean.normalize(ours(observations)));

    expect(gaps).toEqual([]);
    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('allowed');
  });
});

describe('a file that is missing', () => {
  it('leaves the trusted sources of a database undetermined', async () => {
    await save('databases.json', answer('/databases').document);

    const { observations } = await read();
    const situation = new Situation(digitalocean.normalize(ours(observations)));

    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('undetermined');
  });

  it('is a gap for firewalls', async () => {
    await save('droplets.json', answer('/droplets').document);

    const { observations } = await read();
    const situation = new Situation(digitalocean.normalize(ours(observations)));

    expect(observationOf(ours(observations), 'firewalls').outcome).toBe('failed');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('is an assumption for load balancers, named where it is leaned on', async () => {
    for (const list of ['droplets', 'firewalls', 'vpcs']) {
      await save(`${list}.json`, answer(`/${list}`).document);
    }

    const { observations } = await read();
    const situation = new Situation(digitalocean.normalize(ours(observations)));

    expect(observationOf(ours(observations), 'load_balancers').outcome).toBe('assumed-absent');
    expect(situation.record('workload', 'web').assumes).toContain(
      'digitalocean/shop/global/load_balancers',
    );
  });
});

function ours<T extends { readonly provider: string }>(observations: readonly T[]): readonly T[] {
  return observations.filter(({ provider }) => provider === 'digitalocean');
}
