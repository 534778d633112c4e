import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { folderOf, netposture } from './netposture.testkit.ts';
import { smallOffice } from './office.testkit.ts';
import { HAS_TERMINAL, netpostureAtTerminal } from './terminal.testkit.ts';

const newFile = () => join(folderOf({}), 'netposture.yaml');
const init = (file: string, ...args: readonly string[]) =>
  netposture(['init', '--output', file, ...args]);

describe('netposture init without a terminal', () => {
  it('asks nothing, and names every cloud', async () => {
    const file = newFile();
    const { status, stdout, stderr } = await init(file);

    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/^.*netposture[.]yaml is written[.] Next: [^\n]*\n$/);
    expect(parse(readFileSync(file, 'utf8'))).toEqual({
      version: 1,
      preset: 'recommended',
      accounts: [
        { provider: 'aws' },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
        { provider: 'hetzner', project: 'default', token: '${HCLOUD_TOKEN}' },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
        { provider: 'digitalocean', team: 'default', token: '${DIGITALOCEAN_TOKEN}' },
        { provider: 'gcp' },
      ],
    });
  });

  it('names the cloud of the environment, and no secret', async () => {
    const file = newFile();
    await netposture(['init', '--output', file], { HCLOUD_TOKEN: 'token-of-the-shop-4711' });
    const text = readFileSync(file, 'utf8');

    expect(parse(text).accounts).toHaveLength(1);
    expect(text).not.toContain('4711');
  });

  it('writes what the options say', async () => {
    const file = newFile();
    await init(
      file,
      ...['--clouds', 'aws', 'gcp', '--public', 'web=tcp/443', '--public', 'mail=tcp/25'],
      ...['--vpn', '203.0.113.7', '--slack', 'OUR_SLACK'],
    );

    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({
      publicEndpoints: [
        { names: ['web'], ports: ['tcp/443'] },
        { names: ['mail'], ports: ['tcp/25'] },
      ],
      addressSets: { 'vpn-egress': ['203.0.113.7'] },
      vpn: ['vpn-egress'],
      accounts: [{ provider: 'aws' }, { provider: 'gcp' }],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
      notifications: [{ kind: 'slack', url: '${OUR_SLACK}' }],
    });
  });

  it('writes a file by which a scan judges: what it declares public is no finding', async () => {
    const file = newFile();
    const folder = folderOf(await smallOffice());
    await init(file, '--clouds', 'aws', '--public', 'web=tcp/443');
    const rule = ['--rule', 'undeclared-public-endpoint', '--format', 'json'];
    const findings = ['findings', '--observations', folder, ...rule];
    const by = await netposture([...findings, '--policy', file]);

    expect(by.stderr).toBe('');
    expect(JSON.parse(by.stdout).findings).toEqual([]);
    expect(JSON.parse((await netposture(findings)).stdout).findings).toHaveLength(1);
  });

  it('writes accounts that a scan takes', async () => {
    const file = newFile();
    await init(file, '--clouds', 'hetzner', '--slack', 'OUR_SLACK');
    const { status, stdout } = await netposture(['scan', '--dry-run', '--policy', file], {
      HCLOUD_TOKEN: 'token',
      OUR_SLACK: 'https://hooks.slack.com/services/x',
    });

    expect(status).toBe(0);
    expect(stdout).toMatch(/^Hetzner, /);
  });

  it('replaces no file but with --force', async () => {
    const file = join(folderOf({ 'netposture.yaml': 'preset: strict\n' }), 'netposture.yaml');
    const { status, stderr } = await init(file);

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_POLICY_EXISTS');
    expect(readFileSync(file, 'utf8')).toBe('preset: strict\n');
    expect((await init(file, '--force')).status).toBe(0);
    expect(parse(readFileSync(file, 'utf8')).preset).toBe('recommended');
  });

  it.each([
    { args: ['--clouds', 'azure'], says: 'Allowed choices are aws, hetzner, digitalocean, gcp' },
    { args: ['--public', 'web'], says: 'Write it as web-1=tcp/443' },
    { args: ['--public', 'web=https'], says: 'POSTURE_INIT_ANSWER' },
    { args: ['--vpn', 'home'], says: 'POSTURE_POLICY_BAD_CIDR' },
    { args: ['--slack', 'https://hooks.slack.com/x'], says: 'no name of a variable' },
  ])('refuses $args with 2, and writes nothing', async ({ args, says }) => {
    const file = newFile();
    const { status, stderr } = await init(file, ...args);

    expect(status).toBe(2);
    expect(stderr).toContain(says);
    expect(existsSync(file)).toBe(false);
  });
});

/** Printed where it is skipped: without `script` of util-linux there is no terminal to test with. */
describe.skipIf(!HAS_TERMINAL)('netposture init at a terminal (needs script of util-linux)', () => {
  it('asks what no option says, and writes the answers', async () => {
    const file = newFile();
    const { status, screen } = await netpostureAtTerminal(
      ['init', '--output', file, '--vpn', '203.0.113.7'],
      [
        ['Which clouds do you run on?', 'hetzner, aws\r'],
        ['What is meant to be public', 'web=tcp/443\r'],
        ['Slack webhook?', '\r'],
      ],
    );

    expect(status).toBe(0);
    expect(screen).not.toContain('From which addresses');
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({
      accounts: [{ provider: 'hetzner' }, { provider: 'aws' }],
      publicEndpoints: [{ names: ['web'], ports: ['tcp/443'] }],
    });
  });

  it('writes nothing after Ctrl-C, which ends with 130', async () => {
    const file = newFile();
    const { status } = await netpostureAtTerminal(
      ['init', '--output', file],
      [['Which clouds do you run on?', '\u0003']],
    );

    expect(status).toBe(130);
    expect(existsSync(file)).toBe(false);
  });

  it('writes nothing after Ctrl-D', async () => {
    const file = newFile();
    const { status, screen } = await netpostureAtTerminal(
      ['init', '--output', file],
      [['Which clouds do you run on?', '\u0004']],
    );

    expect(status).toBe(2);
    expect(screen).toContain('nothing was written');
    expect(existsSync(file)).toBe(false);
  });
});
