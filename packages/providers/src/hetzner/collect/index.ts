import type { CollectContext } from '../../collect-context.ts';
import { GLOBAL, type Observation } from '../../observation.ts';
import type { CollectTarget, Discovery } from '../../provider.ts';
import type { Family } from '../operations.ts';
import type { HetznerSettings } from '../settings.ts';
import { collectCloud } from './cloud.ts';
import { collectRobot } from './robot.ts';

/** One target per entry: a token tells neither its project's name nor of other projects. */
export async function discoverHetzner(settings: HetznerSettings): Promise<Discovery> {
  return { targets: [targetOf(settings)], observations: [] };
}

/** Asks one project or Robot account everything. */
export function collectHetzner(
  _target: CollectTarget,
  settings: HetznerSettings,
  context: CollectContext,
): AsyncIterable<Observation> {
  return 'robot' in settings ? collectRobot(settings, context) : collectCloud(settings, context);
}

function targetOf(settings: HetznerSettings): CollectTarget {
  const [account, family]: [string, Family] =
    'robot' in settings ? [settings.robot, 'robot'] : [settings.project, 'cloud'];
  return { account, location: GLOBAL, family };
}
