import { env } from 'node:process';
import type { Graph } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { compare, describeDifference, reduced } from './compare.testkit.ts';
import { engineOf } from './engine.testkit.ts';
import { randomGraph } from './random-graph.testkit.ts';

/** Graphs to compare: `NETPOSTURE_ORACLE_GRAPHS`, from seed `NETPOSTURE_ORACLE_SEED`. */
const GRAPHS = Number(env['NETPOSTURE_ORACLE_GRAPHS'] ?? 80);
const FIRST_SEED = Number(env['NETPOSTURE_ORACLE_SEED'] ?? 0);

describe('engine and oracle', () => {
  it(`agree about every packet of ${GRAPHS} random graphs`, {
    timeout: 60_000 + GRAPHS * 2000,
  }, () => {
    let asked = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + GRAPHS; seed++) {
      const graph = randomGraph(seed);
      const comparison = compare(graph, engineOf(graph));
      const [difference] = comparison.differences;
      if (difference !== undefined) {
        const small = reduced(graph, difference, engineOf);
        expect.fail(`seed ${seed}: ${describeDifference(difference)}\n${describeGraph(small)}`);
      }
      asked += comparison.asked;
    }

    expect(asked).toBeGreaterThan(GRAPHS * 1000);
  });
});

/** The records of a small graph, one a line, without what no verdict depends on. */
function describeGraph(graph: Graph): string {
  const lines = [...graph.records.values()].map(({ provenance, name, ...record }) =>
    JSON.stringify(record).replaceAll(`${provenance.provider}/${provenance.account}/`, ''),
  );
  return lines.join('\n');
}
