import { apiSection } from './api-section.ts';
import { cookbookSection } from './cookbook-section.ts';
import { coverageSection } from './coverage-section.ts';
import { notModelledSection } from './not-modelled-section.ts';
import type { Section } from './page.ts';
import { rulesSection } from './rules-section.ts';

/** Every generated part of the documentation. Add a section here, and `npm run docs` writes it. */
export const SECTIONS: readonly Section[] = [
  rulesSection,
  coverageSection,
  apiSection,
  cookbookSection,
  notModelledSection,
];
