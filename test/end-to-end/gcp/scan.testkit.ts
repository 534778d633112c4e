import type { Graph } from '@netposture/network/graph';
import type { CollectContext, Observation } from '@netposture/providers';
import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import { gcp } from '../../../packages/providers/src/gcp/index.ts';
import { type ServeOptions, type SimulatedGcp, serveGcp, TOKEN } from '../../clouds/gcp/serve.ts';
import type { GcpWorld } from '../../clouds/gcp/world.ts';

/** What one scan of a simulated Google Cloud gave. */
export interface GcpScan {
  readonly observations: readonly Observation[];
  readonly graph: Graph;
  readonly cloud: SimulatedGcp;
}

/** How a world is scanned. */
export interface ScanOptions extends ServeOptions {
  /** Settings besides the endpoint and the token; default: the world's organisation. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly context?: Partial<CollectContext>;
  /** Called before the scan, e.g. to plant faults. */
  readonly prepare?: (cloud: SimulatedGcp) => void;
}

/** World -> simulated cloud -> client -> observations -> graph. Fails where the cloud was asked for something odd. */
export async function scanGcp(world: GcpWorld, options: ScanOptions = {}): Promise<GcpScan> {
  const cloud = await serveGcp(world, options);
  try {
    options.prepare?.(cloud);
    const observations = await collectFrom(cloud, world, options);
    if (cloud.unexpected.length > 0) throw new Error(`unexpected: ${cloud.unexpected.join('; ')}`);
    return { observations, graph: gcp.normalize(observations), cloud };
  } finally {
    await cloud.close();
  }
}

/** Everything that discovery and collecting observe. */
export async function collectFrom(
  cloud: SimulatedGcp,
  world: GcpWorld,
  options: ScanOptions = {},
): Promise<readonly Observation[]> {
  const given = options.settings ?? { organization: world.organization };
  const settings = gcp.settings.parse({ endpoint: cloud.endpoint, accessToken: TOKEN, ...given });
  const context = createTestContext(options.context ?? {});
  const discovery = await gcp.discover(settings, context);
  const observations = [...discovery.observations];
  for (const target of discovery.targets) {
    for await (const one of gcp.collect(target, settings, context)) observations.push(one);
  }
  return observations;
}
