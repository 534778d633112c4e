/**
 * Mutation testing of the packet-set algebra: `npm run test:deep -- mutation`, which sets 200 cases a law.
 * Only the folder under test is mutated; the sandbox leaves out what it does not need.
 */
const FOLDER = 'packages/network/src/netset';

export default {
  // Ours: see its file for what it does otherwise than Stryker's runner for Vitest, and why that is sound.
  testRunner: 'fresh-modules',
  plugins: ['./scripts/mutation/runner.ts'],
  // Without the SMT solver, which the profile skips anyway.
  freshModules: { folder: FOLDER, leftOut: ['solver.test.ts'] },
  mutate: [`${FOLDER}/*.ts`, `!${FOLDER}/*.test.ts`, `!${FOLDER}/*.testkit.ts`],
  // Only the mutated files are read from the sandbox.
  ignorePatterns: ['**', `!${FOLDER}/*.ts`],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // The runner stops a test by its processor time, which other load does not distort; this is for a runner that hangs.
  timeoutMS: 120_000,
  timeoutFactor: 10,
  thresholds: { high: 98, low: 95, break: 95 },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
};
