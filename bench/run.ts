/**
 * Runs benchmarks: `npm run bench -- <name> [arguments]` runs `bench/<name>.bench.ts`, and without a name all of them.
 * Each benchmark is a process of its own, and starts one for each of its measures (see `measure.ts`).
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const SUFFIX = '.bench.ts';

function main(arguments_: readonly string[]): number {
  const names = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
  const [asked, ...rest] = arguments_;
  if (asked !== undefined && !names.includes(asked)) {
    process.stderr.write(`There is no benchmark "${asked}". There are: ${names.join(', ')}.\n`);
    return 2;
  }
  for (const name of asked === undefined ? names : [asked]) {
    const file = `${import.meta.dirname}/${name}${SUFFIX}`;
    const { status } = spawnSync(process.execPath, [file, ...rest], { stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}

process.exitCode = main(process.argv.slice(2));
