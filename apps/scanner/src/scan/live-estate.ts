import { type LinkedGraph, link, merge } from '@netposture/network/graph';
import type { CollectContext, Observation } from '@netposture/providers';
import { graphsOf } from './offline-estate.ts';
import type { AccountEntry, PlannedTarget } from './ports.ts';
import { unansweredOf } from './unanswered.ts';

/** Everything that the clouds told about an estate. */
export interface LiveEstate {
  readonly linked: LinkedGraph;
  readonly observations: readonly Observation[];
}

/**
 * Asks the clouds everything, in this process and without a store. A target whose collecting fails is a gap, and ends nothing
 * else. Rejects only when the context's signal is aborted.
 */
export async function collectEstate(
  accounts: readonly AccountEntry[],
  context: CollectContext,
): Promise<LiveEstate> {
  const parts = await Promise.all(
    accounts.map((account, entry) => collectEntry(account, entry, context)),
  );
  const providers = [...new Set(accounts.map(({ provider }) => provider))];
  const answered = parts.flatMap(({ observations }) => observations);
  const plan = parts.flatMap(({ targets }) => targets);
  const now = new Date(context.clock.now()).toISOString();
  const observations = [...answered, ...unansweredOf(plan, answered, providers, now)];
  return { linked: link(merge(graphsOf(providers, observations))), observations };
}

interface CollectedEntry {
  readonly targets: readonly PlannedTarget[];
  readonly observations: readonly Observation[];
}

async function collectEntry(
  { provider, settings }: AccountEntry,
  entry: number,
  context: CollectContext,
): Promise<CollectedEntry> {
  const discovery = await provider.discover(settings, context);
  const targets = discovery.targets.map((target) => ({ ...target, provider: provider.id, entry }));
  const collected = await Promise.all(
    targets.map(async (target) => {
      const observations: Observation[] = [];
      try {
        for await (const one of provider.collect(target, settings, context)) observations.push(one);
      } catch (error) {
        context.signal.throwIfAborted();
        context.logger.error('collecting a target failed', { target, error });
      }
      return observations;
    }),
  );
  return { targets, observations: [...discovery.observations, ...collected.flat()] };
}
