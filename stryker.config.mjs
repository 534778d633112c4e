import { basename } from 'node:path';

/**
 * Mutation testing of the packet-set algebra: `npm run test:deep -- mutation`, which sets 200 cases a law.
 * Only the folder under test is mutated; the sandbox leaves out what it does not need.
 */

// Resolved rather than written out, so that tools which look for unused files see that it is used.
const CONFIGURATION = String(basename(import.meta.resolve('./vitest.mutation.config.ts')));

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: CONFIGURATION, related: false },
  mutate: [
    'packages/network/src/netset/*.ts',
    '!packages/network/src/netset/*.test.ts',
    '!packages/network/src/netset/*.testkit.ts',
  ],
  // Without its tsconfig.json: Stryker would rewrite it through an API that TypeScript 7 no longer has.
  ignorePatterns: [
    'tsconfig.json',
    'packages/network/src/graph',
    'packages/network/src/reachability',
    'apps',
    'bench',
    'demo',
    'docs',
    'test',
    'packages/providers',
    'packages/rules',
    'coverage',
  ],
  coverageAnalysis: 'perTest',
  // A mutant in code that runs only while a module loads (constants) would need a fresh process and every test. Mutants
  // that tests reach as well are still tested, by those tests.
  ignoreStatic: true,
  concurrency: 2,
  // The first run, which also traces coverage, takes several times as long as a run of a mutant: a fifth of it is ample,
  // and a mutant that loops forever costs that much.
  timeoutMS: 10_000,
  timeoutFactor: 0.2,
  thresholds: { high: 98, low: 95, break: 95 },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
};
