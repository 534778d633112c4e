import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apiSection } from '../../../scripts/docs/api-section.ts';

const [page] = await apiSection.pages();

it('docs/api.md is what the code says', () => {
  const file = join(import.meta.dirname, '../../..', 'docs/api.md');

  expect(readFileSync(file, 'utf8'), 'run `npm run docs`').toBe(page?.text);
});

it('every route is told with who may call it and what it does', () => {
  const rows = page?.text.match(/^\| `[A-Z]+ \/.*$/gm) ?? [];

  expect(rows.length).toBeGreaterThan(15);
  for (const row of rows) {
    expect(row).toMatch(/^\| `[A-Z]+ \/\S*` \| (open|signed|read|scan|admin) \| \S.+ \|$/);
  }
});
