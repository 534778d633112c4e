import type { Rule } from '@netposture/rules';
import { z } from 'zod';
import { SCHEMA_VERSION, SEVERITIES } from './scan-report.ts';

const RuleJson = z.strictObject({
  id: z.string(),
  title: z.string().describe('the fact that is wrong'),
  group: z.string(),
  severity: z.enum(SEVERITIES),
  preset: z.enum(['recommended', 'strict']).describe('which presets of a policy run it'),
  rationale: z.string(),
  doesNotSee: z.string(),
  remediation: z.record(z.string(), z.string()).describe('what to do, by cloud'),
  references: z.array(z.strictObject({ title: z.string(), url: z.string() })),
  controls: z
    .array(z.strictObject({ control: z.string(), why: z.string() }))
    .describe('controls of frameworks for which the rule is evidence'),
  parameters: z
    .record(
      z.string(),
      z.strictObject({
        description: z.string(),
        default: z.union([z.number(), z.boolean(), z.array(z.string())]),
      }),
    )
    .describe('what a policy may set, by name'),
});

/** What `netposture rules` tells. */
export const RulesJson = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  rules: z.array(RuleJson),
});

/** Rules as plain JSON, in the order given. */
export function rulesJson(rules: readonly Rule[]): z.infer<typeof RulesJson> {
  return { schemaVersion: SCHEMA_VERSION, rules: rules.map(ruleJson) };
}

function ruleJson(rule: Rule): z.infer<typeof RuleJson> {
  const { id, title, group, severity, preset, rationale, doesNotSee } = rule;
  const parameters = Object.entries(rule.parameters).map(
    ([name, { description, default: value }]) =>
      [name, { description, default: typeof value === 'object' ? [...value] : value }] as const,
  );
  return {
    id,
    title,
    group,
    severity,
    preset,
    rationale,
    doesNotSee,
    remediation: { ...rule.remediation },
    references: rule.references.map((reference) => ({ ...reference })),
    controls: rule.controls.map((mapping) => ({ ...mapping })),
    parameters: Object.fromEntries(parameters),
  };
}
