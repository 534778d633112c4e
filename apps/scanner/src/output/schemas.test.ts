import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { publishedSchemas } from './schemas.ts';

const folder = fileURLToPath(new URL('../../../../docs/schemas/', import.meta.url));

describe('the published schemas', () => {
  // After a change of the shapes: npx vitest run apps/scanner/src/output/schemas.test.ts --update
  it.each([...publishedSchemas()])('%s says what the code prints', async (file, text) => {
    await expect(text).toMatchFileSnapshot(`${folder}${file}`);
  });

  it('are all that the folder holds', () => {
    expect(readdirSync(folder).sort()).toEqual([...publishedSchemas().keys()].sort());
  });
});
