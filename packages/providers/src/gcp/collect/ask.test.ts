import { describe, expect, it } from 'vitest';
import { pageOf } from './ask.ts';

const AGGREGATED = { kind: 'aggregated', key: 'instances' } as const;
const LIST = { kind: 'list', key: 'items' } as const;

describe('a page of Google', () => {
  it('takes the items of an aggregated list out of their scopes', () => {
    const items = {
      'zones/a': { instances: [{ name: 'x' }] },
      'zones/b': { instances: [{ name: 'y' }] },
    };

    expect(pageOf(AGGREGATED, { items })).toEqual({ items: [{ name: 'x' }, { name: 'y' }] });
  });

  it('does not take “nothing here” for a warning', () => {
    const items = { 'zones/a': { warning: { code: 'NO_RESULTS_ON_PAGE', message: 'none' } } };

    expect(pageOf(AGGREGATED, { items })).toEqual({ items: [] });
  });

  it.each([
    [
      'a scope that did not answer',
      { items: { 'zones/a': { warning: { code: 'UNREACHABLE' } } } },
      'zones/a (UNREACHABLE)',
    ],
    ['unreachables', { items: {}, unreachables: ['zones/z'] }, 'zones/z'],
    [
      'unreachable',
      { items: {}, unreachable: ['projects/p/locations/l'] },
      'projects/p/locations/l',
    ],
    ['missing zones', { items: {}, missingZones: ['zone-1'] }, 'zone-1'],
    [
      'a warning about the whole',
      { items: {}, warning: { code: 'PARTIAL_SUCCESS', message: 'm' } },
      'PARTIAL_SUCCESS: m',
    ],
    [
      'warnings of Cloud SQL',
      { items: {}, warnings: [{ code: 'REGION_UNREACHABLE', region: 'r' }] },
      'REGION_UNREACHABLE: r',
    ],
  ])('is incomplete with %s', (_, answer, expected) => {
    expect(pageOf(AGGREGATED, answer).incomplete).toContain(expected);
  });

  it('is empty where Google leaves the list out', () => {
    expect(pageOf(LIST, { kind: 'compute#firewallList' })).toEqual({ items: [] });
  });

  it.each([
    [LIST, { items: {} }],
    [AGGREGATED, { items: [] }],
    [AGGREGATED, { items: { 'zones/a': 1 } }],
    [LIST, []],
  ])('is malformed where it is something else (%#)', (outline, answer) => {
    expect(() => pageOf(outline, answer as never)).toThrow(/answer|scope/);
  });
});
