import type { Attribution } from '../attribution.ts';
import { type Observation, parseItems } from '../observation.ts';
import { ACTIONS } from './operations/compute.ts';
import type { Action } from './schema/compute.ts';

const KINDS = { kinds: ['workload', 'interface'] } as const;

/**
 * What DigitalOcean's own list of actions says was done to which resource, newest first. DigitalOcean
 * does not tell who did it, and only the latest two hundred actions are read.
 */
export function attributeDigitalOcean(
  observations: readonly Observation[],
): readonly Attribution[] {
  return observations
    .filter(({ operation }) => operation === ACTIONS.id)
    .flatMap((observation) => {
      const { items } = parseItems(observation, ACTIONS);
      return items.flatMap((action) => attributionOf(observation.account, action));
    })
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function attributionOf(account: string, action: Action): readonly Attribution[] {
  const { resource_id, resource_type, completed_at, started_at, type } = action;
  // Images are counted by themselves: one may have the number of a Droplet.
  if (typeof resource_id !== 'number' || resource_type !== 'droplet') return [];
  const nativeId = String(resource_id);
  return [{ account, nativeId, ...KINDS, at: completed_at ?? started_at, action: type }];
}
