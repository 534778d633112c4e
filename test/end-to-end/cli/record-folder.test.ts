import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDataDirectory } from '../../../apps/scanner/src/store/data-directory.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { folderOf, netposture } from './netposture.testkit.ts';
import { officeWithDatabase } from './office.testkit.ts';

describe('scan --observations --record', () => {
  let slack: FakeSlack;
  let variables: Readonly<Record<string, string>>;
  let closed: string;
  let open: string;
  let broken: string;
  let first: string;
  let second: string;

  beforeAll(async () => {
    slack = await serveSlack();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
    const notifications = [{ kind: 'slack', url: '${TEST_SLACK_URL}' }];
    const folder = folderOf({ 'netposture.yaml': JSON.stringify({ notifications }) });
    variables = {
      NETPOSTURE_CONFIG: join(folder, 'netposture.yaml'),
      NETPOSTURE_DATA_DIR: join(folder, 'data'),
      TEST_SLACK_URL: slack.url,
    };
    closed = folderOf(await officeWithDatabase('3.120.0.10/32'));
    const files = await officeWithDatabase('0.0.0.0/0');
    open = folderOf(files);
    broken = folderOf({ ...files, 'broken.json': '{"' });
  });
  afterAll(() => slack.close());

  const record = (folder: string, ...args: readonly string[]) =>
    netposture(
      [
        'scan',
        '--observations',
        folder,
        '--record',
        '--format',
        'json',
        '--fail-on',
        'critical',
        ...args,
      ],
      variables,
    );
  const findings = async () =>
    JSON.parse((await netposture(['findings', '--format', 'json'], variables)).stdout)
      .findings as readonly { readonly rule: string; readonly state: string }[];
  const publicDatabase = async () =>
    (await findings())
      .filter(({ rule }) => rule === 'no-public-database')
      .map(({ state }) => state);

  it('records the folder as a scan, and sends one summary', async () => {
    const { status, stdout } = await record(closed);
    first = JSON.parse(stdout).scan.id;

    expect(status).toBe(0);
    expect(JSON.parse(stdout).scan).toMatchObject({
      state: 'recorded',
      scope: { folder: closed },
      reason: 'command',
    });
    expect(await publicDatabase()).toEqual([]);
    expect(slack.messages).toEqual([expect.stringContaining('First scan')]);
  });

  it('tells what opened since the folder before, with exit code 1', async () => {
    const { status, stdout } = await record(open);
    second = JSON.parse(stdout).scan.id;

    expect(status).toBe(1);
    expect(await publicDatabase()).toEqual(['open']);
    expect(slack.messages[1]).toContain('orders is reachable from the internet');
  });

  it('lets what was recorded be compared, with each other and with folders', async () => {
    const scans = await netposture(['compare', first, second, '--format', 'json'], variables);
    const folders = await netposture(['compare', closed, open, '--format', 'json'], variables);
    const unknown = await netposture(['compare', crypto.randomUUID(), open], variables);

    expect(scans.status).toBe(1);
    expect(JSON.parse(scans.stdout)).toEqual(JSON.parse(folders.stdout));
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('POSTURE_SCAN_UNKNOWN');
  });

  it('leaves nothing recorded of a folder with a file that could not be taken in', async () => {
    const before = await findings();

    const { status, stdout, stderr } = await record(broken);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('POSTURE_OBSERVATIONS_INCOMPLETE: ');
    expect(stderr).toContain('broken.json');
    expect(await findings()).toEqual(before);
    expect(slack.messages).toHaveLength(2);
  });

  it('is refused while a service holds the store, and records nothing without being asked to', async () => {
    const held = await lockDataDirectory(variables['NETPOSTURE_DATA_DIR'] ?? '');
    const { status, stderr } = await record(closed);
    const plain = await netposture(
      ['scan', '--observations', closed, '--fail-on', 'none'],
      variables,
    );
    await held.release();

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_DATA_DIRECTORY_LOCKED');
    expect(plain.status).not.toBe(2);
    expect(await publicDatabase()).toEqual(['open']);
  });
});
