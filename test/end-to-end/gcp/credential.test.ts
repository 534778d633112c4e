import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import { gcp } from '../../../packages/providers/src/gcp/index.ts';
import { serveGcp, WorldBuilder } from '../../clouds/gcp/index.ts';

/** How a credential becomes a token. The token server is simulated; the library that speaks to it is the real one. */

async function projectAskedWith(
  settingsOf: (endpoint: string) => Promise<Readonly<Record<string, unknown>>>,
) {
  const builder = new WorldBuilder();
  builder.project('acme-production');
  const cloud = await serveGcp(builder.world, { tokens: ['ya29.of-the-key', 'ya29.impersonated'] });
  const settings = gcp.settings.parse({
    endpoint: cloud.endpoint,
    projects: ['acme-production'],
    ...(await settingsOf(cloud.endpoint)),
  });
  const outcomes: string[] = [];
  const messages: string[] = [];
  try {
    const context = createTestContext();
    const { targets } = await gcp.discover(settings, context);
    for (const target of targets) {
      for await (const one of gcp.collect(target, settings, context)) {
        outcomes.push(one.outcome);
        messages.push(one.message ?? '');
      }
    }
  } finally {
    await cloud.close();
  }
  return {
    outcomes: new Set(outcomes),
    credentials: [...cloud.credentials],
    messages: messages.join('\n'),
  };
}

/** Workload identity: a token of somebody else's is exchanged for one of Google's. Key files know one token server only. */
async function federated(endpoint: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'netposture-gcp-'));
  const file = join(folder, 'subject-token');
  await writeFile(file, 'a-token-of-somebody-else');
  return JSON.stringify({
    type: 'external_account',
    audience:
      '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/providers/ci',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${endpoint}/token`,
    credential_source: { file },
  });
}

describe('a credential', () => {
  it('may be a workload identity', async () => {
    const { outcomes, credentials } = await projectAskedWith(async (endpoint) => ({
      credentials: await federated(endpoint),
    }));

    expect([...outcomes]).toEqual(['complete']);
    expect(credentials).toEqual(['Bearer ya29.of-the-key']);
  });

  it('may act as another service account', async () => {
    const { outcomes, credentials } = await projectAskedWith(async (endpoint) => ({
      credentials: await federated(endpoint),
      impersonate: 'reader@acme-production.iam.gserviceaccount.com',
    }));

    expect([...outcomes]).toEqual(['complete']);
    expect(credentials).toEqual(['Bearer ya29.impersonated']);
  });

  it('that is no key is named without being quoted', async () => {
    const { outcomes, messages } = await projectAskedWith(async () => ({
      credentials: '{"private_key": "planted-key"',
    }));

    expect([...outcomes]).toEqual(['forbidden']);
    expect(messages).toContain('not the JSON text of a key file');
    expect(messages).not.toContain('planted-key');
  });

  it('that Google refuses is named, and asked for once a call', async () => {
    const { outcomes, messages } = await projectAskedWith(async () => ({
      accessToken: 'ya29.expired',
    }));

    expect([...outcomes]).toEqual(['forbidden']);
    expect(messages).not.toContain('ya29.expired');
  });
});
