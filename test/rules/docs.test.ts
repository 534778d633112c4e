import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema } from '@netposture/rules';
import { describe, expect, it } from 'vitest';
import { POLICY_KEYS, rulesSection } from '../../scripts/docs/rules-section.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('generated documentation of the rules', () => {
  it.each(rulesSection.pages().map(({ path, text }) => [path, text] as const))(
    '%s is what the code says',
    (path, text) => {
      expect(readFileSync(join(ROOT, path), 'utf8'), 'run `npm run docs`').toBe(text);
    },
  );

  it('no section and no table cell is empty', () => {
    for (const { path, text } of rulesSection.pages().filter((page) => page.path.endsWith('.md'))) {
      expect(text, path).not.toMatch(/\n(#+ [^\n]*)\n\n(#|$)/);
      expect(text, path).not.toMatch(/\| +\|/);
    }
  });

  it('every key of the policy file is explained', () => {
    const { properties } = policyJsonSchema() as {
      readonly properties: Readonly<Record<string, unknown>>;
    };

    expect(Object.keys(POLICY_KEYS).sort()).toEqual(Object.keys(properties).sort());
  });
});
