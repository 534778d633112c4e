import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, publicEstate, REGION } from '../../clouds/aws/estate.ts';
import { type SimulatedAws, simulateAws } from '../../clouds/aws/simulated-aws.ts';
import { type EventDeclaration, trailEvent } from '../../clouds/aws/trail.ts';
import type { AccountWorld } from '../../clouds/aws/world.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { type RunningService, startRunning, until } from '../http/running.testkit.ts';

/** One web server behind one group, open on these ports, with what CloudTrail recorded. */
function account(ports: readonly number[], events: readonly EventDeclaration[] = []): AccountWorld {
  const rules = ports.map((port) => `tcp ${port} 0.0.0.0/0`);
  return publicEstate()
    .group('sg-web', rules)
    .instance('web', { ip: '10.0.1.10', publicIp: '3.120.0.10', groups: ['sg-web'] })
    .put('cloudtrail:LookupEvents', ...events.map(trailEvent))
    .inAccount();
}

describe('who changed what on AWS', () => {
  const accounts: Record<string, AccountWorld> = { [ACCOUNT]: account([443]) };
  let aws: SimulatedAws;
  let slack: FakeSlack;
  let service: RunningService;

  beforeAll(async () => {
    aws = await simulateAws({ accounts });
    slack = await serveSlack();
    const keys = aws.credentialsOf(ACCOUNT);
    Object.assign(process.env, {
      TEST_TRAIL_ID: keys.accessKeyId,
      TEST_TRAIL_SECRET: keys.secretAccessKey,
      TEST_TRAIL_SLACK: slack.url,
    });
    const reference = (name: string) => `\${${name}}`;
    const policy = {
      accounts: [
        {
          provider: 'aws',
          regions: [REGION],
          endpoint: aws.endpoint,
          credentials: {
            accessKeyId: reference('TEST_TRAIL_ID'),
            secretAccessKey: reference('TEST_TRAIL_SECRET'),
          },
        },
      ],
      notifications: [{ kind: 'slack', url: reference('TEST_TRAIL_SLACK') }],
    };
    service = await startRunning({ policy, secrets: [] });
    await service.scan();
    await until(() => slack.messages.length === 1);
  });
  afterAll(async () => {
    await service.close();
    await aws.close();
    await slack.close();
  });

  /** A moment after the scan before began; CloudTrail's times have no parts of a second. */
  const soon = () => new Date(Math.ceil(Date.now() / 1000) * 1000).toISOString();
  async function itemsOf<Item>(path: string): Promise<readonly Item[]> {
    return ((await (await service.call(path)).json()) as { readonly items: readonly Item[] }).items;
  }
  async function exposureIn(id: string) {
    const drift = await itemsOf<Readonly<Record<string, unknown>>>('/v1/drift?limit=500');
    return drift.find(({ scanId, kind }) => scanId === id && String(kind).startsWith('exposure-'));
  }
  const gaps = async () =>
    (
      await itemsOf<{
        readonly scope: { readonly operation: string };
        readonly outcome: string;
        readonly missingPermission?: string;
      }>('/v1/coverage?limit=500')
    ).filter(({ outcome }) => outcome !== 'complete');

  it('is told by CloudTrail with the name of the user, in the drift and to Slack', async () => {
    const at = soon();
    const change = { resources: ['sg-web'], at };
    accounts[ACCOUNT] = account(
      [443, 5432],
      [
        { name: 'AuthorizeSecurityGroupIngress', ...change },
        { name: 'RevokeSecurityGroupIngress', ...change, error: 'Client.UnauthorizedOperation' },
        { name: 'RunInstances', ...change },
      ],
    );

    const id = await service.scan();
    await until(() => slack.messages.length === 2);

    expect(await exposureIn(id)).toMatchObject({
      kind: 'exposure-widened',
      by: `AuthorizeSecurityGroupIngress on sg-web by alice at ${at}`,
    });
    expect(slack.messages[1]).toContain('*Who:*');
    expect(slack.messages[1]).toContain('AuthorizeSecurityGroupIngress on sg-web by alice');
    expect(aws.violations).toEqual([]);
  });

  it('stays untold where the permission is refused: the drift comes all the same, with a named gap', async () => {
    aws.fault({ kind: 'deny', action: 'cloudtrail:LookupEvents' });
    const change = { resources: ['sg-web'], at: soon() };
    accounts[ACCOUNT] = account(
      [443, 5432, 9200],
      [{ name: 'AuthorizeSecurityGroupIngress', ...change }],
    );

    const id = await service.scan();
    await until(() => slack.messages.length === 3);

    const drift = await exposureIn(id);
    expect(drift).toMatchObject({ kind: 'exposure-widened', isAlert: true });
    expect(drift).not.toHaveProperty('by');
    expect(slack.messages[2]).toContain('9200');
    expect(await gaps()).toMatchObject([
      {
        scope: { operation: 'LookupEvents' },
        outcome: 'forbidden',
        missingPermission: 'cloudtrail:LookupEvents',
      },
    ]);
  });
});
