import { env, stderr } from 'node:process';
import { type Graph, link, type ResourceId } from '@netposture/network/graph';
import { internet } from '@netposture/network/netset';
import {
  compareAnswers,
  compareExposures,
  deniedAnswer,
  type ReachAnswer,
  Reachability,
} from '@netposture/network/reachability';
import { describe, expect, it } from 'vitest';
import { changedGraph } from './change.testkit.ts';
import { randomGraph } from './random-graph.testkit.ts';

/** Edits to try: `NETPOSTURE_ORACLE_EDITS`. */
const EDITS = Number(env['NETPOSTURE_ORACLE_EDITS'] ?? 250);
/** Differences that are told with both answers; all of them by one line each as they are found. */
const MOST_TOLD = 5;
/** A campaign tells how far it is after so many edits. */
const PROGRESS = 500;

describe('after a change of one record', () => {
  it(`what is kept and what is worked out again equal a new start, ${EDITS} times`, {
    timeout: 60_000 + EDITS * 500,
  }, () => {
    let effective = 0;
    const wrong: string[] = [];
    for (let seed = 0; seed < EDITS; seed++) {
      const graph = randomGraph(seed);
      const before = new Reachability(link(graph));
      for (const target of targetsOf(graph)) before.exposure(target);
      const { graph: next, changed } = changedGraph(graph, numbersFrom(seed));

      const kept = before.after(next, changed);
      const fresh = new Reachability(link(next));

      for (const target of targetsOf(next)) {
        const [a, b] = [answerOf(kept, target), answerOf(fresh, target)];
        if (textOf(a) === textOf(b)) continue;
        stderr.write(`seed ${seed}, ${changed.join()}: ${target}\n`);
        wrong.push(`seed ${seed}, ${changed.join()}: ${target}\n${textOf(a)}\n${textOf(b)}`);
      }
      effective += compareExposures(before, kept, targetsOf(next)).length;
      if ((seed + 1) % PROGRESS === 0)
        stderr.write(
          `changes: ${seed + 1} edits, ${effective} answers changed, ${wrong.length} differences\n`,
        );
    }

    expect(wrong.slice(0, MOST_TOLD), `${wrong.length} differences`).toEqual([]);
    expect(effective).toBeGreaterThan(EDITS / 20);
  });

  it(`the difference of two estates is that of their answers, packet set by packet set`, () => {
    for (let seed = 0; seed < 60; seed++) {
      const graph = randomGraph(seed);
      const { graph: next } = changedGraph(graph, numbersFrom(seed));
      const [before, after] = [new Reachability(link(graph)), new Reachability(link(next))];

      for (const target of targetsOf(next)) {
        const [old, now] = [answerOf(before, target), answerOf(after, target)];
        const { delivered } = compareAnswers(old, now);

        expect(delivered.opened.equals(now.delivered.allowed.subtract(old.delivered.allowed))).toBe(
          true,
        );
        expect(delivered.closed.overlaps(now.delivered.allowed)).toBe(false);
        expect(delivered.closed.isSubsetOf(old.delivered.allowed)).toBe(true);
        const rebuilt = old.delivered.allowed
          .subtract(delivered.closed)
          .subtract(delivered.lostSight)
          .union(delivered.opened);
        expect(rebuilt.equals(now.delivered.allowed)).toBe(true);
      }
    }
  });
});

describe('exposure', () => {
  it('by situations shared between interfaces equals the question asked for each target alone', () => {
    for (let seed = 0; seed < 150; seed++) {
      const linked = link(randomGraph(seed));
      const reachability = new Reachability(linked);
      for (const { id } of linked.interfaces) {
        const asked = reachability.reach({
          from: { interfaces: [], external: internet },
          to: { interfaces: [id], throughBalancers: true },
        });

        expect(`${seed} ${textOf(answerOf(reachability, id))}`).toBe(`${seed} ${textOf(asked)}`);
      }
    }
  });
});

function targetsOf(graph: Graph): readonly ResourceId[] {
  return [...graph.records.values()]
    .filter(
      ({ kind }) =>
        kind === 'workload' ||
        kind === 'service' ||
        kind === 'load-balancer' ||
        kind === 'interface',
    )
    .map(({ id }) => id);
}

function answerOf(reachability: Reachability, target: ResourceId): ReachAnswer {
  return reachability.exposure(target)?.answer ?? deniedAnswer;
}

function textOf({ delivered, conversable }: ReachAnswer): string {
  return [
    delivered.allowed,
    delivered.undetermined,
    conversable.allowed,
    conversable.undetermined,
  ].join('\n');
}

function numbersFrom(seed: number): () => number {
  let state = seed * 7919 + 17;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
