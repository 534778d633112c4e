import { graphOf, providerId } from '@netposture/network/graph';
import { z } from 'zod';
import { coverageOf } from '../observation.ts';
import type { Provider } from '../provider.ts';

/** Google Cloud. Knows no call yet: nothing is collected, recognised or normalized. */
export const gcp: Provider = {
  id: providerId('gcp'),
  title: 'Google Cloud',
  settings: z.strictObject({}),
  operations: [],
  permissions: { file: 'gcp.md', render: () => '' },
  notModelled: ['Everything: the adapter is not written yet.'],
  recogniser: { answers: [], locate: () => ({}), continuation: () => ({ more: false }) },
  discover: async () => ({ targets: [], observations: [] }),
  async *collect() {},
  normalize: (observations) => graphOf([], observations.map(coverageOf)),
};
