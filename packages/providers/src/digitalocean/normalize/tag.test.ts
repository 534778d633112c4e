import { describe, expect, it } from 'vitest';
import { labelsOf } from './tag.ts';

describe('tags as labels', () => {
  it('have no value', () => {
    expect(labelsOf(['web', 'prod'])).toEqual({ labels: { web: '', prod: '' } });
  });

  it('of the form key:value stand for the pair as well', () => {
    expect(labelsOf(['env:production'])).toEqual({
      labels: { 'env:production': '', env: 'production' },
    });
  });

  it('that give one key two values stand for neither', () => {
    expect(labelsOf(['customer:red', 'customer:blue'])).toEqual({
      labels: { 'customer:red': '', 'customer:blue': '' },
    });
  });

  it('that are absent give no labels', () => {
    expect(labelsOf(undefined)).toEqual({});
    expect(labelsOf([])).toEqual({});
  });
});
