import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { providerId } from '@netposture/network/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageKey } from '../coverage.ts';
import { type Observation, scopeOf } from '../observation.ts';
import { observationIn } from './envelope.ts';
import { filePathOf, subjectInFileName } from './file-path.ts';
import { readObservations } from './read.ts';
import { saveObservations } from './save.ts';

const observation: Observation = {
  format: 1,
  provider: providerId('north'),
  account: '1234',
  location: 'eu-1',
  operation: 'ListSubnets',
  request: {},
  outcome: 'complete',
  pages: 1,
  collectedAt: '2026-01-01T00:00:00.000Z',
  items: [],
};

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'netposture-save-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('saving', () => {
  it('writes <provider>/<account>/<location>/<operation>[.<id>].json', () => {
    expect(filePathOf(observation)).toBe('north/1234/eu-1/ListSubnets.json');
    expect(filePathOf({ ...observation, operation: 'GetEntries', subject: 'pl-0a' })).toBe(
      'north/1234/eu-1/GetEntries.pl-0a.json',
    );
  });

  it.each([
    ['../../etc/passwd', 'north/%2E.%2F..%2Fetc%2Fpasswd/eu-1/ListSubnets.json'],
    ['..', 'north/%2E./eu-1/ListSubnets.json'],
    ['.', 'north/%2E/eu-1/ListSubnets.json'],
    ['', 'north/%/eu-1/ListSubnets.json'],
    ['a\\b:c*\u0000', 'north/a%5Cb%3Ac%2A%00/eu-1/ListSubnets.json'],
  ])('keeps the account %j inside the folder', (account, path) => {
    expect(filePathOf({ ...observation, account })).toBe(path);
  });

  it('cuts what no file system takes, without making two scopes one', () => {
    const long = 'x'.repeat(400);

    const paths = [`${long}1`, `${long}2`].map((subject) =>
      filePathOf({ ...observation, subject }),
    );

    expect(new Set(paths).size).toBe(2);
    expect(Math.max(...paths.map((path) => posix.basename(path).length))).toBeLessThan(255);
  });

  it('refuses two observations of one scope', async () => {
    await inFolder(async (folder) => {
      const saving = saveObservations(folder, [observation, observation]);
      await expect(saving).rejects.toThrow('POSTURE_OBSERVATION_REPEATED');
    });
  });

  it('keeps two scopes apart where letter case does not count', async () => {
    await inFolder(async (folder) => {
      const subjects = ['PL-1', 'pl-1'];
      const operation = 'GetEntries';

      await saveObservations(
        folder,
        subjects.map((subject) => ({ ...observation, operation, subject })),
      );

      const names = await readdir(join(folder, 'north/1234/eu-1'));
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(2);
    });
  });

  it('lets nobody else read what it writes', async () => {
    await inFolder(async (folder) => {
      await saveObservations(folder, [observation]);

      const modes = await Promise.all(
        ['north', 'north/1234/eu-1/ListSubnets.json'].map((path) => stat(join(folder, path))),
      );
      expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o600]);
    });
  });

  it('and reading again changes nothing, whatever the ids are', async () => {
    const odd = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('..', 'A', 'a', '/', '%', 'con'),
    );
    const observations = fc.uniqueArray(
      fc.record({
        account: odd,
        location: odd,
        operation: fc.constantFrom('ListSubnets', 'ListCards', 'GetEntries'),
        subject: fc.option(odd, { nil: undefined }),
        items: fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 }),
      }),
      { maxLength: 12, selector: ({ items, ...scope }) => JSON.stringify(scope) },
    );
    await fc.assert(
      fc.asyncProperty(observations, (generated) =>
        inFolder(async (folder) => {
          const saved = generated.map(({ subject, ...one }): Observation => {
            const whole = { ...observation, ...one };
            const text = JSON.stringify(subject === undefined ? whole : { ...whole, subject });
            const wire = observationIn(JSON.parse(text));
            if (typeof wire === 'string') throw new Error(wire);
            return wire;
          });

          await saveObservations(folder, saved);
          const { observations: read, gaps } = await readObservations(folder, { providers: [] });

          const key = (one: Observation) => coverageKey(scopeOf(one));
          const sorted = saved.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
          expect(gaps).toEqual([]);
          expect(read).toEqual(sorted);
          expect((await readdir(folder)).filter((name) => name !== 'north')).toEqual([]);
        }),
      ),
      { numRuns: 100 },
    );
  });
});

describe('the subject in a file name', () => {
  it.each([
    ['GetEntries.pl-0a.json', 'pl-0a'],
    ['get-entries.pl-0a.json', 'pl-0a'],
    ['GetEntries.arn%3Aaws%3Ax%2Fy.json', 'arn:aws:x/y'],
    ['GetEntries.a.b.json', 'a.b'],
    ['GetEntries.100%.json', '100%'],
    ['GetEntries.json', undefined],
    ['Other.pl-0a.json', undefined],
  ])('%j has %j', (name, subject) => {
    expect(subjectInFileName(name, ['GetEntries'])).toBe(subject);
  });
});
