import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, it } from 'vitest';
import { root } from './repository-files.ts';

it('the tests run on Node 24.12 or newer, whatever the machine has', () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

  expect(major * 1000 + minor).toBeGreaterThanOrEqual(24_012);
});

it('npx runs the packaged Node 24', () => {
  const run = spawnSync('npx', ['node', '-v'], { cwd: root, encoding: 'utf8' });

  expect(run.stdout).toMatch(/^v24[.]/);
});

it('npm scripts run on the packaged Node 24', () => {
  const run = spawnSync('npm', ['exec', '--call', 'node -v'], { cwd: root, encoding: 'utf8' });

  expect(run.stdout).toMatch(/^v24[.]/);
});
