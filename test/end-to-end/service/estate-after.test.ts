import { env } from 'node:process';
import type { Graph } from '@netposture/network/graph';
import { parsePolicy } from '@netposture/rules';
import { describe, expect, it } from 'vitest';
import { type Estate, estateAfter } from '../../../apps/scanner/src/scan/estate.ts';
import { createRuleJudge } from '../../../apps/scanner/src/scan/judge-rules.ts';
import { changedGraph } from '../../oracle/change.testkit.ts';
import { randomGraph } from '../../oracle/random-graph.testkit.ts';

/** Estates to try: `NETPOSTURE_KEPT_ESTATES`. */
const ESTATES = Number(env['NETPOSTURE_KEPT_ESTATES'] ?? 60);
const STEPS = 5;
const MOST_EDITS = 4;

const { policy } = parsePolicy('{ preset: strict }', 'policy.yaml', { environment: {} });
const judge = createRuleJudge(policy);

/** All that a scan concludes from an estate, as text. */
function toldOf({ linked, reachability, exposures }: Estate): string {
  const now = '2026-11-21T00:00:00.000Z';
  const { coverage } = linked.graph;
  const found = judge({ linked, reachability, earlier: [], coverage, now });
  const states = [...exposures().values()].map(({ state }) => state);
  return JSON.stringify({ states, found });
}

function numbersFrom(seed: number): () => number {
  let state = seed * 7919 + 17;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('an estate after another', () => {
  it(`tells what it tells by itself, ${ESTATES} estates in ${STEPS} steps each`, {
    timeout: 60_000 + ESTATES * 5000,
  }, () => {
    let differing = 0;
    for (let seed = 0; seed < ESTATES; seed += 1) {
      const random = numbersFrom(seed);
      const edits: number[] = [];
      // Made anew each time, so that no record of one graph is the object of another.
      const graph = (): Graph =>
        edits.reduce(
          (made, edit) => changedGraph(made, numbersFrom(edit)).graph,
          randomGraph(seed),
        );
      let kept = estateAfter(undefined, graph());
      let before = toldOf(kept);
      for (let step = 1; step <= STEPS; step += 1) {
        // One taken back is a change too.
        if (random() < 0.2) edits.pop();
        else
          for (let count = random() * MOST_EDITS; count > 0; count -= 1)
            edits.push(Math.floor(random() * 99_991));
        kept = estateAfter(kept, graph());
        const told = toldOf(kept);

        expect(told, `seed ${seed}, edits ${edits}`).toBe(toldOf(estateAfter(undefined, graph())));
        expect(kept.steps).toBe(step);
        if (told !== before) differing += 1;
        before = told;
      }
    }
    expect(differing).toBeGreaterThan((ESTATES * STEPS) / 4);
  });

  it('shares what stayed, and is judged anew after a hundred steps', () => {
    const first = estateAfter(undefined, randomGraph(1));
    const second = estateAfter(first, randomGraph(1));
    const workloads = (estate: Estate) =>
      [...estate.exposures().values()].filter(({ record }) => record.kind === 'workload');
    const [one, other] = [workloads(first), workloads(second)];
    expect(other.length).toBeGreaterThan(0);
    expect(other.every((told, at) => told === one[at])).toBe(true);

    let estate = second;
    for (let step = 2; step <= 100; step += 1) estate = estateAfter(estate, randomGraph(1));
    expect(estate.steps).toBe(100);
    expect(estateAfter(estate, randomGraph(1)).steps).toBe(0);
  });
});
