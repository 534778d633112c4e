import { link, recordsOf } from '@netposture/network/graph';
import { Reachability, wordOf } from '@netposture/network/reachability';
import { expect, it } from 'vitest';
import { generateEstate } from '../../bench/estate.ts';
import { randomGraph } from '../oracle/random-graph.testkit.ts';
import { worlds } from './worlds.ts';

const graphs = [
  ...worlds.map(({ make }) => make().graph),
  ...Array.from({ length: 60 }, (_, seed) => randomGraph(seed)),
  generateEstate({ rules: 3000, dialect: 'aws' }, 2),
  generateEstate({ rules: 3000 }, 3),
];

it('the word for an exposure, which is told without its sets, is that of its sets', () => {
  const told = new Map<string, number>();
  for (const graph of graphs) {
    const reachability = new Reachability(link(graph));
    for (const kind of ['workload', 'service', 'load-balancer', 'interface'] as const) {
      for (const { id } of recordsOf(graph, kind)) {
        const answer = reachability.exposure(id)?.answer;
        if (answer === undefined) continue;
        for (const sets of [answer.delivered, answer.conversable]) {
          const { allowed, undetermined } = sets;
          const word = wordOf(sets);

          expect(word, id).toBe(wordOf({ allowed, undetermined }));
          told.set(word, (told.get(word) ?? 0) + 1);
        }
      }
    }
  }
  for (const word of ['allowed', 'undetermined', 'denied'])
    expect(told.get(word) ?? 0, word).toBeGreaterThan(100);
});
