import { RULES } from '@netposture/rules';
import { CLOUDS_UNDER_RULES } from '../../test/clouds/rule-coverage/clouds-under-rules.ts';
import type {
  CoverageCell,
  RuleCoverage,
} from '../../test/clouds/rule-coverage/evaluated-coverage.ts';
import { MADE, markdownPage, markdownTable } from './markdown.ts';
import type { Page } from './page.ts';

/** The table rule by cloud, what each rule says of its plant, and why the empty cells are empty. */
export function coveragePage({ cells }: RuleCoverage): Page {
  const titles = new Map(CLOUDS_UNDER_RULES.map(({ id, title }) => [id, title]));
  const linked = (rule: string) => `[${rule}](rules/${rule}.md)`;
  const count = (kind: CoverageCell['kind']) => cells.filter((cell) => cell.kind === kind).length;
  const said = cells.flatMap((cell) =>
    cell.kind === 'fires' ? [[linked(cell.rule), titles.get(cell.cloud) ?? '', cell.finding]] : [],
  );
  const empty = cells.flatMap((cell) =>
    cell.kind === 'not-applicable'
      ? [[linked(cell.rule), titles.get(cell.cloud) ?? '', cell.reason]]
      : [],
  );
  const text = markdownPage([
    MADE,
    '# Rules by cloud',
    `Each cell is evaluated: an estate of the cloud that breaks no rule is served by its simulation, collected, and judged, and so is the same estate with one plant, the least that breaks the rule. *Fires*: the rule is silent about the first and reports the second. *Complies*: it is silent about both. Of ${cells.length} cells ${count('fires')} fire, ${count('complies')} comply and ${count('not-applicable')} do not apply.`,
    markdownTable(
      ['rule', ...titles.values()],
      RULES.map(({ id }) => [
        linked(id),
        ...cells.filter(({ rule }) => rule === id).map(({ kind }) => WORDS[kind]),
      ]),
    ),
    '## What each rule says of its plant',
    markdownTable(['rule', 'cloud', 'finding'], said),
    '## Where a rule does not apply',
    markdownTable(['rule', 'cloud', 'why'], empty),
  ]);
  return { path: 'docs/rule-coverage.md', text };
}

const WORDS: Readonly<Record<CoverageCell['kind'], string>> = {
  fires: 'fires',
  complies: 'complies',
  'not-applicable': 'not applicable',
};
