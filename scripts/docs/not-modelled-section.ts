import { loadProviders } from '@netposture/providers';
import { MADE, markdownPage } from './markdown.ts';
import type { Section } from './page.ts';

/** What no verdict takes into account, as each adapter says. */
export const notModelledSection: Section = {
  name: 'what is not modelled',
  owns: [],
  pages: async () => [
    {
      path: 'docs/not-modelled.md',
      text: markdownPage([
        MADE,
        '# What is not modelled',
        'What each cloud has and no verdict takes into account, in the words of its adapter. [Verdicts](verdicts.md) says how an answer is found.',
        ...(await loadProviders()).flatMap(({ title, notModelled }) => [
          `## ${title}`,
          notModelled.map((sentence) => `- ${sentence}`).join('\n'),
        ]),
      ]),
    },
  ],
};
