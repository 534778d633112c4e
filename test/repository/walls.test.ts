import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cruise } from '../../scripts/walls/cruise.ts';
import { plants } from '../../scripts/walls/plants.ts';
import { root } from './repository-files.ts';

/** A tree with the real walls and two files; what the canary of the check cannot show about itself. */
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'netposture-cruise-'));
  cpSync(`${root}.dependency-cruiser.mjs`, join(tree, '.dependency-cruiser.mjs'));
  plant('packages/network/src/netset/port-set.ts', 'export const port: number = 22;\n');
  plant('bench/run.ts', 'export const runs: number = 1;\n');
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

it('a cruise reads every source file of the walled folders', () => {
  expect(cruise(tree)).toMatchObject({ seen: 2, unseen: [], violations: [] });
});

it('a source file that the tool did not read is reported, though the tool itself is content', () => {
  plant(
    '.dependency-cruiser.mjs',
    "export default { forbidden: [], options: { parser: 'swc', exclude: '^packages' } };\n",
  );

  expect(cruise(tree)).toMatchObject({
    seen: 1,
    unseen: ['packages/network/src/netset/port-set.ts'],
    violations: [],
  });
});

it('a configuration that does not load is an error, never an empty report', () => {
  plant('.dependency-cruiser.mjs', 'export default {;\n');

  expect(() => cruise(tree)).toThrow('no report');
});

it('an import for its type alone crosses a wall too', () => {
  plant('packages/rules/src/rule.ts', 'export type Rule = string;\n');
  plant(
    'packages/network/src/netset/planted.ts',
    "import type { Rule } from '../../../rules/src/rule.ts';\n\nexport const rule: Rule = '';\n",
  );

  expect(cruise(tree).violations).toEqual([
    {
      wall: 'network-is-the-floor',
      from: 'packages/network/src/netset/planted.ts',
      to: 'packages/rules/src/rule.ts',
    },
  ]);
});

it('every wall has a plant, and every plant names a wall that exists', () => {
  const { walls } = cruise(tree);
  const planted = new Set(plants.flatMap(({ wall }) => wall ?? []));

  expect([...planted].sort()).toEqual([...walls.keys()].sort());
});
