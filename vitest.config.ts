import { defineConfig } from 'vitest/config';

/** Only there to end a test that hangs: no test asserts a duration, and a busy machine is not a failure. */
const HANGING_MS = 120_000;

// biome-ignore lint/style/noDefaultExport: Vitest reads the default export of its configuration.
export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.stryker-tmp/**', 'test/contract/**', 'test/services/**'],
    testTimeout: HANGING_MS,
    hookTimeout: HANGING_MS,
  },
});
