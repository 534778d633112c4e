import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Observation, readObservations, saveObservations } from '@netposture/providers';
import { describe, expect, it } from 'vitest';
import { gcp } from '../../../packages/providers/src/gcp/index.ts';
import { fullWorld, policyRule, WorldBuilder } from '../../clouds/gcp/index.ts';
import type { Raw } from '../../clouds/gcp/json.ts';
import { scanGcp } from './scan.testkit.ts';
import { situationIn } from './situation.testkit.ts';

/** Files instead of a cloud: our own, and what `gcloud` prints. */

async function reading(files: Readonly<Record<string, unknown>>, strict = false) {
  const folder = await mkdtemp(join(tmpdir(), 'netposture-gcp-'));
  try {
    for (const [path, document] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), JSON.stringify(document));
    }
    return await readObservations(folder, { providers: [gcp], strict });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function small(): ReadonlyMap<string, readonly Raw[]> {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  const network = project.network('main');
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
  project.instance('web', { subnetwork, ip: '10.0.0.10', natIP: '34.10.0.10' });
  project.firewall('allow', { network, allow: 'tcp:443', from: ['0.0.0.0/0'] });
  return project.project.compute;
}

function gcloudFiles(prefix: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...small()].map(([collection, items]) => [`${prefix}${collection}.json`, items]),
  );
}

describe('arrays as gcloud prints them', () => {
  it('give a verdict, and say what was assumed', async () => {
    const { observations, gaps } = await reading(gcloudFiles('gcp/acme-production/'));

    const situation = situationIn(gcp.normalize(observations));

    expect(gaps).toEqual([]);
    expect(situation.verdict('internet', 'web', 'tcp:443')).toBe('allowed');
    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('denied');
    expect(situation.ask('internet', 'web', 'tcp:443').assumptions.join('\n')).toContain(
      'networkEffectiveFirewalls',
    );
  });

  it('find their project in themselves, wherever they lie', async () => {
    const { observations, gaps } = await reading(gcloudFiles('export/'));

    expect(gaps).toEqual([]);
    expect(new Set(observations.map(({ account }) => account))).toEqual(
      new Set(['acme-production']),
    );
  });

  it('make the project an account that was seen, though no file tells of the project itself', async () => {
    const { observations } = await reading(gcloudFiles('gcp/acme-production/'));

    const { records } = gcp.normalize(observations);

    expect([...records.values()].filter(({ kind }) => kind === 'account')).toMatchObject([
      { name: 'acme-production' },
    ]);
  });

  it('leave everything undetermined that a strict reading does not assume', async () => {
    const { observations } = await reading(gcloudFiles('gcp/acme-production/'), true);

    const situation = situationIn(gcp.normalize(observations));

    expect(situation.verdict('internet', 'web', 'tcp:443')).toBe('undetermined');
  });

  it('without the firewall rules leave ingress undetermined', async () => {
    const { 'gcp/acme-production/firewalls.json': _, ...files } =
      gcloudFiles('gcp/acme-production/');

    const { observations } = await reading(files);

    expect(situationIn(gcp.normalize(observations)).verdict('internet', 'web', 'tcp:443')).toBe(
      'undetermined',
    );
  });
});

describe('hierarchical policies as gcloud prints them', () => {
  const deny = policyRule(100, 'deny', 'tcp:443', { from: ['0.0.0.0/0'] });
  const policy = (target: string) => ({
    kind: 'compute#firewallPolicy',
    id: '77',
    name: '77',
    shortName: 'baseline',
    parent: 'organizations/123',
    selfLink: 'https://www.googleapis.com/compute/v1/locations/global/firewallPolicies/77',
    rules: [deny],
    associations: [{ name: target, attachmentTarget: target }],
  });

  it('stand above the project where all are those of one organisation, which the answer says', async () => {
    const files = {
      ...gcloudFiles('gcp/acme-production/'),
      'gcp/123/policies.json': [policy('organizations/123')],
    };

    const { observations, gaps } = await reading(files);

    const situation = situationIn(gcp.normalize(observations));
    expect(gaps).toEqual([]);
    expect(situation.ask('internet', 'web', 'tcp:443')).toMatchObject({ verdict: 'denied' });
  });

  it('of a folder leave open whether they stand above the project', async () => {
    const files = {
      ...gcloudFiles('gcp/acme-production/'),
      'gcp/123/policies.json': [policy('folders/9')],
    };

    const { observations } = await reading(files);

    expect(situationIn(gcp.normalize(observations)).verdict('internet', 'web', 'tcp:443')).toBe(
      'undetermined',
    );
  });
});

describe('saved observations', () => {
  it('give the same graph again', async () => {
    const { observations, graph } = await scanGcp(fullWorld().world);
    const folder = await mkdtemp(join(tmpdir(), 'netposture-gcp-'));
    try {
      await saveObservations(folder, observations as Iterable<Observation>);

      const read = await readObservations(folder, { providers: [gcp] });

      expect(read.gaps).toEqual([]);
      expect(gcp.normalize(read.observations).records).toEqual(graph.records);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
