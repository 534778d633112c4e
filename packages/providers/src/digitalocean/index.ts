import type { Provider } from '../provider.ts';
import { attributeDigitalOcean } from './attribute.ts';
import { collectDigitalOcean, discoverDigitalOcean } from './collect/index.ts';
import { normalizeDigitalOcean } from './normalize/index.ts';
import { NOT_MODELLED } from './not-modelled.ts';
import { OPERATIONS } from './operations/index.ts';
import { permissions } from './permissions.ts';
import { DIGITALOCEAN } from './provider-id.ts';
import { recogniser } from './recognise.ts';
import { DigitalOceanSettings } from './settings.ts';

/** DigitalOcean teams. `semantics.md` says how DigitalOcean decides. */
export const digitalocean: Provider<DigitalOceanSettings> = {
  id: DIGITALOCEAN,
  title: 'DigitalOcean',
  settings: DigitalOceanSettings,
  operations: OPERATIONS,
  permissions,
  notModelled: NOT_MODELLED,
  recogniser,
  discover: discoverDigitalOcean,
  collect: collectDigitalOcean,
  normalize: normalizeDigitalOcean,
  attribute: attributeDigitalOcean,
};
