import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical-text.ts';
import { build, type Graph, merge, recordOf, unknown } from './index.ts';
import { randomGraph } from './random-graph.testkit.ts';

/** The graph as a text that does not depend on the order of its records. */
function textOf(graph: Graph): string {
  const records = [...graph.records.values()].map(canonicalText).sort();
  return [...records, ...graph.coverage.map(canonicalText)].join('\n');
}

describe('merge', () => {
  it('does not depend on the order or the grouping of the graphs', () => {
    fc.assert(
      fc.property(randomGraph, randomGraph, randomGraph, (a, b, c) => {
        const expected = textOf(merge([a, b, c]));

        expect(textOf(merge([c, b, a]))).toBe(expected);
        expect(textOf(merge([merge([b, a]), c]))).toBe(expected);
        expect(textOf(merge([b, merge([a, c])]))).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('changes nothing when a graph meets itself', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        expect(textOf(merge([graph, graph]))).toBe(textOf(merge([graph])));
      }),
      { numRuns: 50 },
    );
  });

  it('prefers what was seen to a stub, without a word', () => {
    const mine = build('acme');
    const stub = mine.inAccount('other').unseen('filter', 'shared');
    const theirs = build('other');
    const seen = theirs.filter('shared');

    const merged = merge([mine.graph(), theirs.graph()]);

    expect(seen.id).toBe(stub.id);
    expect(recordOf(merged, 'filter', seen.id)).toBe(seen);
    expect(merged.coverage).toEqual([]);
  });

  it('prefers the record that lacks less, and notes that two answers differed', () => {
    const half = build('acme');
    half.filter('web', { incomplete: unknown('half read') });
    const whole = build('acme');
    const better = whole.filter('web');

    const merged = merge([half.graph(), whole.graph()]);

    expect(recordOf(merged, 'filter', better.id)).toBe(better);
    expect(merged.coverage).toMatchObject([
      { scope: { operation: 'merge', subject: better.id }, outcome: 'partial' },
    ]);
  });

  it('has nothing to say about two stubs that differ', () => {
    const one = build('acme');
    one.unseen('filter', 'theirs', unknown('a foreign account'));
    const two = build('acme');
    two.unseen('filter', 'theirs', unknown('another reason'));

    expect(merge([one.graph(), two.graph()]).coverage).toEqual([]);
  });

  it('keeps every different line of the coverage report', () => {
    const one = build('acme');
    one.coverage('listServers', 'complete', { items: 3 });
    const two = build('acme');
    two.coverage('listServers', 'forbidden', { message: 'no permission' });

    expect(merge([one.graph(), two.graph(), one.graph()]).coverage).toHaveLength(2);
  });
});
