import { describe, it } from 'vitest';
import type { Check } from './check.ts';
import { collectingChecks } from './checks/collecting.ts';
import { declarationChecks } from './checks/declarations.ts';
import { failingChecks } from './checks/failing.ts';
import { normalizingChecks } from './checks/normalizing.ts';
import { replayingChecks } from './checks/replaying.ts';
import type { Subject } from './subject.ts';

/** Everything that every provider must do. */
export const CHECKS: readonly Check[] = [
  ...declarationChecks,
  ...collectingChecks,
  ...failingChecks,
  ...normalizingChecks,
  ...replayingChecks,
];

/** A fault matrix over a large cloud is thousands of requests. */
const TIMEOUT_MS = 300_000;

/** Runs every check on a provider, each as a test of its own. */
export function describeConformance(subject: Subject): void {
  const kind = subject.family === undefined ? '' : ` (${subject.family})`;
  describe(`${subject.provider.title}${kind}, as every provider`, () => {
    it.each(CHECKS)('$name', ({ run }) => run(subject), TIMEOUT_MS);
  });
}
