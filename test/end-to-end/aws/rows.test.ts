import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The suites of the edge rows, by row: `AWS-T01` and the text of everything that is tested about it. */
function suites(): ReadonlyMap<string, string> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('-rows.test.ts'));
  const texts = files
    .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
    .flatMap((text) => text.split(/^describe\('/m).slice(1));
  return new Map(texts.map((text) => [text.slice(0, text.indexOf(':')), text]));
}

const NUMBERS = Array.from({ length: 33 }, (_, index) => String(index + 1).padStart(2, '0'));
const ROWS = [...NUMBERS, '10b', '10c'].map((number) => `AWS-T${number}`);

describe('the edge rows of AWS', () => {
  it('are tested all', () => {
    const tested = suites();

    expect(ROWS.filter((row) => !tested.has(row))).toEqual([]);
  });

  it('each stand beside a naive reading that gets them wrong', () => {
    const tested = suites();

    expect(ROWS.filter((row) => tested.get(row)?.includes('.misread') !== true)).toEqual([]);
  });
});
