import {
  type CoverageEntry,
  type LinkedGraph,
  ownAddressIndex,
  providerId,
  unseenAccounts,
} from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { type Evaluation, evaluate, type Policy } from '@netposture/rules';

/** An estate judged by a policy. */
export interface Judgement extends Evaluation {
  readonly reachability: Reachability;
}

/**
 * Answers and findings about one estate, without memory of earlier scans.
 *
 * @param now ISO 8601 in UTC
 */
export function judge(linked: LinkedGraph, policy: Policy, now: string): Judgement {
  const reachability = new Reachability(linked);
  const { coverage } = linked.graph;
  const ownAddresses = ownAddressIndex({
    graphs: [{ graph: linked.graph, seenAt: now }],
    unseenAccounts: unseenAccounts(linked.graph, accountsIn(coverage)),
  });
  return {
    reachability,
    ...evaluate({ linked, reachability, policy, ownAddresses, coverage, now }),
  };
}

function accountsIn(coverage: readonly CoverageEntry[]) {
  const accounts = new Map(
    coverage
      .filter(({ scope }) => scope.provider !== 'files')
      .map(({ scope }) => [`${scope.provider}/${scope.account}`, scope] as const),
  );
  return [...accounts.values()].map(({ provider, account }) => ({
    provider: providerId(provider),
    account,
  }));
}
