import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AWS_OPERATIONS } from './operations/index.ts';
import { permissions } from './permissions.ts';

it('the committed policy is the one that the declared calls give', () => {
  const file = new URL(`../../../../docs/providers/${permissions.file}`, import.meta.url);

  expect(readFileSync(file, 'utf8')).toBe(permissions.render(AWS_OPERATIONS));
});

it('the policy allows nothing that writes, and no wildcard', () => {
  const actions = AWS_OPERATIONS.flatMap((operation) => operation.permissions);

  expect(actions.filter((action) => !/:(Describe|List|Get|Search)/.test(action))).toEqual([
    'sts:AssumeRole',
    // Reads the event history.
    'cloudtrail:LookupEvents',
  ]);
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});
