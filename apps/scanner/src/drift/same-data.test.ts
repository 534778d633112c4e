import { AddressSet } from '@netposture/network/netset';
import { describe, expect, it } from 'vitest';
import { isSameData } from './same-data.ts';

describe('the same data', () => {
  it.each([
    ['members in another order', { a: 1, b: [2, { c: 3 }] }, { b: [2, { c: 3 }], a: 1 }],
    ['an undefined member and none', { a: 1, b: undefined }, { a: 1 }],
    [
      'sets of the same addresses',
      { of: AddressSet.parse('10.0.0.0/31') },
      { of: AddressSet.parse('10.0.0.0,10.0.0.1') },
    ],
    ['nothing twice', null, null],
  ])('is %s', (_, a, b) => {
    expect(isSameData(a, b)).toBe(true);
    expect(isSameData(b, a)).toBe(true);
  });

  it.each([
    ['a member more', { a: 1 }, { a: 1, b: 2 }],
    ['as many members of other names', { a: 1, b: undefined }, { a: undefined, b: 1 }],
    ['a list in another order', [1, 2], [2, 1]],
    ['a list that goes on', [1], [1, 2]],
    ['a list and a record of the same members', [1], { 0: 1 }],
    ['sets of other addresses', AddressSet.parse('10.0.0.0/31'), AddressSet.parse('10.0.0.0/30')],
    ['two maps, which are not compared', new Map([[1, 2]]), new Map([[1, 2]])],
    ['nothing and an empty record', null, {}],
    ['a number and its text', 1, '1'],
  ])('is not %s', (_, a, b) => {
    expect(isSameData(a, b)).toBe(false);
    expect(isSameData(b, a)).toBe(false);
  });
});
