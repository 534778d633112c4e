import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bash, folderOf, netposture } from './netposture.testkit.ts';
import { officeWithDatabase } from './office.testkit.ts';

let office: Record<string, string>;
let folder: string;

beforeAll(async () => {
  office = await officeWithDatabase('0.0.0.0/0');
  folder = folderOf(office);
});

describe('a reader that goes away', () => {
  it.each(['table', 'json', 'ndjson', 'sarif', 'markdown'])(
    'leaves no stack, and the exit code that the scan has anyway: %s',
    async (format) => {
      const line = `netposture scan --observations "${folder}" --fail-on critical --format ${format}`;
      const { stdout, stderr } = await bash(`${line} | head -c 1; echo " \${PIPESTATUS[0]}"`);

      expect(stdout).toMatch(/^. 1\n$/);
      expect(stderr).toBe('');
    },
  );

  it('may be gone before the first byte', async () => {
    const { stdout, stderr } = await bash(
      `netposture rules --format json | true; echo "\${PIPESTATUS[0]}"`,
    );

    expect(stdout).toBe('0\n');
    expect(stderr).toBe('');
  });

  it('of messages does not stop the result', async () => {
    const { stdout } = await bash(`netposture reach --observations "${folder}" --from internet \
      --to web --port 443 --expect denied 2>&1 >/dev/null | true; echo "\${PIPESTATUS[0]}"`);

    expect(stdout).toBe('1\n');
  });
});

describe('a result that cannot be written', () => {
  it('is told, and is not taken for findings', async () => {
    const { status, stderr } = await bash('netposture rules >/dev/full');

    expect(status).toBe(2);
    expect(stderr).toMatch(/^POSTURE_OUTPUT_UNWRITABLE: .*ENOSPC/);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});

describe('an error of our own', () => {
  it('ends with 4, wherever it is thrown', async () => {
    const fault =
      "process.on('newListener', (name) => { if (name === 'SIGINT') setImmediate(() => { throw new Error('planted'); }); });";
    const { status, stdout, stderr } = await netposture(['scan', '--observations', folder], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
    });

    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toContain(
      'POSTURE_INTERNAL: netposture failed, please report this.\nError: plan',
    );
  });
});

describe('files that cannot be read', () => {
  it('are named, the rest is scanned, and the scan ends with 3', async () => {
    const broken = folderOf(office);
    symlinkSync('/nowhere', join(broken, 'aws/111111111111/eu-central-1/DescribeAddresses.json'));
    const { status, stdout } = await netposture(['scan', '--observations', broken]);

    expect(status).toBe(3);
    expect(stdout).toContain(
      'failed: aws/111111111111/eu-central-1/DescribeAddresses.json: It is not a regular file.',
    );
    expect(stdout).toContain('CRITICAL no-public-database');
  });

  it.each([
    { args: ['--policy', '/no/such/file'], says: 'POSTURE_POLICY_UNREADABLE: /no/such/file' },
    { args: ['--policy', '/'], says: 'POSTURE_POLICY_UNREADABLE: /' },
  ])('end with 2 where they were named by $args', async ({ args, says }) => {
    const run = await netposture(['scan', '--observations', folder, ...args]);

    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 2, stdout: '' });
    expect(run.stderr).toContain(says);
    expect(run.stderr).not.toContain('    at ');
  });
});
