import { providerId } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import type { Observation } from '../observation.ts';
import { attributeGcp } from './attribute.ts';

const LINK = 'https://www.googleapis.com/compute/v1/projects/acme';

function observed(operation: string, items: readonly JsonObject[]): Observation {
  return {
    format: 1,
    provider: providerId('gcp'),
    account: 'acme',
    location: 'global',
    operation,
    request: {},
    outcome: 'complete',
    pages: 1,
    collectedAt: '2026-11-30T12:00:00.000Z',
    items,
  };
}

function entry(
  methodName: string,
  resource: string,
  more: {
    readonly at?: string;
    readonly operation?: JsonObject;
    readonly status?: JsonObject;
  } = {},
): JsonObject {
  return {
    timestamp: more.at ?? '2026-11-30T11:00:00Z',
    insertId: `${methodName} ${resource} ${more.at ?? ''}`,
    ...(more.operation === undefined ? {} : { operation: more.operation }),
    protoPayload: {
      methodName,
      resourceName: resource.startsWith('projects/') ? resource : `projects/acme/${resource}`,
      authenticationInfo: { principalEmail: 'alice@acme.example' },
      ...(more.status === undefined ? {} : { status: more.status }),
    },
  };
}

function told(entries: readonly JsonObject[], lists: readonly Observation[] = []) {
  return attributeGcp([observed('audit-log', entries), ...lists]);
}

const rules = observed('firewalls', [
  {
    name: 'allow-ssh',
    network: `${LINK}/global/networks/main`,
    selfLink: `${LINK}/global/firewalls/allow-ssh`,
  },
]);
const network = (name: string) => ({ name, selfLink: `${LINK}/global/networks/${name}` });
const machine = (zone: string) => ({
  id: '1',
  name: 'web',
  status: 'RUNNING',
  selfLink: `${LINK}/zones/${zone}/instances/web`,
  networkInterfaces: [{ name: 'nic0' }],
});

describe('who changed what in Google Cloud', () => {
  it('is told of the rules of the network whose firewall rule was changed', () => {
    expect(
      told([entry('v1.compute.firewalls.patch', 'global/firewalls/allow-ssh')], [rules]),
    ).toEqual([
      {
        account: 'acme',
        nativeId: 'main/firewalls',
        kinds: ['filter'],
        at: '2026-11-30T11:00:00Z',
        action: 'v1.compute.firewalls.patch of allow-ssh',
        actor: 'alice@acme.example',
      },
    ]);
  });

  it('is told of a deleted firewall rule where only one network can have had it', () => {
    const gone = entry('v1.compute.firewalls.delete', 'global/firewalls/deny-ssh');

    expect(told([gone], [observed('networks', [network('main')])])).toMatchObject([
      { nativeId: 'main/firewalls', action: 'v1.compute.firewalls.delete of deny-ssh' },
    ]);
    expect(told([gone], [observed('networks', [network('main'), network('other')])])).toEqual([]);
    const networkGone = entry('v1.compute.networks.delete', 'global/networks/old');
    expect(told([gone, networkGone], [observed('networks', [network('main')])])).toMatchObject([
      { nativeId: 'old', kinds: ['network'] },
    ]);
    const unsure: Observation = { ...observed('networks', [network('main')]), outcome: 'partial' };
    expect(told([gone], [unsure])).toEqual([]);
  });

  it('is told of an instance and its network interfaces', () => {
    const list = observed('instances', [machine('europe-west1-b')]);
    const tags = entry('v1.compute.instances.setTags', 'zones/europe-west1-b/instances/web');

    const found = told([tags], [list]);

    expect(found.map(({ nativeId, kinds }) => [nativeId, kinds])).toEqual([
      ['web', ['workload']],
      ['web/nic0', ['interface']],
    ]);
  });

  it('is nobody where an instance of the same name stands in another zone', () => {
    const list = observed('instances', [machine('europe-west1-c')]);

    expect(
      told([entry('v1.compute.instances.setTags', 'zones/europe-west1-b/instances/web')], [list]),
    ).toEqual([]);
  });

  it('is told of databases, clusters, policies and routes by the ids of their records', () => {
    const out = {
      name: 'out',
      network: `${LINK}/global/networks/main`,
      destRange: '0.0.0.0/0',
      selfLink: `${LINK}/global/routes/out`,
    };
    const found = told(
      [
        entry('cloudsql.instances.update', 'instances/orders'),
        entry(
          'google.container.v1.ClusterManager.UpdateCluster',
          'locations/europe-west1/clusters/kube',
        ),
        entry('v1.compute.networkFirewallPolicies.addRule', 'global/firewallPolicies/edge'),
        entry('v1.compute.routes.insert', 'global/routes/out'),
      ],
      [observed('routes', [out])],
    );

    expect(found.map(({ nativeId, kinds }) => [nativeId, kinds])).toEqual([
      ['orders', ['service']],
      ['kube', ['service']],
      ['edge', ['filter']],
      ['main/routes', ['route-table']],
    ]);
  });

  it('is told once of a call that is logged when it begins and when it ends', () => {
    const found = told([
      entry('v1.compute.addresses.insert', 'global/addresses/ip', {
        at: '2026-11-30T11:00:09.5Z',
        operation: { id: 'operation-1', last: true },
      }),
      entry('v1.compute.addresses.insert', 'global/addresses/ip', {
        at: '2026-11-30T11:00:09Z',
        operation: { id: 'operation-1', first: true },
      }),
    ]);

    expect(found.map(({ at }) => at)).toEqual(['2026-11-30T11:00:09.5Z']);
  });

  it('leaves out what failed, also where only the end of a call tells that it did', () => {
    const refused = { code: 7, message: 'denied' };
    const found = told([
      entry('v1.compute.addresses.insert', 'global/addresses/a', { status: refused }),
      entry('v1.compute.addresses.insert', 'global/addresses/b', {
        operation: { id: 'operation-2', last: true },
        status: refused,
      }),
      entry('v1.compute.addresses.insert', 'global/addresses/b', {
        operation: { id: 'operation-2', first: true },
        status: {},
      }),
      entry('v1.compute.addresses.insert', 'global/addresses/c', { status: {} }),
    ]);

    expect(found.map(({ nativeId }) => nativeId)).toEqual(['c']);
  });

  it('is in order of time, the newest first, and in the project that is named by its number too', () => {
    const found = told([
      entry('v1.compute.addresses.insert', 'projects/123456/global/addresses/old', {
        at: '2026-11-30T10:00:00Z',
      }),
      entry('v1.compute.addresses.insert', 'projects/host/global/addresses/new', {
        at: '2026-11-30T10:00:00.25Z',
      }),
    ]);

    expect(found.map(({ account, nativeId }) => [account, nativeId])).toEqual([
      ['host', 'new'],
      ['acme', 'old'],
    ]);
  });

  it('is nobody without a log, or for a resource that has no record', () => {
    expect(attributeGcp([rules])).toEqual([]);
    expect(told([entry('v1.compute.projects.setCommonInstanceMetadata', 'projects/acme')])).toEqual(
      [],
    );
    expect(told([entry('v1.compute.disks.insert', 'zones/europe-west1-b/disks/d')])).toEqual([]);
  });
});
