import { expect, it } from 'vitest';
import { NetsetParseError } from './netset-parse-error.ts';
import { readPart } from './number-text.ts';

it('a refusal of a part is told in terms of the whole text', () => {
  const parse = (part: string) => {
    throw new NetsetParseError(part, 1, 'no');
  };

  expect(() => readPart('abcdef', 2, 4, parse)).toThrow(new NetsetParseError('abcdef', 3, 'no'));
});

it('an error of another kind passes unchanged', () => {
  const error = new TypeError('ours');

  expect(() =>
    readPart('abc', 0, 1, () => {
      throw error;
    }),
  ).toThrow(error);
});
