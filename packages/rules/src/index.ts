/** Judges a linked graph against a policy: rules, findings, waivers. Pure. */
export * from './catalogue/controls.ts';
export * from './catalogue/sensitive-services.ts';
export { type Evaluation, type EvaluationInput, evaluate, type NotEvaluated } from './evaluate.ts';
export { type Finding, findingId, type PeerClass, type Subject } from './finding.ts';
export { defaultPolicy } from './policy/default-policy.ts';
export { policyJsonSchema } from './policy/json-schema.ts';
export { type ParsedPolicy, type PolicySurroundings, parsePolicy } from './policy/parse-policy.ts';
export type * from './policy/policy.ts';
export { PolicyZones } from './policy/policy-zones.ts';
export { rulesOfPreset } from './presets.ts';
export { RULES } from './registry.ts';
export { remediationFor } from './remediation-for.ts';
export type { ParameterSpec, Rule, RuleExample, RuleGroup } from './rule.ts';
export { SEVERITIES, type Severity } from './severity.ts';
