import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshModules, javascript, withOneMutant } from '../../scripts/mutation/modules.ts';
import { suiteOf, type Test } from '../../scripts/mutation/suite.ts';
import {
  explainedIn,
  missing,
  type Report,
  survivorsOf,
} from '../../scripts/mutation/survivors.ts';
import { outcomeOf } from '../../scripts/mutation/trial.ts';

/** A test whose body is at hand. */
const testOf = (body: () => unknown): Test => ({ id: 'a test', body });

describe('the modules of a mutant', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'mutants-'));
    writeFileSync(
      path.join(folder, 'counter.ts'),
      'let count: number = 0;\nexport const next = (): number => ++count;\n',
    );
    writeFileSync(
      path.join(folder, 'use.ts'),
      "import { tell } from 'told';\nimport { next } from './counter.ts';\nnext();\ntell(next());\n",
    );
    writeFileSync(
      path.join(folder, 'mutated.ts'),
      `import { tell } from 'told';
const stryMutAct_9fa48 = (id: string): boolean => id === '2';
tell([stryMutAct_9fa48("1") ? 'first' : stryMutAct_9fa48("2") ? 'second' : (stryCov_9fa48("1", "2"), 'none')]);
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function toldBy(file: string, read = javascript): unknown[] {
    const told: unknown[] = [];
    const packages = new Map([['told', { tell: (value: unknown) => told.push(value) }]]);
    freshModules(read, packages)(path.join(folder, file));
    return told;
  }

  it('begin anew, whatever the modules of another have counted', () => {
    expect(toldBy('use.ts')).toEqual([2]);
    expect(toldBy('use.ts')).toEqual([2]);
  });

  it('hold that mutant and no other', () => {
    expect(toldBy('mutated.ts', (file) => withOneMutant(file, '2'))).toEqual([['second']]);
    expect(toldBy('mutated.ts', (file) => withOneMutant(file, '3'))).toEqual([['none']]);
  });
});

describe('a test of mutants', () => {
  it('passes, or fails by what it throws or by a promise that is rejected', async () => {
    const passed = await outcomeOf(() => testOf(() => Promise.resolve(1)), 1000);
    const thrown = await outcomeOf(
      () =>
        testOf(() => {
          throw new Error('no');
        }),
      1000,
    );
    const rejected = await outcomeOf(() => testOf(() => Promise.reject(new Error('no'))), 1000);

    expect(passed.outcome).toEqual({ kind: 'passed' });
    expect(thrown.outcome).toEqual({ kind: 'failed', message: 'Error: no' });
    expect(rejected.outcome).toEqual({ kind: 'failed', message: 'Error: no' });
  });

  it('that never ends is stopped, also while it is looked up', async () => {
    const endless = (): never => {
      for (;;);
    };

    expect((await outcomeOf(() => testOf(endless), 20)).outcome).toEqual({ kind: 'late' });
    expect((await outcomeOf(endless, 20)).outcome).toEqual({ kind: 'late' });
  });

  it('is known by its file and its full name, each row of a table by its values', () => {
    const { tests, vitest } = suiteOf('a.test.ts', expect);
    const seen: unknown[] = [];

    vitest.describe('sets', () => {
      vitest.it('are equal', { timeout: 5 }, () => seen.push('equal'));
      vitest.it.each([
        ['1', 2],
        ['1', 3],
      ])('of %s', (...row) => seen.push(row));
    });
    vitest.describe.each([{ name: 'IPv4' }])('of $name', (row) => {
      vitest.it('end', () => seen.push(row));
    });
    for (const { body } of tests) body();

    expect(tests.map(({ id }) => id)).toEqual([
      'a.test.ts#sets are equal',
      'a.test.ts#sets of 1',
      'a.test.ts#sets of 1 (2)',
      'a.test.ts#of IPv4 end',
    ]);
    expect(seen).toEqual(['equal', ['1', 2], ['1', 3], { name: 'IPv4' }]);
  });
});

describe('the mutants that survive', () => {
  const source = 'if (a < b) {\n  return `x`;\n}\nreturn 1;\n';
  const mutant = (status: string, line: number, from: number, to: number, replacement: string) => ({
    id: '1',
    mutatorName: 'any',
    status,
    replacement,
    location: { start: { line, column: from }, end: { line, column: to } },
  });
  const report = {
    files: {
      'packages/a.ts': {
        source,
        mutants: [
          mutant('Survived', 1, 5, 10, 'a <= b'),
          mutant('Killed', 1, 5, 10, 'true'),
          mutant('NoCoverage', 2, 10, 13, '``'),
          mutant('Timeout', 4, 8, 9, '2'),
        ],
      },
    },
  } as unknown as Report;

  it('are known by the lines that they change', () => {
    expect(survivorsOf(report)).toEqual([
      { file: 'a.ts', code: 'if (a <= b) {' },
      { file: 'a.ts', code: 'return ``;' },
    ]);
  });

  it('are explained by an item under their file, as often as it says', () => {
    const text = [
      '## a.ts',
      '- `if (a <= b) {`: equal there.',
      '- `i++` (2 times): as above.',
      '- `no reason`:',
      '## b.ts',
      '- `` `x` ``: a text.',
    ].join('\n');

    expect(explainedIn(text)).toEqual([
      { file: 'a.ts', code: 'if (a <= b) {' },
      { file: 'a.ts', code: 'i++' },
      { file: 'a.ts', code: 'i++' },
      { file: 'b.ts', code: '`x`' },
    ]);
  });

  it('and are not explained are told, each as often as it is missing', () => {
    const one = { file: 'a.ts', code: 'i++' };

    expect(missing([one, one, one], [one])).toEqual(['a.ts: `i++`', 'a.ts: `i++`']);
    expect(missing([one], [{ ...one, file: 'b.ts' }])).toEqual(['a.ts: `i++`']);
    expect(missing([one], [one, one])).toEqual([]);
  });
});
