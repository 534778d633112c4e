import type { CollectContext, Logger } from '@netposture/providers';
import type { Patience } from '../patience.ts';
import { repeatEvery } from '../repeat-every.ts';
import type { LeaseHolder, Leases } from '../store/lease.ts';

type Budgets = CollectContext['budgets'];

/** What holding a budget across processes works with. */
export interface LeasedBudgetPorts {
  readonly leases: Leases;
  readonly holder: LeaseHolder;
  readonly patience: Patience;
  readonly sleep: CollectContext['sleep'];
  readonly logger: Logger;
}

/**
 * Budgets whose requests go out only while this process alone may ask the account and location: under a lease of its own for
 * each request, or under the one by which it is collecting there anyway. No lease is held while another one is waited for, so
 * that two discoveries never wait for each other.
 */
export function leasedBudgets(budgets: Budgets, ports: LeasedBudgetPorts): Budgets {
  const held = new Map<string, { requests: number; readonly end: () => Promise<void> }>();
  return {
    budgetFor: (scope, limit) => {
      const budget = budgets.budgetFor(scope, limit);
      const leased = leaseOf(scope);
      if (leased === undefined) return budget;
      return {
        observe: (hint) => budget.observe(hint),
        pauseUntil: (instantMs) => budget.pauseUntil(instantMs),
        takeRetry: () => budget.takeRetry(),
        spend: (signal, work) =>
          budget.spend(signal, async () => {
            const own = await entered(leased, signal, ports);
            if (!own) return work();
            const lease = held.get(leased) ?? { requests: 0, end: renewed(leased, ports) };
            held.set(leased, lease);
            lease.requests += 1;
            try {
              return await work();
            } finally {
              lease.requests -= 1;
              if (lease.requests === 0) {
                held.delete(leased);
                await lease.end();
              }
            }
          }),
      };
    },
  };
}

/** The scope by which a collecting job of that place is leased; none where it is not known yet whose budget is spent. */
function leaseOf(scope: string): string | undefined {
  const [provider = '', account = '', location = 'global'] = scope.split('/');
  if (account === 'unknown') return undefined;
  return [provider, account, location].map(encodeURIComponent).join('/');
}

/** Waits for the scope. True under a lease of this job, false where this process collects there already. */
async function entered(
  scope: string,
  signal: AbortSignal,
  { leases, holder, patience, sleep }: LeasedBudgetPorts,
): Promise<boolean> {
  for (;;) {
    if (await leases.acquire(scope, holder, patience.leaseMs)) return true;
    if (await leases.isHeldBy(scope, holder.process)) return false;
    await sleep(patience.retryMs, signal);
  }
}

function renewed(
  scope: string,
  { leases, holder, patience, logger }: LeasedBudgetPorts,
): () => Promise<void> {
  const run = () => leases.acquire(scope, holder, patience.leaseMs);
  const endRenewal = repeatEvery(patience.leaseMs / 3, { name: 'renew a lease', run }, logger);
  return async () => {
    // One that is under way would take the lease again after its end.
    await endRenewal();
    await leases.release(scope, holder, patience.restMs);
  };
}
