import { providerId } from '@netposture/network/graph';
import type { Provider } from '../provider.ts';
import { attributeAws } from './attribute.ts';
import { collect } from './collect/collect.ts';
import { discover } from './collect/discover.ts';
import { normalize } from './normalize/normalize.ts';
import { notModelled } from './not-modelled.ts';
import { AWS_OPERATIONS } from './operations/index.ts';
import { permissions } from './permissions.ts';
import { awsRecogniser } from './recognise.ts';
import { type AwsSettings, awsSettings } from './settings.ts';

/** Amazon Web Services: accounts of an organization or by role, every enabled region, and what belongs to no region. */
export const aws: Provider<AwsSettings> = {
  id: providerId('aws'),
  title: 'Amazon Web Services',
  settings: awsSettings,
  operations: AWS_OPERATIONS,
  permissions,
  notModelled,
  recogniser: awsRecogniser,
  discover,
  collect,
  normalize,
  attribute: attributeAws,
};
