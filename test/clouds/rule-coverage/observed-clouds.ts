import { type Graph, merge } from '@netposture/network/graph';
import { createCollectContext, type Observation, type Provider } from '@netposture/providers';
import { aws } from '../../../packages/providers/src/aws/index.ts';
import { digitalocean } from '../../../packages/providers/src/digitalocean/index.ts';
import { gcp } from '../../../packages/providers/src/gcp/index.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import { simulateAws } from '../aws/simulated-aws.ts';
import type { AwsWorld } from '../aws/world.ts';
import { serveDigitalOcean } from '../digitalocean/serve.ts';
import type { DigitalOceanWorld } from '../digitalocean/world.ts';
import { serveGcp, TOKEN } from '../gcp/serve.ts';
import type { GcpWorld } from '../gcp/world.ts';
import { serveHetzner } from '../hetzner/serve.ts';
import type { HetznerWorld } from '../hetzner/world.ts';

/** What somebody runs, in one cloud or in several. */
export interface SimulatedClouds {
  readonly aws?: AwsWorld;
  readonly digitalocean?: DigitalOceanWorld;
  readonly gcp?: GcpWorld;
  readonly hetzner?: HetznerWorld;
  /** What the scanner has no permission for, in the words of each cloud: an action, a path, a method. */
  readonly forbidden?: {
    readonly aws?: string;
    readonly digitalocean?: string;
    readonly gcp?: string;
    readonly hetzner?: string;
  };
}

/**
 * Serves the clouds on loopback, collects everything of them with the clients that a scan uses, and normalizes it into one
 * graph. Time passes by itself: no client waits.
 *
 * @throws when a cloud was asked for something that it does not have.
 */
export async function graphOfClouds(clouds: SimulatedClouds): Promise<Graph> {
  const graphs = await Promise.all([
    ofAws(clouds),
    ofDigitalOcean(clouds),
    ofGcp(clouds),
    ofHetzner(clouds),
  ]);
  return merge(graphs.flatMap((graph) => graph ?? []));
}

async function ofAws({ aws: world, forbidden }: SimulatedClouds): Promise<Graph | undefined> {
  if (world === undefined) return undefined;
  const cloud = await simulateAws(world);
  const action = forbidden?.aws;
  if (action !== undefined) cloud.fault({ kind: 'deny', action });
  try {
    const observed: Observation[] = [];
    for (const account of Object.keys(world.accounts)) {
      const credentials = cloud.credentialsOf(account);
      const settings = aws.settings.parse({ endpoint: cloud.endpoint, credentials });
      observed.push(...(await observationsOf(aws, settings)));
    }
    refuse('AWS', cloud.violations);
    return aws.normalize(observed);
  } finally {
    await cloud.close();
  }
}

async function ofDigitalOcean(clouds: SimulatedClouds): Promise<Graph | undefined> {
  const { digitalocean: world, forbidden } = clouds;
  if (world === undefined) return undefined;
  const cloud = await serveDigitalOcean(world, faultsAt(forbidden?.digitalocean));
  try {
    const observed: Observation[] = [];
    for (const [index, { token }] of world.teams.entries()) {
      const settings = digitalocean.settings.parse({
        team: numbered('team', index),
        token,
        endpoint: cloud.url,
      });
      observed.push(...(await observationsOf(digitalocean, settings)));
    }
    refuse('DigitalOcean', cloud.unexpected);
    return digitalocean.normalize(observed);
  } finally {
    await cloud.close();
  }
}

async function ofGcp({ gcp: world, forbidden }: SimulatedClouds): Promise<Graph | undefined> {
  if (world === undefined) return undefined;
  const cloud = await serveGcp(world);
  const method = forbidden?.gcp;
  if (method !== undefined) cloud.plant({ fault: { kind: 'status', status: 403 }, method });
  try {
    const settings = gcp.settings.parse({
      endpoint: cloud.endpoint,
      accessToken: TOKEN,
      organization: world.organization,
    });
    const observed = await observationsOf(gcp, settings);
    refuse('Google Cloud', cloud.unexpected);
    return gcp.normalize(observed);
  } finally {
    await cloud.close();
  }
}

async function ofHetzner({ hetzner: world, forbidden }: SimulatedClouds) {
  if (world === undefined) return undefined;
  const cloud = await serveHetzner(world, faultsAt(forbidden?.hetzner));
  try {
    const observed: Observation[] = [];
    for (const [index, { token }] of (world.projects ?? []).entries()) {
      const settings = hetzner.settings.parse({
        project: numbered('project', index),
        token,
        endpoint: cloud.cloudUrl,
        hetznerEndpoint: cloud.hetznerUrl,
      });
      observed.push(...(await observationsOf(hetzner, settings)));
    }
    for (const [index, { user, password }] of (world.robots ?? []).entries()) {
      const robot = numbered('robot', index);
      const settings = hetzner.settings.parse({ robot, user, password, endpoint: cloud.robotUrl });
      observed.push(...(await observationsOf(hetzner, settings)));
    }
    refuse('Hetzner', cloud.unexpected);
    return hetzner.normalize(observed);
  } finally {
    await cloud.close();
  }
}

async function observationsOf<Settings>(
  provider: Provider<Settings>,
  settings: Settings,
): Promise<readonly Observation[]> {
  const context = hastyContext();
  const discovery = await provider.discover(settings, context);
  const observations = [...discovery.observations];
  for (const target of discovery.targets) {
    for await (const one of provider.collect(target, settings, context)) observations.push(one);
  }
  return observations;
}

/** A context in which a sleep moves the clock instead of waiting. */
function hastyContext() {
  let nowMs = Date.UTC(2026, 10, 21, 6);
  return createCollectContext({
    signal: new AbortController().signal,
    clock: { now: () => nowMs },
    sleep: async (durationMs) => {
      await new Promise((resolve) => setImmediate(resolve));
      nowMs += durationMs;
    },
    startTimeout: () => ({ expired: new AbortController().signal, cancel: () => {} }),
    random: () => 0.5,
  });
}

function faultsAt(path: string | undefined) {
  if (path === undefined) return {};
  return { faults: [{ at: path, fault: { kind: 'status', status: 403 } as const }] };
}

function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}

function refuse(cloud: string, violations: readonly string[]): void {
  if (violations.length > 0)
    throw new Error(`The simulated ${cloud} did not expect: ${violations.join('; ')}`);
}
