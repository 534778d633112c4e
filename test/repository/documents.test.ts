import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesMatching, manifestAt, root, textOf } from './repository-files.ts';

const readme = textOf('README.md');
const documents = filesMatching(['*.md', 'docs/**/*.md']);

describe('README.md', () => {
  it('names only npm scripts that exist', () => {
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    const scripts = Object.keys(manifestAt('package.json').scripts ?? {});

    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('names every npm script, so that nobody has to read package.json', () => {
    const scripts = Object.keys(manifestAt('package.json').scripts ?? {});
    const unnamed = scripts.filter(
      (name) => name !== 'test' && !readme.includes(`npm run ${name}`),
    );

    expect(unnamed).toEqual([]);
    expect(readme).toContain('npm test');
  });

  it('speaks of the folders that exist', () => {
    const rows = [...readme.matchAll(/^\| `([\w/.-]+)` \|/gm)].map(([, path = '']) => path);

    expect(rows).toContain('packages/network');
    expect(rows.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  });

  it('states the version of the manifest', () => {
    expect(readme).toContain(`Version ${manifestAt('package.json').version},`);
  });
});

describe.each(documents)('%s', (path) => {
  it('links to files that exist', () => {
    const targets = [...textOf(path).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)].map(
      ([, target = '']) => target,
    );

    expect(targets.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });
});

describe('GLOSSARY.md', () => {
  const words = [...textOf('GLOSSARY.md').matchAll(/^\| ([^|]+?) \| ([^|]+?) \|/gm)]
    .map(([, word = '', meaning = '']) => ({ word, meaning }))
    .slice(2);

  it('is alphabetical, and has each word once', () => {
    const order = words.map(({ word }) => word.toLowerCase());

    expect(order).toEqual([...new Set(order)].sort());
  });

  it('says something about each word', () => {
    expect(words.filter(({ meaning }) => meaning.length < 10)).toEqual([]);
  });

  it.each([
    'account',
    'address set',
    'baseline',
    'CIDR',
    'coverage gap',
    'disposition',
    'drift',
    'egress',
    'exposure',
    'fact',
    'filter',
    'finding',
    'firewall',
    'ingress',
    'network ACL',
    'observation',
    'packet set',
    'packet space',
    'posture',
    'provenance',
    'reachability',
    'security group',
    'waiver',
  ])('explains %s', (word) => {
    expect(words.map((entry) => entry.word)).toContain(word);
  });
});

describe('docs/adr', () => {
  const pages = filesMatching('docs/adr/*.md');

  it('is numbered from 1 without a gap', () => {
    const numbers = pages.map((page) => Number(/adr\/(\d{4})-[a-z0-9-]+[.]md$/.exec(page)?.[1]));

    expect(numbers).toEqual(pages.map((_, index) => index + 1));
  });

  it.each(pages)('%s has its number, a status and the four parts, on one page', (page) => {
    const text = textOf(page);
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);

    expect(headings[0]).toMatch(new RegExp(`^${Number(page.slice(9, 13))}[.] `));
    expect(headings.slice(1)).toEqual([
      'Context',
      'Decision',
      'Consequences',
      'Alternatives refused',
    ]);
    expect(text).toMatch(/^Status: (accepted|superseded by ADR \d+), \d{4}-\d{2}-\d{2}$/m);
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
  });
});

it('LICENSE is the whole Apache License 2.0, as the manifest says', () => {
  const license = textOf('LICENSE');

  expect(manifestAt('package.json').license).toBe('Apache-2.0');
  expect(license).toContain('Apache License\n                           Version 2.0, January 2004');
  expect(license).toContain('END OF TERMS AND CONDITIONS');
  expect(license.split('\n').length).toBeGreaterThan(200);
});

it('CHANGELOG.md has a section for what is not released, or for the version of the manifest', () => {
  const sections = [...textOf('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, title]) => title);

  expect(['Unreleased', manifestAt('package.json').version]).toContain(sections[0]);
});
