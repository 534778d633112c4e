import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordsOf } from '@netposture/network/graph';
import { RULES } from '@netposture/rules';
import { beforeAll, describe, expect, it } from 'vitest';
import { coveragePage } from '../../scripts/docs/coverage-page.ts';
import { CLOUDS_UNDER_RULES } from '../clouds/rule-coverage/clouds-under-rules.ts';
import {
  coverageOf,
  type JudgedCloud,
  judgedCloud,
} from '../clouds/rule-coverage/evaluated-coverage.ts';
import { NOT_APPLICABLE } from '../clouds/rule-coverage/not-applicable.ts';
import { graphOfClouds } from '../clouds/rule-coverage/observed-clouds.ts';
import { SOUND } from '../clouds/rule-coverage/planted.ts';
import { WAVES } from '../clouds/rule-coverage/waves.ts';
import { FIRING } from './firing-cells.testkit.ts';

const IDS = RULES.map(({ id }) => id);
const judged: JudgedCloud[] = [];

describe.each(CLOUDS_UNDER_RULES.map((cloud) => [cloud.title, cloud] as const))(
  'the rules over simulated %s',
  (_title, cloud) => {
    let column: JudgedCloud;
    beforeAll(async () => {
      column = await judgedCloud(cloud);
      judged.push(column);
    });

    it('all answer, and have nothing to say of a sound estate', () => {
      const { falseAlarms, notEvaluated } = coverageOf([column]);

      expect({ falseAlarms, notEvaluated }).toEqual({ falseAlarms: [], notEvaluated: [] });
    });

    it('stand before an estate that has something for each of them: it is not empty', async () => {
      const graph = await graphOfClouds(cloud.clouds(SOUND));

      expect(recordsOf(graph, 'workload').length).toBeGreaterThanOrEqual(14);
      expect(recordsOf(graph, 'load-balancer')).toHaveLength(1);
      expect(column.sound.findings.map(({ state, waiver }) => [state, waiver])).toEqual([
        ['waived', 'partner'],
      ]);
    });

    it.each(IDS)('%s says of its plant what is written down', (id) => {
      const cell = coverageOf([column]).cells.find(({ rule }) => rule === id);
      const excused = NOT_APPLICABLE.some((one) => one.rule === id && one.cloud === cloud.id);

      expect(cell?.kind === 'fires' ? cell.finding : undefined).toBe(FIRING[cloud.id]?.[id]);
      expect(cell?.kind).toBe(excused ? 'not-applicable' : 'fires');
    });
  },
);

describe('the table of rules by cloud', () => {
  it('has 124 cells, of which at least 88 fire', () => {
    const { cells } = coverageOf(judged);

    expect(cells).toHaveLength(124);
    expect(cells.filter(({ kind }) => kind === 'fires').length).toBeGreaterThanOrEqual(88);
  });

  it('is the page that the documentation shows', () => {
    const { path, text } = coveragePage(coverageOf(judged));

    expect(
      readFileSync(join(import.meta.dirname, '../..', path), 'utf8'),
      'run `npm run docs`',
    ).toBe(text);
  });

  it('has one plant for each rule, and excuses no cell twice', () => {
    expect(WAVES.flat().toSorted()).toEqual([...IDS].toSorted());
    const excused = NOT_APPLICABLE.map(({ rule, cloud }) => `${cloud} ${rule}`);
    expect(new Set(excused).size).toBe(excused.length);
    expect(NOT_APPLICABLE.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});
