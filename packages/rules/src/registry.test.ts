import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONTROLS } from './catalogue/controls.ts';
import { rulesOfPreset } from './presets.ts';
import { RULES } from './registry.ts';

const FOLDER = `${import.meta.dirname}/rules`;

function filesOfRules(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => readFileSync(`${FOLDER}/${file}`, 'utf8').includes('defineRule('))
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

describe('the registry', () => {
  it('lists every rule of the folder once, in order of id', () => {
    expect(RULES.map(({ id }) => id)).toEqual(filesOfRules());
  });

  it('never gives an id or an alias twice', () => {
    const names = RULES.flatMap(({ id, aliases = [] }) => [id, ...aliases]);

    expect(new Set(names).size).toBe(names.length);
  });

  it('computes presets from the rules: strict holds all', () => {
    expect(rulesOfPreset(RULES, 'strict')).toEqual(RULES);
    expect(rulesOfPreset(RULES, 'recommended').every((rule) => rule.preset === 'recommended')).toBe(
      true,
    );
  });

  it('has a rule for every control that it lists', () => {
    const mapped = new Set(RULES.flatMap((rule) => rule.controls.map(({ control }) => control)));

    expect(CONTROLS.map(({ id }) => id).filter((id) => !mapped.has(id))).toEqual([]);
  });
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  it('has every text that its page needs', () => {
    const { title, rationale, doesNotSee, remediation } = rule;
    const texts = [
      title,
      rationale,
      doesNotSee,
      ...Object.values(remediation),
      ...rule.controls.map(({ why }) => why),
    ];

    expect(texts.filter((text) => text.trim() === '')).toEqual([]);
    expect(rule.controls.length).toBeGreaterThan(0);
    expect(rule.references.every(({ url }) => URL.canParse(url))).toBe(true);
    expect(rule.references.length).toBeGreaterThan(0);
  });
});
