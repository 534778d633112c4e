import type { Policy } from './policy/policy.ts';
import type { Rule } from './rule.ts';

/** Names of the presets. `strict` holds every rule. */
export type Preset = Rule['preset'];

/** The rules of a preset, in the order of the registry; computed from the rules themselves. */
export function rulesOfPreset(rules: readonly Rule[], preset: Preset): readonly Rule[] {
  return preset === 'strict' ? rules : rules.filter((rule) => rule.preset === 'recommended');
}

/** The rules that a policy asks for: those of its preset, less those switched off, plus those switched on. */
export function selectedRules(rules: readonly Rule[], policy: Policy): readonly Rule[] {
  const preset = new Set(rulesOfPreset(rules, policy.preset));
  return rules.filter((rule) => {
    const setting = [rule.id, ...(rule.aliases ?? [])]
      .map((id) => policy.rules.get(id))
      .find((one) => one !== undefined);
    return setting?.enabled ?? preset.has(rule);
  });
}
