import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { everythingStored } from '../http/everything-stored.testkit.ts';
import { type RunningService, startRunning } from '../http/running.testkit.ts';
import { netposture } from './netposture.testkit.ts';
import { complaintsOf } from './published-schema.testkit.ts';

type Listed = { readonly id: string; readonly name: string; readonly state: string };

function tokensOf(directory: string) {
  const token = (...args: readonly string[]) =>
    netposture(['token', ...args, '--data-dir', directory]);
  const list = async () => {
    const document = JSON.parse((await token('list', '--format', 'json')).stdout);
    expect(complaintsOf('tokens.schema.json', document)).toBeNull();
    return document.tokens as readonly Listed[];
  };
  return { token, list };
}

describe('netposture token, with no service running', () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'netposture-')), 'data');
  const { token, list } = tokensOf(directory);
  let text = '';

  it('prints a new token alone on standard output, and its id beside', async () => {
    const { status, stdout, stderr } = await token('create', '--name', 'ci', '--role', 'scan');
    text = stdout.trim();

    expect(status).toBe(0);
    expect(stdout).toMatch(/^npt_[\w-]{43}\n$/);
    expect(stderr).toMatch(
      /^The token "ci" \(scan, never expires, id [0-9a-f-]{36}\) is not shown/,
    );
  });

  it('lists it without its text, and shows what expires', async () => {
    await token('create', '--name', 'old', '--role', 'read', '--expires', '90d');
    const { stdout } = await token('list');

    expect(stdout).toMatch(/valid {4}scan {3}made 20\d\d-\d\d-\d\d, never expires {2}ci$/m);
    expect(stdout).toMatch(/valid {4}read {3}made .*, expires 20\d\d-.*Z {2}old$/m);
    expect(stdout).not.toContain(text);
  });

  it('revokes it, once', async () => {
    const [first] = await list();
    const id = first?.id ?? '';

    expect((await token('revoke', id)).status).toBe(0);
    expect((await list()).map(({ name, state }) => [name, state])).toEqual([
      ['ci', 'revoked'],
      ['old', 'valid'],
    ]);
    const again = await token('revoke', id);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('POSTURE_TOKEN_UNKNOWN');
  });

  it.each([
    [['create', '--name', 'x']],
    [['create', '--role', 'read']],
    [['create', '--name', '', '--role', 'read']],
    [['create', '--name', 'x', '--role', 'root']],
    [['create', '--name', 'x', '--role', 'read', '--expires', 'yesterday']],
    [['revoke']],
    [['destroy']],
  ])('refuses %j, and makes nothing', async (args) => {
    const { status, stdout } = await token(...args);

    expect([status, stdout]).toEqual([2, '']);
    expect(await list()).toHaveLength(2);
  });

  it('keeps the text nowhere, and who made it in the audit', async () => {
    const database = await openDatabase({ kind: 'embedded', directory });
    const stored = await everythingStored(database);
    await database.close();

    expect([...stored].filter(([, all]) => all.includes(text))).toEqual([]);
    expect(stored.get('netposture.audit')).toContain('token-revoked');
    expect(stored.get('netposture.audit')).toContain('command line');
  });
});

describe('netposture token, through the service that holds the directory', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunning({ policy: {}, secrets: [] });
  });
  afterAll(() => service.close());

  const answers = async (text: string, path: string) =>
    (await fetch(`${service.url}${path}`, { headers: { authorization: `Bearer ${text}` } })).status;

  it('makes a token that works at once, and no longer when it is revoked', async () => {
    const { token, list } = tokensOf(service.directory);
    const text = (await token('create', '--name', 'reader', '--role', 'read')).stdout.trim();

    expect(await answers(text, '/v1/findings')).toBe(200);
    expect(await answers(text, '/v1/tokens')).toBe(403);
    const reader = (await list()).find(({ name }) => name === 'reader');
    expect((await token('revoke', reader?.id ?? '')).status).toBe(0);
    expect(await answers(text, '/v1/findings')).toBe(401);
    expect(service.log()).not.toContain(text);
  });

  it('says the same as without a service where there is no such token', async () => {
    const { token } = tokensOf(service.directory);
    const { status, stderr } = await token('revoke', 'e8d1b7a0-0000-4000-8000-000000000000');

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_TOKEN_UNKNOWN');
  });
});
