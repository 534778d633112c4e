import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { STATEMENTS } from '../../demo/print/statements.ts';
import { type DemoRun, picturesOf, runDemo } from '../../demo/recording.ts';

/** Three scans by a process of its own take long on a machine that is busy with other tests. */
const HANGING_MS = 600_000;

const RUN = fileURLToPath(new URL('../../demo/run.ts', import.meta.url));

/** `npm run demo -- --once`, as a newcomer sees it. */
let run: DemoRun;
let printed: string;
beforeAll(async () => {
  run = await runDemo();
  printed = stripVTControlCharacters(run.stdout);
}, HANGING_MS);

const repositoryFile = (path: string) =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('ends with 0', () => {
  expect({ status: run.status, stderr: run.stderr }).toMatchObject({ status: 0 });
});

it('shows findings of all four clouds', () => {
  for (const cloud of ['AWS', 'DigitalOcean', 'Google Cloud', 'Hetzner']) {
    expect(printed).toMatch(new RegExp(` in ${cloud}, rule `));
  }
});

it('shows each of the six mistakes with its rule', () => {
  const rules = [...printed.matchAll(/^ +(\S+) in [\w ]+, rule (\S+)$/gm)].map(
    ([, subject, rule]) => `${subject} ${rule}`,
  );

  expect(rules).toEqual([
    'invoices no-public-database',
    'sessions no-public-database',
    'shipping dangling-allow-list-address',
    'production-database segmentation-violation',
    'partner-access sensitive-port-public',
    'reporting-front sensitive-port-public',
    'ledger database-public-switch-on',
  ]);
});

it('shows the change, and the message that Slack took', () => {
  const [, changed = ''] = printed.split('CHANGED:');

  expect(changed).toContain('finding-opened    applications admits the internet to SSH');
  expect(changed).toContain('┃ Network posture: 5 changes');
  expect(changed).toContain('┃ finding-opened (critical): applications admits the internet to SSH');
});

it('is what README.md shows', () => {
  for (const [path, text] of Object.entries(picturesOf(run))) {
    expect(repositoryFile(path), 'run `npm run demo:record`').toBe(text);
    expect(repositoryFile('README.md')).toContain(path);
  }
});

it('quotes only statements that its policy makes', () => {
  const policy = repositoryFile('demo/netposture.yaml');

  expect(
    [...STATEMENTS.values()].filter((statement) => !policy.includes(`"${statement}"`)),
  ).toEqual([]);
});

it('leaves nothing behind where it is interrupted before it is ready', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'netposture-demo-test-'));
  const demo = spawn(process.execPath, [RUN], {
    env: { PATH: process.env['PATH'], TMPDIR: scratch },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(demo, 'exit');
  await once(demo.stderr, 'data');
  demo.kill('SIGINT');

  expect(await ended).toEqual([130, null]);
  expect(readdirSync(scratch)).toEqual([]);
});
