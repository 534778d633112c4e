import { createHash } from 'node:crypto';
import {
  type CollectContext,
  type Observation,
  type Operation,
  type Provider,
  shardKey,
} from '@netposture/providers';
import { PostureError } from '../errors.ts';
import type { AccountEntry, KeptObservation, PlannedTarget, ScanStore } from './ports.ts';
import { isInScope, targetKey } from './target-key.ts';

/** What collecting works with. */
export interface CollectPorts {
  readonly store: ScanStore;
  readonly accounts: readonly AccountEntry[];
  readonly context: CollectContext;
}

/**
 * Finds out what there is to collect, and keeps it as the plan of the scan. Discovery's own observations are kept too, so that
 * a region list that could not be read is a gap. Repeating it changes nothing.
 */
export async function planScan(
  scanId: string,
  ports: CollectPorts,
): Promise<readonly PlannedTarget[]> {
  const scope = await ports.store.scopeOf(scanId);
  const targets: PlannedTarget[] = [];
  for (const [entry, { provider, settings }] of ports.accounts.entries()) {
    if (scope.provider !== undefined && scope.provider !== provider.id) continue;
    const discovery = await provider.discover(settings, ports.context);
    const own = discovery.targets.map((target) => ({ ...target, provider: provider.id, entry }));
    targets.push(...own.filter((target) => isInScope(scope, target)));
    await keepAll(scanId, provider, discovery.observations, ports.store);
  }
  return ports.store.keepPlan(scanId, targets);
}

/** Collects one target and keeps what it answered. Repeating it replaces what was kept. */
export async function collectTarget(
  scanId: string,
  target: PlannedTarget,
  ports: CollectPorts,
): Promise<void> {
  const entry = ports.accounts[target.entry];
  if (entry === undefined || entry.provider.id !== target.provider) {
    throw new PostureError(
      'POSTURE_ACCOUNT_UNKNOWN',
      `No account entry leads to ${targetKey(target)} any more. Restart every process of the service after changing the accounts.`,
    );
  }
  const observations: Observation[] = [];
  for await (const one of entry.provider.collect(target, entry.settings, ports.context)) {
    observations.push(one);
  }
  await keepAll(scanId, entry.provider, observations, ports.store);
}

/** Keeps what a cloud answered, under its content address. */
export async function keepAll(
  scanId: string,
  provider: Provider,
  observations: readonly Observation[],
  store: ScanStore,
): Promise<void> {
  const operations = new Map(provider.operations.map((one) => [one.id, one]));
  await store.keepObservations(
    scanId,
    observations.map((observation) => kept(observation, operations.get(observation.operation))),
  );
}

function kept(observation: Observation, operation: Operation | undefined): KeptObservation {
  if (operation !== undefined) {
    return { observation, shardHash: shardKey(observation, operation, sha256) };
  }
  const { provider, items } = observation;
  return {
    observation,
    shardHash: sha256(JSON.stringify([provider, observation.operation, items])),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
