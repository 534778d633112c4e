import { describe, expect, it } from 'vitest';
import { meetsLabelSelector } from './label-selector.ts';

describe('a label selector', () => {
  it.each([
    ['env=prod', { env: 'prod' }, true],
    ['env==prod', { env: 'prod' }, true],
    ['env=prod', { env: 'prod2' }, false],
    ['env=prod', {}, false],
    ['env!=prod', { env: 'test' }, true],
    ['env!=prod', {}, true],
    ['env!=prod', { env: 'prod' }, false],
    ['env', { env: '' }, true],
    ['env', {}, false],
    ['!env', {}, true],
    ['!env', { env: 'prod' }, false],
    ['env in (prod,test)', { env: 'test' }, true],
    ['env in (prod,test)', { env: 'dev' }, false],
    ['env notin (prod,test)', { env: 'dev' }, true],
    ['env notin (prod,test)', {}, true],
    ['env notin (prod, test)', { env: 'test' }, false],
    ['env=prod,!type', { env: 'prod' }, true],
    ['env=prod,!type', { env: 'prod', type: 'db' }, false],
    ['env in (a,b), tier=web', { env: 'a', tier: 'web' }, true],
    ['example.com/env=prod', { 'example.com/env': 'prod' }, true],
    ['inside=1', { inside: '1' }, true],
  ])('%j on %j is %j', (selector, labels, expected) => {
    expect(meetsLabelSelector(selector, labels)).toBe(expected);
  });

  it.each(['', 'env=(prod)', '!env=prod', 'a b', 'env in prod'])(
    '%j cannot be read',
    (selector) => {
      expect(meetsLabelSelector(selector, { env: 'prod' })).toBeUndefined();
    },
  );

  it('finds no label in what every object inherits', () => {
    expect(meetsLabelSelector('constructor', {})).toBe(false);
  });
});
