import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { InternTable } from './intern.ts';

class Word {
  readonly text: string;
  readonly hash: number;

  constructor(text: string, hash: number) {
    this.text = text;
    this.hash = hash;
  }

  equals(other: Word): boolean {
    return this.text === other.text;
  }
}

it('equal values become the first of them, others stay apart even where hashes collide', () => {
  const table = new InternTable<Word>();
  const first = new Word('a', 1);
  const collision = new Word('b', 1);

  expect(table.intern(first)).toBe(first);
  expect(table.intern(new Word('a', 1))).toBe(first);
  expect(table.intern(collision)).toBe(collision);
  expect(table.intern(new Word('b', 1))).toBe(collision);
  expect(table.intern(new Word('a', 2))).not.toBe(first);
});

it('what is alive survives a sweep, and a hash that holds nothing is forgotten', () => {
  const table = new InternTable<Word>();
  const first = new Word('a', 1);
  table.intern(first);

  expect(table.sweep(1)).toBe(false);
  expect(table.sweep(2)).toBe(true);
  expect(table.intern(new Word('a', 1))).toBe(first);
});

/** Adds a value that nobody else holds. */
function internAndForget(table: InternTable<Word>, text: string): void {
  table.intern(new Word(text, 3));
}

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  // A reference is kept alive until the job that made it is over.
  await setImmediate();
  if (typeof collect === 'function') collect();
}

it('a hash whose sets were all collected is empty', async () => {
  const table = new InternTable<Word>();
  internAndForget(table, 'a');
  await collectGarbage();

  expect(table.sweep(3)).toBe(true);
});

it('what nobody else holds is collected', async () => {
  const table = new InternTable<Word>();
  internAndForget(table, 'a');
  await collectGarbage();

  const next = new Word('a', 3);

  expect(table.intern(next)).toBe(next);
  expect(table.sweep(3)).toBe(false);
  expect(table.intern(new Word('a', 3))).toBe(next);
});
