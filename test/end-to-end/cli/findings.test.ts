import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, netposture } from './netposture.testkit.ts';
import { officeWithDatabase } from './office.testkit.ts';

let open: string;
let closed: string;
let unseen: string;

beforeAll(async () => {
  const files = await officeWithDatabase('0.0.0.0/0');
  open = folderOf(files);
  closed = folderOf(await officeWithDatabase('3.120.0.10/32'));
  unseen = folderOf({ ...files, 'broken.json': '{"' });
});

/** Only the critical ones count, so that what the small office lacks besides (flow logs, TLS) does not. */
const scan = (folder: string, ...args: readonly string[]) =>
  netposture(['scan', '--observations', folder, '--fail-on', 'critical', ...args]);

describe('findings of a scan', () => {
  it('ends with 1 for a public database, and shows rule, proof and id', async () => {
    const { status, stdout } = await scan(open);

    expect(status).toBe(1);
    expect(stdout).toContain('CRITICAL no-public-database: orders');
    expect(stdout).toContain('rule "allow tcp 5432 from 0.0.0.0/0" admits');
  });

  it('ends with 0 where only an own address is admitted', async () => {
    const { status, stdout } = await scan(closed);

    expect(status).toBe(0);
    expect(stdout).not.toContain('no-public-database');
  });

  it('ends with 0 where nothing fails the scan by choice', async () => {
    expect((await scan(open, '--fail-on', 'none')).status).toBe(0);
  });

  it('ends with 3 where a rule of the asked severity cannot decide: undetermined is not a pass', async () => {
    const { status, stdout } = await scan(closed, '--fail-on', 'high');

    expect(status).toBe(3);
    expect(stdout).toContain('HIGH, UNDETERMINED plaintext-over-internet: orders');
  });

  it('ends with 3 rather than 1 where something could not be seen besides', async () => {
    expect((await scan(unseen)).status).toBe(3);
  });

  it('ends with 2 rather than 3 where the arguments make no sense besides', async () => {
    expect((await scan(unseen, '--fail-on', 'terrible')).status).toBe(2);
  });

  it('tells GitHub how bad a finding is, in SARIF', async () => {
    const log = JSON.parse((await scan(open, '--format', 'sarif')).stdout);
    const result = log.runs[0].results.find(
      ({ ruleId }: { readonly ruleId: string }) => ruleId === 'no-public-database',
    );
    const { rules } = log.runs[0].tool.driver;

    expect(result).toMatchObject({ ruleId: 'no-public-database', level: 'error', kind: 'fail' });
    expect(rules.map(({ id }: { readonly id: string }) => id)).toContain(result.ruleId);
    expect(result.partialFingerprints['netpostureFinding/v1']).toMatch(/^no-public-database \| /);
  });

  it('names line and column of what is wrong in a policy file, and ends with 2', async () => {
    const policy = join(
      folderOf({ 'netposture.yaml': 'preset: strict\nzoness: {}\n' }),
      'netposture.yaml',
    );
    const { status, stdout, stderr } = await scan(open, '--policy', policy);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('netposture.yaml:2:1: error POSTURE_POLICY_UNKNOWN_KEY');
    expect(stderr).toContain('zones');
  });

  it('still shows what the policy waives, and ends with 0', async () => {
    const policy = folderOf({
      'p.yaml':
        'waivers:\n  - name: demo\n    rule: no-public-database\n    subject: orders\n    owner: ops\n    reason: demo data only\n    expires: 2999-12-31\n',
    });
    const { status, stdout, stderr } = await scan(open, '--policy', join(policy, 'p.yaml'));

    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('CRITICAL, WAIVED no-public-database: orders');
  });
});

describe('the commands about findings', () => {
  it('list those of one rule and state', async () => {
    const args = ['findings', '--observations', open, '--format', 'json'];
    const all = JSON.parse((await netposture([...args, '--state', 'open'])).stdout);

    expect(all.findings.map(({ rule }: { readonly rule: string }) => rule)).toContain(
      'no-public-database',
    );
    expect(JSON.parse((await netposture([...args, '--rule', 'nothing'])).stdout).findings).toEqual(
      [],
    );
  });

  it('leave out what can be reached, and do not count it as nothing', async () => {
    const { stdout } = await netposture(['findings', '--observations', open]);

    expect(stdout).not.toContain('REACHABLE FROM THE INTERNET');
    expect(stdout).toContain('Reachable from outside, or perhaps: 2 of 3.');
  });

  it('explain one finding by a part of its id', async () => {
    const { status, stdout } = await netposture([
      'explain',
      'no-public-database',
      '--observations',
      open,
    ]);

    expect(status).toBe(0);
    expect(stdout).toContain('Why it matters:');
    expect(stdout).toContain('The way of one packet:');
  });

  it('say so where no finding is called that', async () => {
    const { status, stderr } = await netposture(['explain', 'nobody', '--observations', open]);

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_FINDING_UNKNOWN');
  });

  it('list the rules, and tell all of one', async () => {
    expect((await netposture(['rules'])).stdout).toContain('no-public-database');
    expect((await netposture(['rules', 'no-public-database'])).stdout).toContain('What to do:');
    expect((await netposture(['rules', 'no-public-databse'])).status).toBe(2);
  });

  it('compare two folders: what opened ends with 1, what closed is resolved', async () => {
    const opened = await netposture(['compare', closed, open]);
    const narrowed = await netposture(['compare', open, closed, '--format', 'json']);

    expect(opened.status).toBe(1);
    expect(opened.stdout).toContain('finding opened: critical (open) no-public-database');
    expect(JSON.parse(narrowed.stdout).findings).toContainEqual(
      expect.objectContaining({
        kind: 'resolved',
        finding: expect.objectContaining({ rule: 'no-public-database' }),
      }),
    );
    expect((await netposture(['compare', open, open])).stdout).toBe('No difference in meaning.\n');
  });
});
