import type { CollectContext } from '../../collect-context.ts';
import { GLOBAL, type Observation } from '../../observation.ts';
import type { CollectTarget, Discovery } from '../../provider.ts';
import type { Family } from '../operations/shape.ts';
import type { DigitalOceanSettings } from '../settings.ts';
import { collectTeam } from './team.ts';

/** One target per entry: a token belongs to one team. */
export async function discoverDigitalOcean(settings: DigitalOceanSettings): Promise<Discovery> {
  const family: Family = 'team';
  return { targets: [{ account: settings.team, location: GLOBAL, family }], observations: [] };
}

/** Asks one team everything. */
export function collectDigitalOcean(
  _target: CollectTarget,
  settings: DigitalOceanSettings,
  context: CollectContext,
): AsyncIterable<Observation> {
  return collectTeam(settings, context);
}
