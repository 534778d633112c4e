import {
  type CollectContext,
  coverageKey,
  type Observation,
  type ProgressEvent,
  type Provider,
  scopeOf,
} from '@netposture/providers';
import { createTestContext } from '../../packages/providers/src/client/context.testkit.ts';
import type { SimulatedCloud, Subject } from './subject.ts';

/** Everything that one scan of a provider gave out. */
export interface Scan {
  /** Discovery's observations, then those of every target in turn. */
  readonly observations: readonly Observation[];
  /** Ids of the operations whose observations came from discovery. */
  readonly discovered: ReadonlySet<string>;
  readonly events: readonly ProgressEvent[];
  /** Everything that was logged, as text. */
  readonly log: string;
}

/** Discovers and collects everything, in time that is only a number. */
export async function scanOf(
  provider: Provider,
  cloud: SimulatedCloud,
  given: Partial<CollectContext> = {},
): Promise<Scan> {
  const events: ProgressEvent[] = [];
  const lines: string[] = [];
  const write = (message: string, fields?: unknown) => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  const context = createTestContext({
    progress: (event) => events.push(event),
    logger: { debug: write, info: write, warn: write, error: write },
    ...given,
  });
  const settings = provider.settings.parse(cloud.settings);
  const discovery = await provider.discover(settings, context);
  const observations = [...discovery.observations];
  for (const target of discovery.targets) {
    for await (const observation of provider.collect(target, settings, context)) {
      observations.push(observation);
    }
  }
  const discovered = new Set(discovery.observations.map(({ operation }) => operation));
  return { observations, discovered, events, log: lines.join('\n') };
}

/** Runs work with a fresh cloud and closes it whatever happens. */
export async function withCloud<T>(
  subject: Subject,
  work: (cloud: SimulatedCloud) => Promise<T>,
): Promise<T> {
  const cloud = await subject.startCloud();
  try {
    return await work(cloud);
  } finally {
    await cloud.close();
  }
}

/** One scan of a healthy cloud. */
export function healthyScan(subject: Subject): Promise<Scan> {
  return withCloud(subject, (cloud) => scanOf(subject.provider, cloud));
}

/** Observations by scope, without the time at which they were made. */
export function byScope(
  observations: readonly Observation[],
): ReadonlyMap<string, Omit<Observation, 'collectedAt'>> {
  return new Map(
    observations.map(({ collectedAt: _, ...rest }) => [
      coverageKey(scopeOf({ ...rest, collectedAt: '' })),
      rest,
    ]),
  );
}
