import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Examples before laws, laws before exhaustive comparisons: most mutants die of the first, in milliseconds. */
const DEAR = [
  'laws-of-numbers',
  'laws-of-addresses',
  'laws-of-transports',
  'laws-of-packets',
  'oracle',
  'packet-oracle',
];

class CheapestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.sort((a, b) => cost(a) - cost(b));
  }
}

function cost({ moduleId }: TestSpecification): number {
  return DEAR.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
}

/**
 * What mutation testing runs (see `stryker.config.mjs`): the tests of the packet-set algebra in one worker, because
 * a worker per file costs more than most mutants do. Without the SMT solver, which the profile skips anyway.
 */
// biome-ignore lint/style/noDefaultExport: Vitest reads the default export of its configuration.
export default defineConfig({
  test: {
    include: ['packages/network/src/netset/*.test.ts'],
    exclude: ['**/solver.test.ts'],
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: CheapestFirst },
  },
});
