import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { FULL_TEAM, FULL_TEAM_SECRETS } from '../../clouds/digitalocean/full-team.ts';
import { serveDigitalOcean } from '../../clouds/digitalocean/serve.ts';
import { serveHetzner } from '../../clouds/hetzner/serve.ts';
import { serveSlack } from '../../clouds/slack/serve.ts';
import { folderOf, netposture } from '../cli/netposture.testkit.ts';
import { createShop, SHOP_TOKEN } from '../service/shop.testkit.ts';
import { everythingStored } from './everything-stored.testkit.ts';
import { startRunning, until } from './running.testkit.ts';

/** What a cloud's answer says when it goes wrong: secrets that nobody configured here. */
const LEAKED = {
  awsKeyId: 'AKIAIOSFODNN7EXAMPLE',
  awsSecret: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
  databasePassword: 'hunter2-of-another-database',
  webhook: 'T0ABCDEFG/B0ABCDEFG/leaked24charactersofslack',
  botToken: 'xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy',
} as const;

/** What the configuration holds. */
const CONFIGURED = {
  hook: 'planted-secret-of-the-hook',
  receiver: 'planted-secret-of-the-receiver',
  path: 'planted-path-of-a-webhook',
} as const;

const LEAKING_BODY = JSON.stringify({
  error: {
    code: 'server_error',
    message: `planted failure: key ${LEAKED.awsKeyId} aws_secret_access_key=${LEAKED.awsSecret} with token ${SHOP_TOKEN} at postgresql://doadmin:${LEAKED.databasePassword}@db:25060/x, told https://hooks.slack.com/services/${LEAKED.webhook} as ${LEAKED.botToken}`,
  },
});

/** Where secrets could have ended up, by name. */
const written = new Map<string, string>();
const secrets: string[] = [
  SHOP_TOKEN,
  ...FULL_TEAM_SECRETS,
  ...Object.values(LEAKED),
  ...Object.values(CONFIGURED),
];

beforeAll(async () => {
  const shop = createShop();
  const cloud = await serveHetzner(shop.world, {
    misbehave: (operation) =>
      operation === 'networks' ? { kind: 'status', status: 403, body: LEAKING_BODY } : undefined,
  });
  const ocean = await serveDigitalOcean({ teams: [FULL_TEAM] });
  const slack = await serveSlack();
  const refuser = await serveRefusals();
  process.env['TEST_SHOP_TOKEN'] = SHOP_TOKEN;
  process.env['TEST_OCEAN_TOKEN'] = FULL_TEAM.token;
  process.env['TEST_SPACES_SECRET'] = FULL_TEAM.spaces?.secretAccessKey;
  process.env['TEST_SLACK_URL'] = slack.url;
  process.env['TEST_RECEIVER_SECRET'] = CONFIGURED.receiver;
  const reference = (name: string) => `\${${name}}`;
  const service = await startRunning({
    secrets: [SHOP_TOKEN, FULL_TEAM.token, CONFIGURED.hook, CONFIGURED.receiver, slack.url],
    environment: { NETPOSTURE_HOOK_SECRET: CONFIGURED.hook },
    policy: {
      accounts: [
        {
          provider: 'hetzner',
          project: 'shop',
          token: reference('TEST_SHOP_TOKEN'),
          endpoint: cloud.cloudUrl,
          hetznerEndpoint: cloud.hetznerUrl,
        },
        {
          provider: 'digitalocean',
          team: 'shop',
          token: reference('TEST_OCEAN_TOKEN'),
          endpoint: ocean.url,
          spaces: {
            accessKeyId: FULL_TEAM.spaces?.accessKeyId,
            secretAccessKey: reference('TEST_SPACES_SECRET'),
            regions: ['fra1'],
            endpoint: `${ocean.url}/spaces`,
          },
        },
      ],
      notifications: [
        { kind: 'slack', url: reference('TEST_SLACK_URL') },
        { kind: 'slack', name: 'gone', url: `http://127.0.0.1:1/${CONFIGURED.path}` },
        { kind: 'slack', name: 'refusing', url: `${refuser.url}/404/${CONFIGURED.path}` },
        { kind: 'slack', name: 'leading-away', url: `${refuser.url}/302/${CONFIGURED.path}` },
        { kind: 'slack', name: 'no-address', url: `nonsense://${CONFIGURED.path}` },
        {
          kind: 'webhook',
          url: `${refuser.url}/500/${CONFIGURED.path}`,
          secret: reference('TEST_RECEIVER_SECRET'),
        },
      ],
    },
  });
  secrets.push(service.token);
  await service.scan();
  shop.open('5432');
  await service.scan();
  await until(() => slack.messages.length === 2);
  written.set('messages', slack.messages.join('\n'));
  for (const path of [
    '/',
    '/metrics',
    '/v1/scans',
    '/v1/findings?limit=500',
    '/v1/exposures?limit=500',
    '/v1/drift?limit=500',
    '/v1/coverage?limit=500',
    '/v1/openapi.json',
    '/v1/scans?limit=0',
  ]) {
    written.set(`GET ${path}`, await (await service.call(path)).text());
  }
  await service.close();
  written.set('log', service.log());
  const database = await openDatabase({ kind: 'embedded', directory: service.directory });
  for (const [table, text] of await everythingStored(database)) written.set(table, text);
  await database.close();
  await Promise.all([cloud.close(), ocean.close(), slack.close(), refuser.close()]);
});

