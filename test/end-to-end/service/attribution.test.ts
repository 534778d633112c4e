import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedDigitalOcean, serveDigitalOcean } from '../../clouds/digitalocean/serve.ts';
import type { TeamDeclaration } from '../../clouds/digitalocean/world.ts';
import type { Fault } from '../../clouds/fault.ts';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import type { Project, RuleDeclaration } from '../../clouds/hetzner/world.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { type RunningService, startRunning, until } from '../http/running.testkit.ts';
import { coverageGaps } from './coverage-gaps.testkit.ts';

const HETZNER_TOKEN = 'token-of-the-attributed-project';
const DO_TOKEN = 'dop_v1_token-of-the-attributed-team';
const EVERYBODY = ['0.0.0.0/0', '::/0'];

/** One server, whose number is also that of its firewall: Hetzner counts each kind by itself. */
function project(ports: readonly string[], actions: Project['actions'] = []): Project {
  const rules = ports.map(
    (port): RuleDeclaration => ({ direction: 'in', protocol: 'tcp', port, ips: EVERYBODY }),
  );
  return {
    token: HETZNER_TOKEN,
    servers: [{ id: 7, name: 'web', ipv4: '5.75.0.1' }],
    firewalls: [{ id: 7, name: 'front', rules, appliedTo: [7] }],
    actions,
  };
}

function team(
  droplets: TeamDeclaration['droplets'],
  actions: TeamDeclaration['actions'] = [],
): TeamDeclaration {
  return { token: DO_TOKEN, droplets: droplets ?? [], actions };
}

describe('who changed what', () => {
  const projects = [project(['443'])];
  const teams = [team([{ id: 1, name: 'do-web', ipv4: '104.131.10.1' }])];
  const faults = new Map<string, Fault>();
  let hetzner: SimulatedHetzner;
  let digitalocean: SimulatedDigitalOcean;
  let slack: FakeSlack;
  let service: RunningService;

  beforeAll(async () => {
    const misbehave = (operation: string) => faults.get(operation);
    hetzner = await serveHetzner({ projects }, { misbehave });
    digitalocean = await serveDigitalOcean({ teams }, { misbehave });
    slack = await serveSlack();
    Object.assign(process.env, {
      TEST_WHO_HETZNER: HETZNER_TOKEN,
      TEST_WHO_DO: DO_TOKEN,
      TEST_WHO_SLACK: slack.url,
    });
    const reference = (name: string) => `\${${name}}`;
    const policy = {
      accounts: [
        {
          provider: 'hetzner',
          project: 'shop',
          token: reference('TEST_WHO_HETZNER'),
          endpoint: hetzner.cloudUrl,
          hetznerEndpoint: hetzner.hetznerUrl,
        },
        {
          provider: 'digitalocean',
          team: 'shop',
          token: reference('TEST_WHO_DO'),
          endpoint: digitalocean.url,
        },
      ],
      notifications: [{ kind: 'slack', url: reference('TEST_WHO_SLACK') }],
    };
    service = await startRunning({ policy, secrets: [] });
    await service.scan();
    await until(() => slack.messages.length === 1);
  });
  afterAll(async () => {
    await service.close();
    await hetzner.close();
    await digitalocean.close();
    await slack.close();
  });

  const now = () => new Date().toISOString();
  async function driftOf(id: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const page = (await (await service.call('/v1/drift?limit=500')).json()) as {
      readonly items: readonly Readonly<Record<string, unknown>>[];
    };
    return page.items.filter(({ scanId }) => scanId === id);
  }
  const exposureIn = async (id: string) =>
    (await driftOf(id)).find(({ kind }) => String(kind).startsWith('exposure-'));

  it('at Hetzner is told by its actions, in the drift and to Slack', async () => {
    const at = now();
    const later = new Date(Date.now() + 1000).toISOString();
    projects[0] = project(
      ['443', '5432'],
      [
        { id: 22, of: 'firewalls', command: 'set_firewall_rules', resource: 7, at },
        { id: 23, of: 'primary_ips', command: 'assign_primary_ip', resource: 7, at: later },
      ],
    );

    const id = await service.scan();
    await until(() => slack.messages.length === 2);

    expect(await exposureIn(id)).toMatchObject({
      kind: 'exposure-widened',
      by: `set_firewall_rules on 7 at ${at}`,
    });
    expect(slack.messages[1]).toContain('*Who:*');
    expect(slack.messages[1]).toContain('firewall\u2060_\u2060rules on 7 at');
  });

  it('is nobody, rather than somebody, where the change is older than what the scan before saw', async () => {
    projects[0] = project(
      ['443', '5432', '6379'],
      [{ id: 22, of: 'firewalls', command: 'set_firewall_rules', resource: 7 }],
    );

    const drift = await exposureIn(await service.scan());

    expect(drift).toMatchObject({ kind: 'exposure-widened' });
    expect(drift).not.toHaveProperty('by');
  });

  it('at DigitalOcean is told by its actions on the Droplet', async () => {
    const at = now();
    teams[0] = team(
      [
        { id: 1, name: 'do-web', ipv4: '104.131.10.1' },
        { id: 2, name: 'do-new', ipv4: '104.131.10.2' },
      ],
      [{ id: 5, type: 'create', droplet: 2, at }],
    );

    const id = await service.scan();

    expect(await exposureIn(id)).toMatchObject({
      kind: 'exposure-opened',
      by: `create on 2 at ${at}`,
    });
  });

  it('stays untold where the permission is refused: the drift comes all the same, with a named gap', async () => {
    const before = slack.messages.length;
    faults.set('firewalls-actions', { kind: 'status', status: 403, code: 'forbidden' });
    faults.set('actions', { kind: 'status', status: 403, code: 'forbidden' });
    const action = { id: 24, of: 'firewalls', command: 'set_firewall_rules', resource: 7 };
    projects[0] = project(['443', '5432', '6379', '9200'], [{ ...action, at: now() }]);

    const id = await service.scan();
    await until(() => slack.messages.length === before + 1);

    const drift = await exposureIn(id);
    expect(drift).toMatchObject({ kind: 'exposure-widened', isAlert: true });
    expect(drift).not.toHaveProperty('by');
    expect(slack.messages.at(-1)).toContain('9200');
    const gaps = await coverageGaps(service);
    expect(gaps.map(({ scope, outcome }) => [scope.operation, outcome]).sort()).toEqual([
      ['actions', 'forbidden'],
      ['firewalls-actions', 'forbidden'],
    ]);
    expect(gaps.find(({ scope }) => scope.operation === 'actions')).toMatchObject({
      missingPermission: 'actions:read',
    });
  });
});
