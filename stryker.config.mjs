/**
 * Mutation testing of the packet-set algebra: `npm run test:deep -- mutation`, which sets 200 cases a law.
 * Only the folder under test is mutated; the sandbox leaves out what it does not need.
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.config.ts', related: false },
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
  concurrency: 2,
  timeoutMS: 20_000,
  thresholds: { high: 98, low: 95, break: 95 },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
};
