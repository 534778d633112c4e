import { link, ownAddressIndex } from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { type Evaluation, evaluate } from './evaluate.ts';
import { defaultPolicy } from './policy/default-policy.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import type { Rule, RuleExample } from './rule.ts';

/** The instant at which examples are judged. */
export const NOW = '2026-11-21T06:00:00Z';

/** What one rule says of one of its examples. Throws where the example's policy has an error. */
export function evaluateExample(
  rule: Rule,
  example: RuleExample,
  others: readonly Rule[] = [],
): Evaluation {
  const graph = example.graph();
  const linked = link(graph);
  const parsed =
    example.policy === undefined ? undefined : parsePolicy(example.policy, 'example.yaml');
  if (parsed?.isRefused === true)
    throw new Error(parsed.problems.map(({ message }) => message).join(' '));
  const policy = parsed?.policy ?? defaultPolicy;
  const rules = new Map(policy.rules).set(
    rule.id,
    policy.rules.get(rule.id) ?? { enabled: true, parameters: {} },
  );
  return evaluate({
    linked,
    reachability: new Reachability(linked),
    policy: { ...policy, rules },
    ownAddresses: ownAddressIndex({
      graphs: [{ graph, seenAt: NOW }],
      earlier: example.earlier ?? [],
      unseenAccounts: example.unseenAccounts ?? [],
    }),
    coverage: graph.coverage,
    now: NOW,
    rules: [rule, ...others],
  });
}

/** What the example shows of the rule: open findings, undetermined ones only, or none. */
export function answerOf(rule: Rule, evaluation: Evaluation): RuleExample['expect'] {
  const states = evaluation.findings
    .filter((finding) => finding.rule === rule.id)
    .map(({ state }) => state);
  if (states.includes('open')) return 'violates';
  return states.length > 0 ? 'undetermined' : 'complies';
}
