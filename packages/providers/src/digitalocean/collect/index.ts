import type { CollectContext } from '../../collect-context.ts';
import { GLOBAL, type Observation } from '../../observation.ts';
import type { CollectTarget, Discovery } from '../../provider.ts';
import type { Family } from '../operations/shape.ts';
import type { DigitalOceanSettings } from '../settings.ts';
import { collectSpaces } from './spaces.ts';
import { collectTeam } from './team.ts';

const TEAM: Family = 'team';
const SPACES: Family = 'spaces';

/** The team of an entry, for a token belongs to one, and each region of Spaces that it has a key for. */
export async function discoverDigitalOcean(settings: DigitalOceanSettings): Promise<Discovery> {
  const { team: account, spaces } = settings;
  const regions = (spaces?.regions ?? []).map((location) => ({
    account,
    location,
    family: SPACES,
  }));
  return { targets: [{ account, location: GLOBAL, family: TEAM }, ...regions], observations: [] };
}

/** Asks one team, or one region of its Spaces, everything. */
export function collectDigitalOcean(
  target: CollectTarget,
  settings: DigitalOceanSettings,
  context: CollectContext,
): AsyncIterable<Observation> {
  const { spaces, team } = settings;
  return spaces !== undefined && target.family === SPACES
    ? collectSpaces(team, target.location, spaces, context)
    : collectTeam(settings, context);
}
