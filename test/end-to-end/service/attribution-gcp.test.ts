import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  logEntry,
  type ProjectBuilder,
  type SimulatedGcp,
  serveGcp,
  TOKEN,
  WorldBuilder,
} from '../../clouds/gcp/index.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { type RunningService, startRunning, until } from '../http/running.testkit.ts';
import { coverageGaps } from './coverage-gaps.testkit.ts';

const EVERYBODY = ['0.0.0.0/0'];
const DAY_MS = 24 * 60 * 60 * 1000;

describe('who changed what in Google Cloud', () => {
  let project: ProjectBuilder;
  let network: string;
  let gcp: SimulatedGcp;
  let slack: FakeSlack;
  let service: RunningService;

  beforeAll(async () => {
    const builder = new WorldBuilder();
    project = builder.project('acme-production');
    network = project.network('main');
    const subnetwork = project.subnetwork('main-eu', network, '10.20.0.0/24');
    project.instance('web', { subnetwork, ip: '10.20.0.2', natIP: '34.76.0.1' });
    project.firewall('allow-https', { network, allow: 'tcp:443', from: EVERYBODY });
    gcp = await serveGcp(builder.world, { pageSize: 1 });
    slack = await serveSlack();
    Object.assign(process.env, { TEST_WHO_GCP: TOKEN, TEST_WHO_GCP_SLACK: slack.url });
    const reference = (name: string) => `\${${name}}`;
    const policy = {
      accounts: [
        {
          provider: 'gcp',
          projects: ['acme-production'],
          accessToken: reference('TEST_WHO_GCP'),
          endpoint: gcp.endpoint,
        },
      ],
      notifications: [{ kind: 'slack', url: reference('TEST_WHO_GCP_SLACK') }],
    };
    service = await startRunning({ policy, secrets: [] });
    await service.scan();
    await until(() => slack.messages.length === 1);
  });
  afterAll(async () => {
    await service.close();
    await gcp.close();
    await slack.close();
    expect(gcp.unexpected).toEqual([]);
  });

  /** Opens a port to everybody, and logs who did it as a long-running call: when it began and when it ended. */
  function open(rule: string, port: string, by: string, at: string): void {
    project.firewall(rule, { network, allow: port, from: EVERYBODY });
    for (const part of ['first', 'last']) {
      project.service(
        'logging/entries',
        logEntry({
          project: 'acme-production',
          method: 'v1.compute.firewalls.insert',
          resource: `global/firewalls/${rule}`,
          by,
          at,
          operation: { id: `operation-${rule}`, producer: 'compute.googleapis.com', [part]: true },
        }),
      );
    }
  }

  async function exposureIn(id: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const page = (await (await service.call('/v1/drift?limit=500')).json()) as {
      readonly items: readonly Readonly<Record<string, unknown>>[];
    };
    return page.items.find(
      ({ scanId, kind }) => scanId === id && String(kind).startsWith('exposure-'),
    );
  }

  it('is told by the audit log, in the drift and to Slack', async () => {
    const at = new Date().toISOString();
    open('allow-postgres', 'tcp:5432', 'alice@acme.example', at);

    const id = await service.scan();
    await until(() => slack.messages.length === 2);

    expect(await exposureIn(id)).toMatchObject({
      kind: 'exposure-widened',
      by: `v1.compute.firewalls.insert of allow-postgres on main/firewalls by alice@acme.example at ${at}`,
    });
    expect(slack.messages[1]).toContain('*Who:*');
    expect(slack.messages[1]).toContain('v1.compute.firewalls.insert');
    expect(slack.messages[1]).toContain('alice');
  });

  it('is nobody, rather than somebody, where the log tells of older changes alone', async () => {
    open(
      'allow-redis',
      'tcp:6379',
      'bob@acme.example',
      new Date(Date.now() - 2 * DAY_MS).toISOString(),
    );

    const drift = await exposureIn(await service.scan());

    expect(drift).toMatchObject({ kind: 'exposure-widened' });
    expect(drift).not.toHaveProperty('by');
  });

  it('stays untold where the permission is refused: the drift comes all the same, with a named gap', async () => {
    const before = slack.messages.length;
    gcp.plant({ method: 'logging.entries.list', fault: { kind: 'status', status: 403 } });
    open('allow-elastic', 'tcp:9200', 'carol@acme.example', new Date().toISOString());

    const id = await service.scan();
    await until(() => slack.messages.length === before + 1);

    const drift = await exposureIn(id);
    expect(drift).toMatchObject({ kind: 'exposure-widened', isAlert: true });
    expect(drift).not.toHaveProperty('by');
    expect(slack.messages.at(-1)).toContain('9200');
    const gaps = await coverageGaps(service);
    expect(gaps.map(({ scope, outcome }) => [scope.operation, outcome])).toEqual([
      ['audit-log', 'forbidden'],
    ]);
  });
});
