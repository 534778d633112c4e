import type { CollectContext } from '../../collect-context.ts';
import { GLOBAL, type Observation } from '../../observation.ts';
import type { CollectTarget, Discovery } from '../../provider.ts';
import type { Family } from '../operations.ts';
import type { HetznerSettings } from '../settings.ts';

/** One target per entry: a token tells neither its project's name nor of other projects. */
export async function discoverHetzner(settings: HetznerSettings): Promise<Discovery> {
  return { targets: [targetOf(settings)], observations: [] };
}

/**
 * Asks one project or Robot account everything. The client is loaded here and not before: reading
 * files must not pay for hcloud-js and axios.
 */
export async function* collectHetzner(
  _target: CollectTarget,
  settings: HetznerSettings,
  context: CollectContext,
): AsyncGenerator<Observation> {
  if ('robot' in settings) {
    const { collectRobot } = await import('./robot.ts');
    yield* collectRobot(settings, context);
    return;
  }
  const { collectCloud } = await import('./cloud.ts');
  yield* collectCloud(settings, context);
}

function targetOf(settings: HetznerSettings): CollectTarget {
  const [account, family]: [string, Family] =
    'robot' in settings ? [settings.robot, 'robot'] : [settings.project, 'cloud'];
  return { account, location: GLOBAL, family };
}
