import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { z } from 'zod';

/** The folders that the walls stand in. */
export const walledFolders: readonly string[] = [
  'apps',
  'packages',
  'demo',
  'bench',
  'test',
  'scripts',
];

/** The part of dependency-cruiser's JSON report that is read here. */
const Report = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
    ruleSetUsed: z.object({
      forbidden: z.array(z.object({ name: z.string(), comment: z.string() })),
    }),
  }),
});

/** One import that crosses a wall; paths are relative to the root that was cruised. */
export interface Violation {
  readonly wall: string;
  readonly from: string;
  readonly to: string;
}

/** What dependency-cruiser saw. */
export interface Cruise {
  /** Source files on disk that it did not read: a wall does not hold for them, so this list must be empty. */
  readonly unseen: readonly string[];
  /** How many source files it read. */
  readonly seen: number;
  readonly violations: readonly Violation[];
  /** Every wall that is configured, with the sentence that says why it stands. */
  readonly walls: ReadonlyMap<string, string>;
}

/**
 * Runs dependency-cruiser with the walls of `root` over the walled folders of `root`.
 *
 * Its exit code and its count of modules are not trusted: with a TypeScript that it cannot load it reads nothing and
 * reports success, and its count includes modules of Node and npm. So the files that it read are compared with the
 * files on disk.
 *
 * @throws where the tool does not run or prints no report
 */
export function cruise(root: string): Cruise {
  const folders = walledFolders.filter((folder) => existsSync(join(root, folder)));
  const run = spawnSync(
    process.execPath,
    [
      resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...folders,
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'json',
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  if (!run.stdout.startsWith('{')) {
    throw new Error(`dependency-cruiser gave no report:\n${run.stdout}${run.stderr}`);
  }
  const report = Report.parse(JSON.parse(run.stdout));
  const read = new Set(report.modules.map((module) => module.source));
  const onDisk = sourceFiles(root, folders);
  const unseen = onDisk.filter((file) => !read.has(file));
  return {
    unseen,
    seen: onDisk.length - unseen.length,
    violations: report.summary.violations.map(({ rule, from, to }) => ({
      wall: rule.name,
      from,
      to,
    })),
    walls: new Map(
      report.summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]),
    ),
  };
}

/** Every TypeScript and JavaScript file under `folders` of `root`, installed packages left out. */
export function sourceFiles(root: string, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx}`, {
      cwd: root,
      exclude: (path) => path.includes('node_modules'),
    }),
  );
}
