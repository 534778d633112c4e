import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import type { CollectContext } from '../../../packages/providers/src/collect-context.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import type { HetznerSettings } from '../../../packages/providers/src/hetzner/settings.ts';
import type { Observation } from '../../../packages/providers/src/observation.ts';
import {
  type SimulatedHetzner,
  type SimulationOptions,
  serveHetzner,
} from '../../clouds/hetzner/serve.ts';
import type { HetznerWorld } from '../../clouds/hetzner/world.ts';

/** What collecting a simulated world gave. */
export interface Scan {
  readonly observations: readonly Observation[];
  readonly simulation: SimulatedHetzner;
  readonly context: CollectContext;
}

/**
 * Serves a world, collects all of it through the real client, and stops. The first project is called
 * `shop`, the second `shop-2`, the first Robot account `metal`, and so on.
 *
 * @throws when something was asked that Hetzner does not have.
 */
export async function scanOf(
  world: HetznerWorld,
  options: SimulationOptions & { readonly context?: Partial<CollectContext> } = {},
): Promise<Scan> {
  const simulation = await serveHetzner(world, options);
  const context = createTestContext(options.context);
  try {
    const observations: Observation[] = [];
    for (const settings of settingsFor(world, simulation)) {
      observations.push(...(await collected(settings, context)));
    }
    if (simulation.unexpected.length > 0) {
      throw new Error(`The simulation did not expect ${simulation.unexpected.join(', ')}`);
    }
    return { observations, simulation, context };
  } finally {
    await simulation.close();
  }
}

/** What one account entry gives. */
export async function collected(
  settings: HetznerSettings,
  context: CollectContext,
): Promise<readonly Observation[]> {
  const observations: Observation[] = [];
  const { targets } = await hetzner.discover(settings, context);
  for (const target of targets) {
    for await (const observation of hetzner.collect(target, settings, context)) {
      observations.push(observation);
    }
  }
  return observations;
}

/** An account entry for every project and Robot account of a world. */
export function settingsFor(world: HetznerWorld, at: SimulatedHetzner): readonly HetznerSettings[] {
  return [
    ...(world.projects ?? []).map(({ token }, index) => ({
      project: numbered('shop', index),
      token,
      endpoint: at.cloudUrl,
      hetznerEndpoint: at.hetznerUrl,
    })),
    ...(world.robots ?? []).map(({ user, password }, index) => ({
      robot: numbered('metal', index),
      user,
      password,
      endpoint: at.robotUrl,
    })),
  ];
}

function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}

/** The one observation of an operation, of one subject where it has subjects. */
export function observationOf(
  observations: readonly Observation[],
  operation: string,
  subject?: string,
): Observation {
  const found = observations.filter(
    (one) => one.operation === operation && one.subject === subject,
  );
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`${found.length} observations of ${operation}`);
  }
  return first;
}
