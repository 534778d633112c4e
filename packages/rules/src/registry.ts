import type { Rule } from './rule.ts';
import { defaultDenyIngress } from './rules/default-deny-ingress.ts';
import { noPublicDatabase } from './rules/no-public-database.ts';
import { segmentationViolation } from './rules/segmentation-violation.ts';

/** Every rule, in alphabetical order. The list is written by hand; a test compares it with the folder `rules`. */
export const RULES: readonly Rule[] = [defaultDenyIngress, noPublicDatabase, segmentationViolation];
