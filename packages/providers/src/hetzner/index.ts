import type { Provider } from '../provider.ts';
import { attributeHetzner } from './attribute.ts';
import { collectHetzner, discoverHetzner } from './collect/index.ts';
import { normalizeHetzner } from './normalize/index.ts';
import { NOT_MODELLED } from './not-modelled.ts';
import { OPERATIONS } from './operations.ts';
import { permissions } from './permissions.ts';
import { HETZNER } from './provider-id.ts';
import { recogniser } from './recognise.ts';
import { HetznerSettings } from './settings.ts';

/** Hetzner Cloud projects and Robot accounts. `semantics.md` says how Hetzner decides. */
export const hetzner: Provider<HetznerSettings> = {
  id: HETZNER,
  title: 'Hetzner',
  settings: HetznerSettings,
  operations: OPERATIONS,
  permissions,
  notModelled: NOT_MODELLED,
  recogniser,
  discover: discoverHetzner,
  collect: collectHetzner,
  normalize: normalizeHetzner,
  attribute: attributeHetzner,
};
