import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import type { CollectContext } from '../../../packages/providers/src/collect-context.ts';
import { digitalocean } from '../../../packages/providers/src/digitalocean/index.ts';
import type { DigitalOceanSettings } from '../../../packages/providers/src/digitalocean/settings.ts';
import type { Observation } from '../../../packages/providers/src/observation.ts';
import {
  type SimulatedDigitalOcean,
  type SimulationOptions,
  serveDigitalOcean,
} from '../../clouds/digitalocean/serve.ts';
import type { DigitalOceanWorld, TeamDeclaration } from '../../clouds/digitalocean/world.ts';
import { Situation } from '../situation.testkit.ts';

/** What collecting a simulated world gave. */
export interface Scan {
  readonly observations: readonly Observation[];
  readonly simulation: SimulatedDigitalOcean;
  readonly context: CollectContext;
}

/** A world of one team, without the token that no row is about. */
export function team(given: Omit<TeamDeclaration, 'token'>): DigitalOceanWorld {
  return { teams: [{ token: 'dop_v1_token-of-the-shop', ...given }] };
}

/**
 * Serves a world, collects all of it through the real client, and stops. The first team is called
 * `shop`, the second `shop-2`, and so on.
 *
 * @throws when something was asked that DigitalOcean does not have.
 */
export async function scanOf(
  world: DigitalOceanWorld,
  options: SimulationOptions & { readonly context?: Partial<CollectContext> } = {},
): Promise<Scan> {
  const simulation = await serveDigitalOcean(world, options);
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
  settings: DigitalOceanSettings,
  context: CollectContext,
): Promise<readonly Observation[]> {
  const observations: Observation[] = [];
  const { targets } = await digitalocean.discover(settings, context);
  for (const target of targets) {
    for await (const observation of digitalocean.collect(target, settings, context)) {
      observations.push(observation);
    }
  }
  return observations;
}

/** An account entry for every team of a world. */
export function settingsFor(
  world: DigitalOceanWorld,
  at: SimulatedDigitalOcean,
): readonly DigitalOceanSettings[] {
  return world.teams.map(({ token, spaces }, index) => ({
    team: index === 0 ? 'shop' : `shop-${index + 1}`,
    token,
    endpoint: at.url,
    ...(spaces === undefined
      ? {}
      : {
          spaces: {
            accessKeyId: spaces.accessKeyId,
            secretAccessKey: spaces.secretAccessKey,
            regions: ['fra1'],
            endpoint: `${at.url}/spaces`,
          },
        }),
  }));
}

/** Collects a world and reads it. */
export async function situationOf(
  world: DigitalOceanWorld,
  options: SimulationOptions = {},
): Promise<Situation> {
  const { observations } = await scanOf(world, options);
  return new Situation(digitalocean.normalize(observations));
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
