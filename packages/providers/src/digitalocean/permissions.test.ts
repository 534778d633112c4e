import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OPERATIONS } from './operations/index.ts';
import { permissions } from './permissions.ts';

it('the committed page of permissions is the one that the declared calls give', () => {
  const file = new URL(`../../../../docs/providers/${permissions.file}`, import.meta.url);

  expect(readFileSync(file, 'utf8')).toBe(permissions.render(OPERATIONS));
});
