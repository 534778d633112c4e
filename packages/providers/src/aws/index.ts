import { providerId } from '@netposture/network/graph';

import type { Provider } from '../provider.ts';
import { collect } from './collect/collect.ts';
import { discover } from './collect/discover.ts';
import { normalize } from './normalize/normalize.ts';
import { AWS_OPERATIONS } from './operations/index.ts';
import { type AwsSettings, awsSettings } from './settings.ts';

/** Amazon Web Services. */
export const aws: Provider<AwsSettings> = {
  id: providerId('aws'),
  title: 'Amazon Web Services',
  settings: awsSettings,
  operations: AWS_OPERATIONS,
  permissions: { file: 'aws.md', render: () => '' },
  notModelled: ['Everything: observations are not interpreted yet.'],
  recogniser: { answers: [], locate: () => ({}), continuation: () => ({ more: false }) },
  discover,
  collect,
  normalize,
};
