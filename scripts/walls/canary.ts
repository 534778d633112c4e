/**
 * A step of `npm run check`: every wall can fire. On a copy of the tree, outside of it, plants one violation for each
 * wall and the neighbours that comply, and demands that exactly the violations are reported. A wall that silently fails
 * to load, or whose pattern no longer meets the real folders, would otherwise stay green for ever.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { cruise, sourceFiles, walledFolders } from './cruise.ts';
import { plants } from './plants.ts';

/** What the names of the packages lead to. */
const entryPoints = [
  'packages/network/src/netset/index.ts',
  'packages/providers/src/index.ts',
  'packages/rules/src/index.ts',
];

const copy = mkdtempSync(join(tmpdir(), 'netposture-walls-'));
try {
  copyTree(copy);
  plantAll(copy);
  const { walls, violations } = cruise(copy);
  const fired = new Set(violations.map(({ wall, from }) => `${wall} ${from}`));

  const complaints = [
    ...plants
      .filter(({ wall, from }) => wall !== undefined && !fired.has(`${wall} ${from}`))
      .map(({ wall, from, to }) => `${wall} did not fire for ${from} -> ${to}`),
    ...plants
      .filter(({ wall }) => wall === undefined)
      .flatMap(({ from, to }) =>
        violations
          .filter((violation) => violation.from === from)
          .map(({ wall }) => `${wall} fired for ${from} -> ${to}, which is fine`),
      ),
    ...[...walls.keys()]
      .filter((name) => !plants.some(({ wall }) => wall === name))
      .map((name) => `${name} has no plant in scripts/walls/plants.ts`),
  ];
  for (const complaint of complaints) console.log(complaint);
  console.log(`${walls.size} walls, ${plants.length} plants: ${complaints.length} complaints`);
  process.exitCode = complaints.length === 0 && walls.size > 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Sources and configuration are copied; installed packages are linked, workspaces to their copies. */
function copyTree(target: string): void {
  const folders = walledFolders.filter((folder) => existsSync(folder));
  const manifests = ['apps/scanner', 'packages/network', 'packages/providers', 'packages/rules'];
  for (const file of [
    ...sourceFiles('.', folders),
    ...manifests.map((folder) => `${folder}/package.json`),
    'package.json',
    'tsconfig.json',
    '.dependency-cruiser.mjs',
  ]) {
    cpSync(file, join(target, file), { recursive: true });
  }
  linkPackages('node_modules', target);
  for (const folder of manifests) linkPackages(`${folder}/node_modules`, target);
  mkdirSync(join(target, 'node_modules/@netposture'));
  for (const folder of manifests) {
    const name = join('node_modules/@netposture', folder.slice(folder.indexOf('/') + 1));
    symlinkSync(join(target, folder), join(target, name));
  }
}

function linkPackages(folder: string, target: string): void {
  if (!existsSync(folder)) return;
  mkdirSync(join(target, folder), { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name === '@netposture' || name.startsWith('.')) continue;
    symlinkSync(resolve(folder, name), join(target, folder, name));
  }
}

/** Writes each planted file with its import, and makes what it imports where that does not exist. */
function plantAll(target: string): void {
  for (const entry of entryPoints) writeMissing(join(target, entry));
  for (const { from, to } of plants) {
    const isFile = /^(apps|packages|demo|bench|test)\//.test(to);
    if (isFile) writeMissing(join(target, to));
    const specifier = isFile ? dotted(relative(dirname(from), to)) : to;
    write(
      join(target, from),
      `import * as imported from '${specifier}';\nexport const used: unknown = imported;`,
    );
  }
}

function dotted(path: string): string {
  return path.startsWith('.') ? path : `./${path}`;
}

/** Something to import: the real file where there is one. */
function writeMissing(file: string): void {
  if (!existsSync(file)) write(file, 'export const planted: number = 1;');
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
}
