import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesMatching, root, textOf } from './repository-files.ts';

const sources = filesMatching('{apps,packages,demo,bench,test,scripts}/**/*.{ts,mjs}');
const isTest = (path: string) => /[.](test|testkit)[.]ts$/.test(path);

/** Every line that matches, as `file:line: text`; empty is good. */
function linesMatching(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
}

const LONG_NAMES = /amazon|hetzner|digitalocean|droplet|google|azure|cloudflare|alibaba/i;
/** Short names only as a word, or as a part of a camelCase name: "laws" and "withdraws" are words too. */
const SHORT_NAMES = /(?<![A-Za-z])(aws|gcp|ec2|hcloud)(?![a-z])|(AWS|Aws|GCP|Gcp|EC2|Ec2)(?![a-z])/;

describe('packages/network', () => {
  const network = filesMatching('packages/network/src/**/*.ts').filter((path) => !isTest(path));

  it('names no cloud, in code or in comments: the model is the same for all', () => {
    expect(linesMatching(network, LONG_NAMES)).toEqual([]);
    expect(linesMatching(network, SHORT_NAMES)).toEqual([]);
  });

  it('cites RFCs and registries, never a vendor', () => {
    const urls = linesMatching(network, /https?:\/\//).filter(
      (line) =>
        !/https:\/\/(www[.])?(rfc-editor[.]org|iana[.]org|datatracker[.]ietf[.]org)\//.test(line),
    );

    expect(urls).toEqual([]);
  });
});

describe('the names that are looked for', () => {
  it.each([
    'an AWS account',
    'awsRegion',
    'isAws',
    'a Droplet',
    'Google Cloud',
    'ec2.describe',
    'gcp_',
  ])('find %s', (text) => expect(LONG_NAMES.test(text) || SHORT_NAMES.test(text)).toBe(true));

  it.each(['the laws of the algebra', 'it draws a set', 'a flaw', 'withdraws'])('pass %s', (text) =>
    expect(LONG_NAMES.test(text) || SHORT_NAMES.test(text)).toBe(false),
  );
});

describe('pure code', () => {
  const pure = filesMatching([
    'packages/{network,rules}/src/**/*.ts',
    'packages/providers/src/**/normalize/**/*.ts',
    'apps/scanner/src/drift/**/*.ts',
  ]).filter((path) => !isTest(path));

  it('draws no random numbers: Biome bans the other globals, but not a member of Math', () => {
    expect(linesMatching(pure, /Math[.]random|Math\[/)).toEqual([]);
  });

  it('imports nothing under a computed name, which the walls could not follow', () => {
    expect(linesMatching(pure, /\bimport\((?!['"])|\brequire\(/)).toEqual([]);
  });
});

it('nothing is hidden from the type checker', () => {
  expect(linesMatching(sources, /@ts-(?:ignore|nocheck|expect-error)/)).toEqual([]);
});

it('the type checker sees every source file', () => {
  const run = spawnSync('npx', ['tsc', '--listFilesOnly', '-p', '.'], {
    cwd: root,
    encoding: 'utf8',
  });
  const seen = new Set(run.stdout.split('\n'));

  expect(sources.filter((path) => !seen.has(`${root}${path}`))).toEqual([]);
});

it('declarations of our own are checked, though skipLibCheck passes over all .d.ts files', () => {
  const run = spawnSync('npx', ['tsc', '-p', '.', '--skipLibCheck', 'false'], {
    cwd: root,
    encoding: 'utf8',
  });
  const ours = run.stdout
    .split('\n')
    .filter((line) => /^(?!.*node_modules).*[.]d[.][cm]?ts\(/.test(line));

  expect(ours).toEqual([]);
});

it('no file or folder is a drawer for everything', () => {
  const drawers = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'shared', 'lib'];
  const named = sources.filter((path) =>
    [basename(path).split('.')[0] ?? '', ...dirname(path).split('/')].some((part) =>
      drawers.includes(part),
    ),
  );

  expect(named).toEqual([]);
});
