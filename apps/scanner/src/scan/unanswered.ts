import { type Observation, type Provider, scopeOf } from '@netposture/providers';
import type { PlannedTarget } from './ports.ts';

/**
 * One failed observation for every call of a planned target that nothing was kept of: its job ended without an answer. So the
 * hole is a gap like every other, and resolves nothing.
 */
export function unansweredOf(
  plan: readonly PlannedTarget[],
  observations: readonly Observation[],
  providers: readonly Provider[],
  now: string,
): readonly Observation[] {
  const answered = new Set(
    observations.map((one) => key(scopeOf(one).provider, one.account, one.location)),
  );
  const found: Observation[] = [];
  for (const target of plan) {
    if (answered.has(key(target.provider, target.account, target.location))) continue;
    const provider = providers.find(({ id }) => id === target.provider);
    if (provider === undefined) continue;
    for (const operation of provider.operations) {
      if ((operation.scope === 'global') !== (target.location === 'global')) continue;
      if (operation.perSubject !== undefined || operation.family !== target.family) continue;
      found.push({
        format: 1,
        provider: provider.id,
        account: target.account,
        location: target.location,
        operation: operation.id,
        request: {},
        outcome: 'failed',
        message: 'Collecting ended without an answer; see the log of the worker.',
        pages: 0,
        collectedAt: now,
        items: [],
      });
    }
  }
  return found;
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
