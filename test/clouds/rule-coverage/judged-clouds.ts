import {
  type AddressSighting,
  addressSightings,
  type Graph,
  link,
  ownAddressIndex,
  unseenAccounts,
} from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { type Evaluation, evaluate, parsePolicy } from '@netposture/rules';

/** When simulated estates are judged, ISO 8601 in UTC. */
export const JUDGED_AT = '2026-11-21T06:00:00Z';

/** When the scan before that was. */
const SEEN_BEFORE = '2026-11-20T06:00:00Z';

/**
 * Every rule over a graph, under the text of a policy file.
 *
 * @param before the graph of the scan before, whose addresses are remembered
 * @throws when the policy has any problem.
 */
export function judgedGraph(graph: Graph, policyText: string, before?: Graph): Evaluation {
  const { policy, problems } = parsePolicy(policyText, 'netposture.yaml');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join(' '));
  const earlier: readonly AddressSighting[] =
    before === undefined ? [] : addressSightings(before, SEEN_BEFORE);
  const accounts = graph.coverage.map(({ scope: { provider, account } }) => ({
    provider,
    account,
  }));
  const linked = link(graph);
  return evaluate({
    linked,
    reachability: new Reachability(linked),
    policy,
    ownAddresses: ownAddressIndex({
      graphs: [{ graph, seenAt: JUDGED_AT }],
      earlier,
      unseenAccounts: unseenAccounts(graph, accounts),
    }),
    coverage: graph.coverage,
    now: JUDGED_AT,
  });
}
