import { describe, expect, it } from 'vitest';
import { answerOf, evaluateExample } from './example.testkit.ts';
import { RULES } from './registry.ts';

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  it.each(rule.examples.map((example) => [example.expect, example.title, example] as const))(
    '%s: %s',
    (_expect, _title, example) => {
      const others = rule.review === undefined ? [] : RULES.filter((other) => other !== rule);

      const evaluation = evaluateExample(rule, example, others);

      expect(evaluation.notEvaluated).toEqual([]);
      expect(answerOf(rule, evaluation)).toBe(example.expect);
    },
  );

  it('has an example of each answer', () => {
    expect(new Set(rule.examples.map((example) => example.expect))).toEqual(
      new Set(['violates', 'complies', 'undetermined']),
    );
  });
});
