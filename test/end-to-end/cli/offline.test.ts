import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, netposture } from './netposture.testkit.ts';
import { smallOffice } from './office.testkit.ts';

let office: Record<string, string>;
let folder: string;

beforeAll(async () => {
  office = await smallOffice();
  folder = folderOf(office);
});

function validator(name: string) {
  const text = readFileSync(new URL(`../../../docs/schemas/${name}`, import.meta.url), 'utf8');
  return new Ajv2020().compile(JSON.parse(text));
}

const scan = (...args: readonly string[]) =>
  netposture(['scan', '--observations', folder, ...args]);
const ask = (...args: readonly string[]) =>
  netposture(['reach', '--observations', folder, '--from', 'internet', '--to', 'web', ...args]);

describe('netposture scan over a folder', () => {
  it('prints a table without colour where there is no terminal', async () => {
    const { stdout, stderr } = await scan();

    expect(stdout).toContain(
      '+ workload web (aws/111111111111/eu-central-1): the internet (IPv4) -> 3.120.0.10/32: tcp 443',
    );
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toBe('');
  });

  it('prints JSON that fits its published schema', async () => {
    const { stdout } = await scan('--format', 'json');
    const valid = validator('scan.schema.json');

    expect([valid(JSON.parse(stdout)), valid.errors]).toEqual([true, null]);
  });

  it('prints lines that fit their published schema, the summary last', async () => {
    const { stdout } = await scan('--format', 'ndjson');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const valid = validator('scan-line.schema.json');

    expect(lines.filter((line) => !valid(line))).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ type: 'summary', exposures: 1, gaps: 0 });
  });

  it('prints SARIF 2.1.0', async () => {
    const log = JSON.parse((await scan('--format', 'sarif')).stdout);

    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'netposture' } } }],
    });
    expect(log.runs[0].invocations).toEqual([
      { executionSuccessful: true, toolExecutionNotifications: [] },
    ]);
  });

  it('writes a whole file with --output, and nothing on standard output', async () => {
    const file = join(folderOf({}), 'posture.md');

    expect((await scan('--format', 'markdown', '--output', file)).stdout).toBe('');
    expect(readFileSync(file, 'utf8')).toMatch(/^# Network posture\n/);
  });

  it('says so where --output cannot be written', async () => {
    const { status, stderr } = await scan('--output', join(folder, 'no/such/folder/file'));

    expect(status).toBe(2);
    expect(stderr).toContain('POSTURE_OUTPUT_UNWRITABLE');
  });

  it('names a truncated file, scans the rest, and ends with 3', async () => {
    const group = 'aws/111111111111/eu-central-1/DescribeNetworkAcls.json';
    const broken = folderOf({ ...office, [group]: (office[group] ?? '').slice(0, 20) });
    const { status, stdout } = await netposture(['scan', '--observations', broken]);

    expect(status).toBe(3);
    expect(stdout).toContain(`failed: ${group}`);
    expect(stdout).toContain('workload web');
  });

  it('ends with 3 where a folder does not exist', async () => {
    const { status, stdout, stderr } = await netposture([
      'scan',
      '--observations',
      '/no/such/folder',
    ]);

    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^POSTURE_OBSERVATIONS_UNREADABLE: /);
  });

  it('ends with 3 where a folder is empty: nothing seen is not nothing wrong', async () => {
    const { status, stdout } = await netposture(['scan', '--observations', folderOf({})]);

    expect(status).toBe(3);
    expect(stdout).toContain('holds no observations');
  });

  it('lets no control character of a provider through to the terminal', async () => {
    const hostile = folderOf(await smallOffice('web\u001b[2J\u009b1m\u202e'));

    for (const format of ['table', 'markdown']) {
      const { stdout } = await netposture(['scan', '--observations', hostile, '--format', format]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(stdout).toContain('web?');
    }
  });
});

describe('netposture reach over a folder', () => {
  it('answers in words', async () => {
    const { status, stdout } = await ask('--protocol', 'tcp', '--port', '443');

    expect(status).toBe(0);
    expect(stdout).toMatch(/^internet -> web: allowed \(delivered\)/);
  });

  it('answers in JSON that fits its published schema', async () => {
    const valid = validator('reach-answer.schema.json');
    const answer = JSON.parse((await ask('--port', '22', '--format', 'json')).stdout);

    expect([valid(answer), valid.errors]).toEqual([true, null]);
    expect(answer).toMatchObject({ verdict: 'denied', disposition: 'refused-ingress' });
  });

  it('ends with 1 where the verdict is not the expected one', async () => {
    expect((await ask('--port', '443', '--expect', 'denied')).status).toBe(1);
    expect((await ask('--port', '443', '--expect', 'allowed')).status).toBe(0);
  });

  it('answers a file line by line, in order, and ends with 2 where one line is no question', async () => {
    const questions = folderOf({
      'q.ndjson':
        '{"from":"internet","to":"web","protocol":"tcp","port":443}\nno question\n{"from":"web","to":"db","protocol":"tcp","port":5432}\n',
    });
    const run = await netposture([
      'reach',
      '--observations',
      folder,
      '--queries',
      join(questions, 'q.ndjson'),
    ]);
    const lines = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const valid = validator('reach-answer.schema.json');

    expect(lines.map((line) => line.verdict ?? line.error.code)).toEqual([
      'allowed',
      'POSTURE_QUERY_INVALID',
      'allowed',
    ]);
    expect(lines.filter((line) => !valid(line))).toEqual([]);
    expect(run.status).toBe(2);
  });

  it.each([
    { args: ['--port', '99999'], says: 'from 0 to 65535' },
    { args: ['--port', ''], says: 'from 0 to 65535' },
    { args: ['--format', 'xml'], says: 'Allowed choices are text, json' },
    { args: ['--expect', 'maybe'], says: 'Allowed choices are allowed, denied' },
    { args: ['--protocol', 'tpc'], says: 'no protocol name or number' },
    { args: ['--prot', 'tcp'], says: 'Did you mean --' },
    { args: ['--to', 'nobody'], says: 'Nothing here is called "nobody"' },
    { args: ['--queries', '/no/such/file'], says: '--queries' },
  ])('refuses $args with 2 and a message', async ({ args, says }) => {
    const { status, stdout, stderr } = await ask(...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

describe('netposture itself', () => {
  it.each([
    { args: ['scna'], meant: 'scan' },
    { args: ['finding'], meant: 'findings' },
    { args: ['scan', '--observation', 'x'], meant: '--observations' },
    { args: ['findings', '--fromat', 'json'], meant: '--format' },
    { args: ['explain', 'x', '--observations', 'x', '--polcy', 'p'], meant: '--policy' },
    { args: ['rules', '--fromat', 'json'], meant: '--format' },
    { args: ['compare', 'a', 'b', '--stric'], meant: '--strict' },
    { args: ['reach', '--observations', 'x', '--form', 'a'], meant: '--from' },
    { args: ['serve', '--rol', 'all'], meant: '--role' },
  ])('suggests $meant for $args, and ends with 2', async ({ args, meant }) => {
    const { status, stdout, stderr } = await netposture(args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`Did you mean ${meant}?`);
  });

  it('leaves no draft beside an output that it wrote', async () => {
    const target = folderOf({});
    mkdirSync(join(target, 'out'));
    writeFileSync(join(target, 'out/old.json'), 'old');
    await scan('--format', 'json', '--output', join(target, 'out/old.json'));

    expect(readdirSync(join(target, 'out'))).toEqual(['old.json']);
  });
});
