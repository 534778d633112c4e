import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root, textOf } from './repository-files.ts';

let clone: string;

/** A clone with the real .ci/run, and an npm that only writes down what it was asked and fails when told to. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'netposture-ci-'));
  mkdirSync(join(clone, '.ci'));
  mkdirSync(join(clone, 'bin'));
  cpSync(`${root}.ci/run`, join(clone, '.ci/run'));
  writeFileSync(join(clone, 'README.md'), textOf('README.md'));
  writeFileSync(
    join(clone, 'bin/npm'),
    '#!/bin/sh\n[ "$1" = -v ] && { echo 11.0.0; exit; }\necho "npm $*" >> calls\n[ "$*" != "$FAIL" ] || exit 7\n' +
      '[ "$1" != test ] || printf "\\n Test Files  1 passed (1)\\n      Tests  2 passed (2)\\n"\n',
    { mode: 0o755 },
  );
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

function runCi(scripts: Readonly<Record<string, string>>, fail = '') {
  writeFileSync(join(clone, 'package.json'), JSON.stringify({ scripts }));
  const path = `${join(clone, 'bin')}:${process.env['PATH'] ?? ''}`;
  const run = spawnSync('bash', ['.ci/run'], {
    cwd: clone,
    encoding: 'utf8',
    env: { ...process.env, PATH: path, FAIL: fail },
  });
  const { stdout } = spawnSync('cat', ['calls'], { cwd: clone, encoding: 'utf8' });
  return {
    status: run.status,
    output: run.stdout,
    error: run.stderr,
    calls: stdout.trim().split('\n'),
  };
}

it('is executable', () => {
  expect(() => accessSync(`${root}.ci/run`, constants.X_OK)).not.toThrow();
});

it('takes the test command from README.md', () => {
  const run = spawnSync('bash', ['.ci/run', '--print-test-command'], {
    cwd: root,
    encoding: 'utf8',
  });

  expect(run.stdout).toBe('npm ci && npm test\n');
  expect(textOf('README.md')).toContain(`\`\`\`sh\n${run.stdout}\`\`\``);
});

it('installs, checks, tests, and ends with the closing lines of the test runner', () => {
  const { status, output, calls } = runCi({});

  expect(calls).toEqual(['npm ci', 'npm run check', 'npm ci', 'npm test']);
  expect(status).toBe(0);
  expect(output.trimEnd()).toMatch(/Test Files {2}1 passed \(1\)\n {6}Tests {2}2 passed \(2\)$/);
});

it('runs the contract tests once there are any', () => {
  const { calls } = runCi({ 'test:contract': 'true' });

  expect(calls.at(-1)).toBe('npm run test:contract');
});

it('installs the servers that a bare machine lacks, then runs the services tests', () => {
  writeFileSync(join(clone, 'bin/apt-get'), '#!/bin/sh\necho "apt-get $*" >> calls\n', {
    mode: 0o755,
  });
  writeFileSync(join(clone, 'bin/sudo'), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });

  const { status, calls } = runCi({ 'test:services': 'true' });

  expect(status).toBe(0);
  expect(calls.at(-1)).toBe('npm run test:services');
  expect(calls.slice(4, -1).every((call) => call.startsWith('apt-get '))).toBe(true);
});

it.each(['ci', 'run check', 'test', 'run test:contract'])(
  'stops with an error where npm %s fails',
  (failing) => {
    const { status, error, calls } = runCi({ 'test:contract': 'true' }, failing);

    expect(status).toBe(1);
    expect(error).toContain('FAILED');
    expect(calls.at(-1)).toBe(`npm ${failing}`);
  },
);

it('fails where README.md gives no test command', () => {
  writeFileSync(join(clone, 'README.md'), '# netposture\n');

  expect(runCi({})).toMatchObject({ status: 1, calls: [''] });
});