/** A receiver that answers with the status that its path begins with, and quotes the path. */
async function serveRefusals() {
  const server = createServer((request, response) => {
    const status = Number(/^\/(\d{3})/.exec(request.url ?? '')?.[1] ?? 500);
    response.writeHead(status, { location: `/200${request.url}` }).end(request.url);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, close };
}

describe('planted secrets', () => {
  it('are looked for where something was written: names and gaps are found there', () => {
    const places = (text: string) => [...written].filter(([, all]) => all.includes(text));
    const named = places('storefront').map(([place]) => place);

    expect(named).toContain('netposture.shard');
    expect(places('planted failure').map(([place]) => place)).toEqual(
      expect.arrayContaining(['netposture.scan_shard', 'netposture.coverage']),
    );
    expect(written.get('netposture.outbox')).toContain('The receiver answered 404.');
    expect(written.get('log')).toContain('an alert was refused');
    expect([...written.keys()].some((place) => place.startsWith('bullmq.'))).toBe(true);
  });

  it('are found in no table of the store and of the queue, no log line, message or answer', () => {
    const found = [...written].flatMap(([place, text]) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${place}`),
    );

    expect(found).toEqual([]);
  });
});

describe('an error at the start', () => {
  const config = join(folderOf({ 'netposture.yaml': '{}' }), 'netposture.yaml');
  const serve = (environment: Readonly<Record<string, string>>) =>
    netposture(['serve', '--config', config, '--port', '0'], environment);

  it('names DATABASE_URL, and not what is in it', async () => {
    const { status, stdout, stderr } = await serve({
      DATABASE_URL: 'postgres://scanner:planted-password@127.0.0.1:1/netposture',
      NETPOSTURE_LOG_LEVEL: 'debug',
    });

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_DATABASE_UNREACHABLE');
    expect(stdout + stderr).not.toContain('planted-password');
  });

  it('quotes no malformed DATABASE_URL', async () => {
    const { status, stdout, stderr } = await serve({
      DATABASE_URL: 'postgres://scanner:planted-password@[half/netposture',
    });

    expect(status).not.toBe(0);
    expect(stdout + stderr).not.toContain('planted-password');
  });

  it('quotes no value of the policy file', async () => {
    const broken = folderOf({
      'netposture.yaml':
        'notifications:\n  - kind: slack\n    url: 7\n    secret: planted-password\naccounts:\n  - provider: hetzner\n    token: [planted-password]\n',
    });
    const { status, stdout, stderr } = await netposture([
      'serve',
      '--config',
      join(broken, 'netposture.yaml'),
    ]);

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_CONFIG_INVALID');
    expect(stdout + stderr).not.toContain('planted-password');
  });
});
