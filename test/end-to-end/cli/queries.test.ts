import { link, recordsOf } from '@netposture/network/graph';
import { answerQuery, Reachability, type ReachQuery } from '@netposture/network/reachability';
import { describe, expect, it, vi } from 'vitest';
import { filledIn, templateOf } from '../../../apps/scanner/src/cli/answer-template.ts';
import { QueryAnswers } from '../../../apps/scanner/src/cli/query-answers.ts';
import { reachJson } from '../../../apps/scanner/src/output/reach-json.ts';
import { Random } from '../../oracle/random.testkit.ts';
import { randomGraph } from '../../oracle/random-graph.testkit.ts';

const GRAPHS = 24;
const QUESTIONS = 240;

/** Ports that rules of the random graphs name, their neighbours, and ports about which nothing says anything. */
const PORTS = [
  ...[21, 22, 23, 79, 80, 81, 442, 443, 444, 1023, 1024, 4999, 5000, 5001, 5431, 5432, 5433],
  ...[7001, 7002, 7003, 7004, 32_767, 32_768, 49_151, 49_152, 60_999, 61_000, 65_534, 65_535, 0],
];

describe('the answers to many questions', () => {
  it('are byte for byte those that each question by itself gets', { timeout: 240_000 }, () => {
    let explained = 0;
    for (let seed = 0; seed < GRAPHS; seed++) {
      const graph = randomGraph(seed);
      const reachability = new Reachability(link(graph));
      const explain = vi.spyOn(reachability, 'explain');
      const answers = new QueryAnswers(reachability);
      const alone = new Reachability(link(graph));
      const ids = recordsOf(graph, 'interface').map(({ id }) => id);

      for (const query of questionsAbout(ids, new Random(seed))) {
        const { json, verdict } = answers.answer(query);
        const result = answerQuery(alone, query);

        expect(json).toBe(JSON.stringify(reachJson(query, result)));
        expect(verdict).toBe(result.verdict);
      }
      explained += explain.mock.calls.length;
    }

    expect(explained).toBeLessThan((GRAPHS * QUESTIONS) / 2);
  });
});

/** Between a few pairs of ends, so that many questions are of one class. */
function questionsAbout(ids: readonly string[], random: Random): readonly ReachQuery[] {
  const ends = [...ids, 'internet', '9.9.9.9', '8.8.8.2'];
  const pairs = random.list(2, () => [random.pick(ends), random.pick(ids)] as const);
  return random.list(QUESTIONS, () => {
    const [from, to] = random.pick(pairs);
    const protocol = random.pick([6, 6, 17, 132, undefined]);
    return {
      from,
      to,
      ...(protocol === undefined ? {} : { protocol }),
      ...(random.chance(0.97) ? { port: random.pick(PORTS) } : {}),
      ...(random.chance(0.2) ? { sourcePort: random.pick(PORTS) } : {}),
    };
  });
}

describe('the template of two answers', () => {
  it('leaves the asked ports open and keeps every other number', () => {
    const template = templateOf(
      { text: 'tcp 80 from 10.0.0.80:5000 to sg-80', port: 80, sourcePort: 5000 },
      { text: 'tcp 443 from 10.0.0.80:6000 to sg-80', port: 443, sourcePort: 6000 },
    );

    expect(template && filledIn(template, { port: 22, sourcePort: 7000 })).toBe(
      'tcp 22 from 10.0.0.80:7000 to sg-80',
    );
  });

  it('does not exist where the answers differ in something else', () => {
    expect(
      templateOf({ text: 'rule 1, port 80', port: 80 }, { text: 'rule 2, port 443', port: 443 }),
    ).toBe(undefined);
    expect(templateOf({ text: 'admits 80', port: 80 }, { text: 'refuses 443', port: 443 })).toBe(
      undefined,
    );
  });

  it('does not exist where the two ports cannot be told apart', () => {
    expect(
      templateOf(
        { text: '80 to 80', port: 80, sourcePort: 80 },
        { text: '443 to 443', port: 443, sourcePort: 443 },
      ),
    ).toBe(undefined);
  });
});
