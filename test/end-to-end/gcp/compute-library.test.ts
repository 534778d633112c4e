import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { serveGcp, TOKEN, WorldBuilder } from '../../clouds/gcp/index.ts';
import { scanGcp } from './scan.testkit.ts';

/** Why the vendor's client library lists firewall rules only and on wish, and why what it makes of them is thrown away. */

/** Dependencies of the adapter, not of the tests. */
const AUTH = 'google-auth-library';
const INSTANCES = '@google-cloud/compute/build/src/v1/instances_client.js';
const require = createRequire(new URL('../../../packages/providers/package.json', import.meta.url));

function world(raw: Readonly<Record<string, unknown>> = {}) {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  const network = project.network('main');
  project.firewall('allow', { network, allow: 'tcp:443', from: ['0.0.0.0/0'], raw });
  return { builder, project };
}

async function firewallsOf(builder: WorldBuilder, options: Parameters<typeof scanGcp>[1] = {}) {
  const { observations, cloud } = await scanGcp(builder.world, {
    settings: { organization: builder.world.organization, vendorLibrary: true },
    ...options,
  });
  const observation = observations.find((one) => one.operation === 'firewalls');
  const calls = cloud.calls.filter(({ method }) => method === 'compute.firewalls.list').length;
  return { observation, calls };
}

describe('firewall rules by the vendor library', () => {
  it('are kept as they were received, with fields and values that the library does not know', async () => {
    const raw = { aFieldOfNextYear: 'kept', direction: 'SIDEWAYS', id: '9007199254740993123' };

    const { observation } = await firewallsOf(world(raw).builder);

    expect(observation?.outcome).toBe('complete');
    expect(observation?.items[0]).toMatchObject(raw);
  });

  it('follow page tokens', async () => {
    const { builder, project } = world();
    const network =
      'https://www.googleapis.com/compute/v1/projects/acme-production/global/networks/main';
    for (const name of ['b', 'c', 'd'])
      project.firewall(name, { network, deny: 'all', from: ['9.0.0.0/8'] });

    const { observation, calls } = await firewallsOf(builder, { pageSize: 2 });

    expect(observation?.items).toHaveLength(4);
    expect(calls).toBe(2);
  });

  it('are repeated by our chain alone', async () => {
    const fault = { kind: 'status', status: 503 } as const;

    const { observation, calls } = await firewallsOf(world().builder, {
      prepare: (cloud) => cloud.plant({ method: 'compute.firewalls.list', times: 2, fault }),
    });

    expect(observation?.outcome).toBe('complete');
    expect(calls).toBe(3);
  });

  it('say which permission is missing, and are asked for once', async () => {
    const fault = { kind: 'status', status: 403 } as const;

    const { observation, calls } = await firewallsOf(world().builder, {
      prepare: (cloud) => cloud.plant({ method: 'compute.firewalls.list', fault }),
    });

    expect(observation).toMatchObject({
      outcome: 'forbidden',
      missingPermission: 'compute.things.list',
    });
    expect(calls).toBe(1);
  });
});

describe('the vendor library by itself', () => {
  it('calls an aggregated list complete though zones did not answer', async () => {
    const { builder, project } = world();
    const network =
      'https://www.googleapis.com/compute/v1/projects/acme-production/global/networks/main';
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('web', { subnetwork, ip: '10.0.0.10', raw: { aFieldOfNextYear: 'lost' } });
    const cloud = await serveGcp(builder.world);
    project.project.unreachable.push('zones/us-east1-b');
    const { OAuth2Client } = require(AUTH);
    const { InstancesClient } = require(INSTANCES);
    const authClient = new OAuth2Client();
    authClient.setCredentials({ access_token: TOKEN, expiry_date: Date.now() + 3_600_000 });
    const { hostname, port } = new URL(cloud.endpoint);
    const client = new InstancesClient({
      fallback: 'rest',
      apiEndpoint: hostname,
      port: Number(port),
      protocol: 'http',
      authClient,
    });

    const told: string[] = [];
    for await (const [scope, held] of client.aggregatedListAsync({
      project: 'acme-production',
      returnPartialSuccess: true,
    })) {
      told.push(scope);
      for (const item of held.instances ?? []) told.push(JSON.stringify(item));
    }
    await cloud.close();

    const text = told.join('\n');
    expect(text).toContain('web');
    expect(text).not.toContain('unreachables');
    expect(text).not.toContain('aFieldOfNextYear');
  });
});
