import { writeFileSync } from 'node:fs';
import { env, stderr } from 'node:process';
import type { Graph } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { type Comparison, compare, describeDifference, reduced } from './compare.testkit.ts';
import { engineOf } from './engine.testkit.ts';
import { randomGraph } from './random-graph.testkit.ts';
import { VERDICTS } from './verdict.testkit.ts';

/** Graphs to compare: `NETPOSTURE_ORACLE_GRAPHS`, from seed `NETPOSTURE_ORACLE_SEED`. */
const GRAPHS = Number(env['NETPOSTURE_ORACLE_GRAPHS'] ?? 80);
const FIRST_SEED = Number(env['NETPOSTURE_ORACLE_SEED'] ?? 0);
/** File for the sums of a campaign: `NETPOSTURE_ORACLE_REPORT`. */
const REPORT = env['NETPOSTURE_ORACLE_REPORT'];
/** A campaign tells how far it is after so many graphs. */
const PROGRESS = 500;
/** Differences that are told with a small graph each; further ones by their seed alone. */
const MOST_REDUCED = 3;

describe('engine and oracle', () => {
  it(`agree about every packet of ${GRAPHS} random graphs`, {
    timeout: 60_000 + GRAPHS * 2000,
  }, () => {
    const totals = { asked: 0, delivered: noneYet(), conversable: noneYet() };
    const differing: string[] = [];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + GRAPHS; seed++) {
      const graph = randomGraph(seed);
      const comparison = compare(graph, engineOf(graph));
      const [difference] = comparison.differences;
      if (difference !== undefined) {
        const told = `seed ${seed}: ${describeDifference(difference)}`;
        const isTold = differing.length < MOST_REDUCED;
        const small = isTold ? `\n${describeGraph(reduced(graph, difference, engineOf))}` : '';
        differing.push(told + small);
        stderr.write(`${told}\n`);
      }
      totals.asked += comparison.asked;
      for (const verdict of VERDICTS) {
        totals.delivered[verdict] += comparison.delivered[verdict];
        totals.conversable[verdict] += comparison.conversable[verdict];
      }
      const done = seed - FIRST_SEED + 1;
      if (done % PROGRESS === 0) stderr.write(`${summary(done, totals, differing.length)}\n`);
    }
    if (REPORT !== undefined)
      writeFileSync(REPORT, JSON.stringify({ graphs: GRAPHS, ...totals, differing }));

    expect(differing, differing.join('\n')).toEqual([]);
    expect(totals.asked).toBeGreaterThan(GRAPHS * 1000);
    if (GRAPHS >= PROGRESS) {
      for (const verdict of VERDICTS) {
        expect(totals.delivered[verdict] / totals.asked).toBeGreaterThanOrEqual(0.1);
        expect(totals.conversable[verdict] / totals.asked).toBeGreaterThanOrEqual(0.1);
      }
    }
  });
});

type Totals = Omit<Comparison, 'differences'>;

function noneYet(): Record<keyof Comparison['delivered'], number> {
  return { allowed: 0, denied: 0, undetermined: 0 };
}

/** How far the comparison is, in one line. */
function summary(graphs: number, totals: Totals, differences: number): string {
  const { asked, delivered, conversable } = totals;
  const counts = (of: Comparison['delivered']) =>
    `${of.allowed} allowed, ${of.denied} denied, ${of.undetermined} undetermined`;
  return `oracle from seed ${FIRST_SEED}: ${graphs} graphs, ${asked} questions, ${differences} graphs differ; delivered ${counts(delivered)}; conversable ${counts(conversable)}`;
}

/** The records of a small graph, one a line, without what no verdict depends on. */
function describeGraph(graph: Graph): string {
  const lines = [...graph.records.values()].map(({ provenance, name, ...record }) =>
    JSON.stringify(record).replaceAll(`${provenance.provider}/${provenance.account}/`, ''),
  );
  return lines.join('\n');
}
