import { graphOf, providerId } from '@netposture/network/graph';
import { z } from 'zod';
import { coverageOf } from '../observation.ts';
import type { Provider } from '../provider.ts';

/** DigitalOcean. Knows no call yet: nothing is collected, recognised or normalized. */
export const digitalocean: Provider = {
  id: providerId('digitalocean'),
  title: 'DigitalOcean',
  settings: z.strictObject({}),
  operations: [],
  permissions: { file: 'digitalocean.md', render: () => '' },
  notModelled: ['Everything: the adapter is not written yet.'],
  recogniser: { answers: [], locate: () => ({}), continuation: () => ({ more: false }) },
  discover: async () => ({ targets: [], observations: [] }),
  async *collect() {},
  normalize: (observations) => graphOf([], observations.map(coverageOf)),
};
