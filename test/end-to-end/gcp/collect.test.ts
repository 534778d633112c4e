import { describe, expect, it } from 'vitest';
import { logEntry, policyRule, WorldBuilder } from '../../clouds/gcp/index.ts';
import { scanGcp } from './scan.testkit.ts';

function smallWorld() {
  const builder = new WorldBuilder();
  const folder = builder.folder('production');
  const project = builder.project('acme-production', { parent: folder });
  const network = project.network('main');
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
  project.instance('web-1', { subnetwork, ip: '10.0.0.10', natIP: '34.1.2.3', tags: ['web'] });
  project.instance('web-2', { subnetwork, ip: '10.0.0.11', tags: ['web'] });
  project.instance('web-3', { subnetwork, ip: '10.0.0.12', zone: 'europe-west1-c' });
  project.firewall('allow-https', { network, allow: 'tcp:443', from: ['0.0.0.0/0'] });
  builder.policy(
    'baseline',
    [policyRule(100, 'goto_next', 'all', { from: ['10.0.0.0/8'] })],
    [folder],
  );
  return { builder, project };
}

describe('collecting from Google Cloud', () => {
  it('reads a small world completely, asking for nothing odd', async () => {
    const { builder } = smallWorld();

    const { observations, cloud } = await scanGcp(builder.world);

    expect(observations.filter((one) => one.outcome !== 'complete')).toEqual([]);
    expect(cloud.unexpected).toEqual([]);
  });

  it('follows page tokens to the end of a list', async () => {
    const { builder } = smallWorld();

    const { observations } = await scanGcp(builder.world, { pageSize: 1 });

    const instances = observations.find((one) => one.operation === 'instances');
    expect(instances?.items).toHaveLength(3);
    expect(instances?.pages).toBe(3);
  });

  it('reads the newest three pages of the audit log, and nothing of it that is older than a day', async () => {
    const { builder, project } = smallWorld();
    const log = (at: string) =>
      project.service(
        'logging/entries',
        logEntry({
          project: 'acme-production',
          method: 'v1.compute.firewalls.patch',
          resource: 'global/firewalls/allow-https',
          by: 'alice@acme.example',
          at,
        }),
      );
    // The clock of the tests begins on the first of January 2026.
    log('2025-12-30T23:00:00Z');
    for (const hour of ['02', '03', '04']) log(`2025-12-31T${hour}:00:00Z`);

    const few = await scanGcp(builder.world, { pageSize: 2 });
    for (const hour of ['05', '06', '07', '08']) log(`2025-12-31T${hour}:00:00Z`);
    const many = await scanGcp(builder.world, { pageSize: 2 });

    const read = ({ observations }: typeof few) =>
      observations
        .filter(({ operation }) => operation === 'audit-log')
        .map(({ outcome, pages, items }) => [outcome, pages, items.length]);
    expect(read(few)).toEqual([['complete', 2, 3]]);
    expect(read(many)).toEqual([['complete', 3, 6]]);
  });

  it('calls a list partial when a zone did not answer', async () => {
    const { builder, project } = smallWorld();
    project.project.unreachable.push('zones/us-east1-b');

    const { observations } = await scanGcp(builder.world);

    const instances = observations.find((one) => one.operation === 'instances');
    expect(instances?.outcome).toBe('partial');
    expect(instances?.message).toContain('zones/us-east1-b');
  });

  it('waits and repeats when the quota is used up, said with 403 or with 429', async () => {
    const { builder } = smallWorld();

    const { observations } = await scanGcp(builder.world, {
      prepare: (cloud) => {
        cloud.plant({
          method: 'compute.networks.list',
          times: 1,
          fault: { kind: 'status', status: 403, reason: 'rateLimitExceeded' },
        });
        cloud.plant({
          method: 'compute.routes.list',
          times: 1,
          fault: { kind: 'status', status: 429 },
        });
      },
    });

    expect(observations.filter((one) => one.outcome !== 'complete')).toEqual([]);
  });

  it('names the permission that is missing', async () => {
    const { builder } = smallWorld();

    const { observations } = await scanGcp(builder.world, {
      prepare: (cloud) =>
        cloud.plant({
          method: 'compute.instances.aggregatedList',
          fault: { kind: 'status', status: 403 },
        }),
    });

    const instances = observations.find((one) => one.operation === 'instances');
    expect(instances?.outcome).toBe('forbidden');
    expect(instances?.missingPermission).toBe('compute.things.list');
  });

  it('takes a service that is switched off for unused, and says so', async () => {
    const { builder, project } = smallWorld();
    project.project.disabled.add('alloydb');

    const { observations } = await scanGcp(builder.world);

    const clusters = observations.find((one) => one.operation === 'alloydb-clusters');
    expect(clusters?.outcome).toBe('assumed-absent');
    expect(clusters?.message).toContain('not enabled');
  });

  it('reads the projects of a folder only, and leaves out those that are being deleted', async () => {
    const { builder } = smallWorld();
    const folder = builder.folder('staging');
    builder.project('acme-staging', { parent: folder });
    builder.project('acme-deleted', { parent: folder, state: 'DELETE_REQUESTED' });

    const { observations } = await scanGcp(builder.world, {
      settings: { folder: folder.replace('folders/', '') },
    });

    const projects = observations
      .filter((one) => one.operation === 'project')
      .map((one) => one.account);
    expect(projects).toEqual(['acme-staging']);
  });
});
