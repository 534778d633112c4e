import { type Graph, link, recordsOf } from '@netposture/network/graph';
import type { PacketSet } from '@netposture/network/netset';
import { Reachability } from '@netposture/network/reachability';
import { describe, expect, it } from 'vitest';
import { generateEstate } from '../../../bench/estate.ts';
import { observedEstate } from '../../../bench/estate-observations.ts';
import { aws } from '../../../packages/providers/src/aws/index.ts';
import type { Observation } from '../../../packages/providers/src/observation.ts';

/** The estate of the benchmarks, as a graph and as AWS would tell it: the budgets compare one with the other. */

const SIZE = { rules: 3_000 };
const SEED = 5;

/** What reaches each workload, service and balancer, by its name. */
function exposuresOf(graph: Graph): ReadonlyMap<string, readonly string[]> {
  const reachability = new Reachability(link(graph));
  const exposures = new Map<string, readonly string[]>();
  for (const kind of ['workload', 'service', 'load-balancer'] as const) {
    for (const { id, name } of recordsOf(graph, kind)) {
      const answer = reachability.exposure(id)?.answer;
      const sets = answer === undefined ? [] : [answer.delivered, answer.conversable];
      exposures.set(
        `${kind} ${name}`,
        sets.flatMap(({ allowed, undetermined }) => [allowed, undetermined].map(textOf)),
      );
    }
  }
  return exposures;
}

function textOf(set: PacketSet): string {
  return set.isEmpty ? 'nothing' : set.toString();
}

/** The observations without the first group that admits somebody. */
function withoutOneGroup(observations: readonly Observation[]): readonly Observation[] {
  return observations.map((observation) =>
    observation.operation === 'DescribeSecurityGroups'
      ? { ...observation, items: observation.items.slice(1) }
      : observation,
  );
}

describe('the estate of the benchmarks', () => {
  const made = exposuresOf(generateEstate({ ...SIZE, dialect: 'aws' }, SEED));
  const observed = observedEstate(SIZE, SEED);

  it('has the same exposures as a graph and as observations of AWS', () => {
    expect(exposuresOf(aws.normalize(observed))).toEqual(made);
  });

  it('has servers, databases and balancers that are exposed, and others that are not', () => {
    const reached = (prefix: string, nothing: boolean) =>
      [...made].filter(
        ([name, [allowed]]) => name.startsWith(prefix) && (allowed === 'nothing') === nothing,
      ).length;

    expect(reached('workload', false)).toBeGreaterThan(10);
    expect(reached('workload', true)).toBeGreaterThan(10);
    expect(reached('service', false)).toBeGreaterThan(0);
    expect(reached('load-balancer', false)).toBeGreaterThan(0);
  });

  it('has every item in a shape that the adapter reads', () => {
    const { coverage } = aws.normalize(observed);

    expect(coverage.filter(({ outcome }) => outcome !== 'complete')).toEqual([]);
  });

  it('and a group that AWS does not tell of makes a difference', () => {
    expect(exposuresOf(aws.normalize(withoutOneGroup(observed)))).not.toEqual(made);
  });
});
