/**
 * Mutation testing of the packet-set algebra: `npm run test:deep -- mutation`. Stryker fails where less than 95 % of the mutants
 * are killed; this fails as well where a mutant survives that `SURVIVORS.md` beside the sources does not explain, or where that
 * file explains one that no longer survives. Options are handed on to Stryker: with `--mutate` some files are enough.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { explainedIn, filesOf, missing, type Report, survivorsOf } from './survivors.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const SURVIVORS = 'packages/network/src/netset/SURVIVORS.md';

function main(options: readonly string[]): number {
  const { status } = spawnSync('node_modules/.bin/stryker', ['run', ...options], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
  const report = JSON.parse(read('coverage/mutation.json')) as Report;
  const survivors = survivorsOf(report);
  const mutated = filesOf(report);
  const explained = explainedIn(read(SURVIVORS)).filter(({ file }) => mutated.includes(file));
  const unexplained = missing(survivors, explained);
  const gone = missing(explained, survivors);
  tell(`survive and are not explained in ${SURVIVORS}`, unexplained);
  tell(`are explained in ${SURVIVORS} and no longer survive`, gone);
  return status === 0 && unexplained.length === 0 && gone.length === 0 ? 0 : 1;
}

function tell(what: string, mutants: readonly string[]): void {
  process.stdout.write(`\n${mutants.length} mutants ${what}\n`);
  for (const mutant of mutants) process.stdout.write(`  ${mutant}\n`);
}

process.exitCode = main(process.argv.slice(2));
