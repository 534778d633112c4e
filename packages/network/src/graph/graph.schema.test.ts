import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical-text.ts';
import { build, GRAPH_FORMAT, GraphReadError, parseGraph, serializeGraph } from './index.ts';
import { randomGraph } from './random-graph.testkit.ts';

function refusal(json: unknown): GraphReadError {
  try {
    parseGraph(json);
  } catch (error) {
    if (error instanceof GraphReadError) return error;
    throw error;
  }
  throw new Error('a refusal is expected');
}

function recordJson(change: Record<string, unknown>): unknown {
  const world = build('acme');
  const plain = JSON.parse(JSON.stringify(serializeGraph(world.graph()))) as {
    records: Record<string, unknown>[];
  };
  Object.assign(plain.records[0] ?? {}, change);
  return plain;
}

describe('the persisted form of a graph', () => {
  it('gives back the same graph, and equal text for equal graphs', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const text = JSON.stringify(serializeGraph(graph));
        const read = parseGraph(JSON.parse(text));

        expect(read.records.size).toBe(graph.records.size);
        for (const [id, record] of graph.records) {
          expect(canonicalText(read.records.get(id))).toBe(canonicalText(record));
        }
        expect(read.coverage).toEqual(graph.coverage);
        expect(JSON.stringify(serializeGraph(read)).length).toBe(text.length);
      }),
      { numRuns: 100 },
    );
  });

  it('writes sets as CIDRs and text, and records in order of id', () => {
    const world = build('acme');
    world.network('b', { ranges: '10.0.0.0-10.0.0.3,10.0.0.4/30' });
    world.network('a');

    expect(serializeGraph(world.graph())).toMatchObject({
      format: GRAPH_FORMAT,
      records: [
        { kind: 'account' },
        { name: 'a', ranges: [] },
        { name: 'b', ranges: ['10.0.0.0/29'] },
      ],
    });
  });

  it('refuses another format by its number', () => {
    const error = refusal({ format: 7, records: [], coverage: [] });

    expect(error.code).toBe('POSTURE_GRAPH_FORMAT');
    expect(error.message).toContain('format 7');
  });

  it.each([
    ['what is no object', 17, 'at the top'],
    ['what has no format', { records: [], coverage: [] }, 'at format'],
    ['a record of an unknown kind', recordJson({ kind: 'moon' }), 'at records.0.kind'],
    ['a field that the format does not know', recordJson({ surprise: 1 }), 'at records.0'],
    [
      'a set that is none',
      recordJson({
        kind: 'network',
        ranges: ['10.0.0.0/33'],
        isDefault: false,
        isPublicSpace: false,
      }),
      '10.0.0.0/33',
    ],
  ])('refuses %s and says where', (_what, json, place) => {
    const error = refusal(json);

    expect(error.code).toBe('POSTURE_GRAPH_UNREADABLE');
    expect(error.message).toContain(place);
  });

  it('refuses two records of one id', () => {
    const world = build('acme');
    const twice = serializeGraph(world.graph());
    const records = (twice as { records: unknown[] }).records;

    expect(refusal({ ...(twice as object), records: [...records, ...records] }).message).toContain(
      'share an id',
    );
  });
});
