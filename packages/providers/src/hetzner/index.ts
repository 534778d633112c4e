import { graphOf } from '@netposture/network/graph';
import { coverageOf } from '../observation.ts';
import type { Provider } from '../provider.ts';
import { HETZNER } from './collect/account.ts';
import { collectHetzner, discoverHetzner } from './collect/index.ts';
import { OPERATIONS } from './operations.ts';
import { HetznerSettings } from './settings.ts';

/** Hetzner Cloud projects and Robot accounts. */
export const hetzner: Provider<HetznerSettings> = {
  id: HETZNER,
  title: 'Hetzner',
  settings: HetznerSettings,
  operations: OPERATIONS,
  permissions: { file: 'hetzner.md', render: () => '' },
  notModelled: ['Everything: the adapter is being written.'],
  recogniser: { answers: [], locate: () => ({}), continuation: () => ({ more: false }) },
  discover: discoverHetzner,
  collect: collectHetzner,
  normalize: (observations) => graphOf([], observations.map(coverageOf)),
};
