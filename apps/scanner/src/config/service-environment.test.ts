import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { environmentExample, readEnvironment } from './service-environment.ts';

it('names the variable that is wrong', () => {
  expect(() => readEnvironment({ NETPOSTURE_PORT: 'many' })).toThrow(/NETPOSTURE_PORT/);
});

it('takes an empty variable for an absent one', () => {
  expect(readEnvironment({ REDIS_URL: '' }).REDIS_URL).toBeUndefined();
});

it('.env.example is what the schema says', () => {
  const file = new URL('../../../../.env.example', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(environmentExample());
});
