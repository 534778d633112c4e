import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from './repository-files.ts';

/**
 * Each gate of `npm run check` is shown to fail, with the configuration of this repository, on a small tree of its own
 * that has one planted fault. The walls have their own proof in scripts/walls/canary.ts.
 */
let tree: string;

const NEUTRAL = 'packages/network/src/netset/index.ts';

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'netposture-gates-'));
  for (const file of [
    '.gitignore',
    'package.json',
    'tsconfig.json',
    'biome.json',
    '.oxlintrc.json',
    'knip.jsonc',
  ]) {
    cpSync(`${root}${file}`, join(tree, file));
  }
  cpSync(`${root}packages/network/package.json`, join(tree, 'packages/network/package.json'));
  mkdirSync(join(tree, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types']) {
    symlinkSync(`${root}node_modules/${name}`, join(tree, 'node_modules', name));
  }
  plant(NEUTRAL, "export const family: 'ipv4' | 'ipv6' = 'ipv4';\n");
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

function gate(command: string, ...args: readonly string[]) {
  const run = spawnSync(`${root}node_modules/.bin/${command}`, args, {
    cwd: tree,
    encoding: 'utf8',
  });
  return { passed: run.status === 0, output: run.stdout + run.stderr };
}

describe('tsc', () => {
  const types = () => gate('tsc', '-p', '.');

  it('passes a tree without a fault', () => {
    expect(types()).toEqual({ passed: true, output: '' });
  });

  it.each([
    ['packages/network/src/netset/planted.ts', 'export const port: number = "22";\n'],
    ['test/worlds/planted.ts', 'export const first: number = [1][0];\n'],
    ['scripts/planted.ts', 'export enum Verdict { Allowed }\n'],
    ['apps/scanner/bin/planted.mjs', 'export function planted(name) { return name; }\n'],
  ])('refuses a fault in %s', (path, text) => {
    plant(path, text);

    expect(types()).toMatchObject({ passed: false });
  });
});

describe('Biome', () => {
  const lint = () => gate('biome', 'check', '--error-on-warnings', '.');

  it('passes a tree without a fault', () => {
    expect(lint()).toMatchObject({ passed: true });
  });

  it.each([
    ['a file that is not formatted', NEUTRAL, 'export const a = "double";\n', 'format'],
    ['a default export', 'bench/planted.ts', 'export default 1;\n', 'noDefaultExport'],
    ['an any', 'test/worlds/planted.ts', 'export const a: any = 1;\n', 'noExplicitAny'],
    ['the clock in pure code', NEUTRAL, 'export const now = Date.now();\n', 'noRestrictedGlobals'],
    [
      'the clock in a normalizer',
      'packages/providers/src/aws/normalize/planted.ts',
      'export const now = Date.now();\n',
      'noRestrictedGlobals',
    ],
    [
      'the environment outside the configuration',
      'apps/scanner/src/scan/planted.ts',
      "import process from 'node:process';\n\nexport const home = process.env['HOME'];\n",
      'noProcessEnv',
    ],
    [
      'a file name in camelCase',
      'demo/plantedFile.ts',
      'export const a = 1;\n',
      'useFilenamingConvention',
    ],
    [
      'a non-null assertion',
      'demo/planted.ts',
      'export const a = [1][0]!;\n',
      'noNonNullAssertion',
    ],
  ])('refuses %s', (_, path, text, rule) => {
    plant(path, text);

    const { passed, output } = lint();

    expect(passed).toBe(false);
    expect(output).toContain(rule);
  });
});

describe('oxlint', () => {
  const lint = () => gate('oxlint', '--type-aware', '--deny-warnings');

  it('passes a tree without a fault', () => {
    expect(lint()).toMatchObject({ passed: true });
  });

  it('refuses a promise that nobody waits for', () => {
    plant(
      NEUTRAL,
      'async function work(): Promise<void> {}\nexport function start() {\n  work();\n}\n',
    );

    expect(lint().output).toContain('no-floating-promises');
  });

  it('refuses a switch that forgets a case', () => {
    plant(
      NEUTRAL,
      "export function bits(family: 'ipv4' | 'ipv6'): number {\n  switch (family) {\n    case 'ipv4':\n      return 32;\n  }\n  return 0;\n}\n",
    );

    expect(lint().output).toContain('switch-exhaustiveness-check');
  });
});

describe('Knip', () => {
  const unused = () => gate('knip', '--no-progress', '--workspace', 'packages/network');

  it('passes a tree without a fault', () => {
    expect(unused()).toMatchObject({ passed: true });
  });

  it('refuses a file that nobody imports', () => {
    plant('packages/network/src/netset/orphan.ts', 'export const orphan = 1;\n');

    const { passed, output } = unused();

    expect(passed).toBe(false);
    expect(output).toContain('orphan.ts');
  });
});
