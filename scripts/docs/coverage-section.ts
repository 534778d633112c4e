import { CLOUDS_UNDER_RULES } from '../../test/clouds/rule-coverage/clouds-under-rules.ts';
import { coverageOf, judgedCloud } from '../../test/clouds/rule-coverage/evaluated-coverage.ts';
import { coveragePage } from './coverage-page.ts';
import type { Section } from './page.ts';

/** The table of rules by cloud, evaluated when the page is made. */
export const coverageSection: Section = {
  name: 'rule coverage',
  owns: [],
  pages: async () => [
    coveragePage(coverageOf(await Promise.all(CLOUDS_UNDER_RULES.map(judgedCloud)))),
  ],
};
