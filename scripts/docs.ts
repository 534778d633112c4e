/** Writes the generated documentation: `npm run docs`. With `--check` it writes nothing and fails where a page differs. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SECTIONS } from './docs/sections.ts';

const ROOT = join(import.meta.dirname, '..');

/** The paths of pages that differ from what the code says, stale ones included. */
async function main(isCheck: boolean): Promise<number> {
  const differing: string[] = [];
  for (const section of SECTIONS) {
    const pages = await section.pages();
    const expected = new Set(pages.map(({ path }) => path));
    for (const { path, text } of pages) {
      const file = join(ROOT, path);
      if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
      differing.push(path);
      if (isCheck) continue;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    for (const folder of section.owns) {
      for (const name of existsSync(join(ROOT, folder)) ? readdirSync(join(ROOT, folder)) : []) {
        if (expected.has(folder + name)) continue;
        differing.push(folder + name);
        if (!isCheck) rmSync(join(ROOT, folder + name));
      }
    }
  }
  for (const path of differing)
    process.stderr.write(`${isCheck ? 'differs' : 'written'}: ${path}\n`);
  return isCheck && differing.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.includes('--check'));
