import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { filesMatching, manifestAt, root, textOf } from './repository-files.ts';

const paths = filesMatching(['package.json', '{apps,packages}/*/package.json']);

function dependenciesOf(path: string): readonly (readonly [string, string])[] {
  const { dependencies, devDependencies, overrides } = manifestAt(path);
  return Object.entries({ ...dependencies, ...devDependencies, ...overrides });
}

describe.each(paths)('%s', (path) => {
  it('pins every dependency to one exact version', () => {
    const loose = dependenciesOf(path).filter(
      ([, version]) => !/^\d+[.]\d+[.]\d+(-[a-z]+[.]\d+)?$/.test(version),
    );

    expect(loose).toEqual([]);
  });

  it('is licensed and versioned as the root is', () => {
    const { license, version } = manifestAt('package.json');

    expect(manifestAt(path)).toMatchObject({ license, version });
  });
});

it('no package is pinned to two versions', () => {
  const versions = new Map<string, Set<string>>();
  for (const [name, version] of paths.flatMap(dependenciesOf)) {
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }

  expect([...versions].filter(([, pins]) => pins.size > 1)).toEqual([]);
});

it('the root and the scanner both depend on the packaged Node, so that it is there without dev dependencies too', () => {
  const node = manifestAt('package.json').dependencies?.['node'];

  expect(node).toMatch(/^24[.]/);
  expect(manifestAt('apps/scanner/package.json').dependencies?.['node']).toBe(node);
});

it('every package with an install script is approved or refused by name', () => {
  const Lock = z.object({
    packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
  });
  const { packages } = Lock.parse(JSON.parse(textOf('package-lock.json')));
  const decided = manifestAt('package.json').allowScripts ?? {};

  const undecided = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    // Optional for one platform that npm skips elsewhere, and has never asked about.
    .filter((name) => name !== 'fsevents' && decided[name] === undefined);

  expect(undecided).toEqual([]);
});

it('every script that starts a file of ours starts one that exists', () => {
  const files = Object.values(manifestAt('package.json').scripts ?? {}).flatMap(
    (command) => command.match(/[\w./-]+[.](ts|mjs|sh)\b/g) ?? [],
  );

  expect(files.filter((file) => !existsSync(`${root}${file}`))).toEqual([]);
});
