import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadProviders, PROVIDERS } from './registry.ts';

const NOT_CLOUDS = ['client', 'normalize', 'offline'];

describe('the registry', () => {
  it('lists every cloud folder, in alphabetical order', () => {
    const entries = readdirSync(import.meta.dirname, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const clouds = folders.filter((name) => !NOT_CLOUDS.includes(name)).sort();

    expect(PROVIDERS.map((entry) => String(entry.id))).toEqual(clouds);
  });

  it('says the same id and title as the adapter that it loads', async () => {
    const loaded = await loadProviders();

    expect(loaded.map(({ id, title }) => ({ id, title }))).toEqual(
      PROVIDERS.map(({ id, title }) => ({ id, title })),
    );
  });
});
