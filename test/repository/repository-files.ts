import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The root of the checkout, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Paths relative to the root, sorted; installed packages and generated folders are left out. */
export function filesMatching(pattern: string | readonly string[]): readonly string[] {
  return globSync(pattern, {
    cwd: root,
    exclude: (path) =>
      /(^|\/)(node_modules|coverage|reports|[.]stryker-tmp|[.]git)(\/|$)/.test(path),
  }).sort();
}

/** The text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8');
}

/** The fields of a package.json that the repository tests look at. */
export const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  engines: z.object({ node: z.string() }).optional(),
  scripts: z.record(z.string(), z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
  overrides: z.record(z.string(), z.string()).optional(),
  allowScripts: z.record(z.string(), z.boolean()).optional(),
});

/** A manifest of the repository, by its path. */
export function manifestAt(path: string): z.infer<typeof Manifest> {
  return Manifest.parse(JSON.parse(textOf(path)));
}
