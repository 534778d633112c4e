import { defineConfig } from 'vitest/config';

/** `npm run test:contract`: what the simulated clouds answer, held to the official API descriptions beside the checkout. */
// biome-ignore lint/style/noDefaultExport: Vitest reads the default export of its configuration.
export default defineConfig({
  test: { include: ['test/contract/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});
