import { providerId } from '@netposture/network/graph';
import type { Provider } from '../provider.ts';
import { attributeGcp } from './attribute.ts';
import { collect } from './collect/collect.ts';
import { discover } from './collect/discover.ts';
import { normalize } from './normalize/index.ts';
import { NOT_MODELLED } from './not-modelled.ts';
import { GCP_OPERATIONS } from './operations/index.ts';
import { permissionsDocument } from './permissions.ts';
import { recogniser } from './recognise.ts';
import { type GcpSettings, gcpSettings } from './settings.ts';

/** Google Cloud: Compute Engine with its firewall policies and balancers, managed databases, caches and clusters. */
export const gcp: Provider<GcpSettings> = {
  id: providerId('gcp'),
  title: 'Google Cloud',
  settings: gcpSettings,
  operations: GCP_OPERATIONS,
  permissions: permissionsDocument,
  notModelled: NOT_MODELLED,
  recogniser,
  discover,
  collect,
  normalize,
  attribute: attributeGcp,
};
