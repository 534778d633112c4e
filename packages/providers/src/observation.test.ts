import { createHash } from 'node:crypto';
import { providerId } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isJsonObject, type JsonValue } from './json.ts';
import { type Observation, parseItems, shardKey } from './observation.ts';

const operation = {
  item: z.object({ id: z.string(), port: z.number().optional() }),
  nativeId: (item: JsonValue) =>
    isJsonObject(item) && typeof item['id'] === 'string' ? item['id'] : undefined,
};

function observed(...items: readonly JsonValue[]): Observation {
  return {
    format: 1,
    provider: providerId('toy'),
    account: 'a',
    location: 'l',
    operation: 'things',
    request: {},
    outcome: 'complete',
    pages: 1,
    collectedAt: '2026-01-01T00:00:00.000Z',
    items,
  };
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const keyOf = (...items: readonly JsonValue[]) => shardKey(observed(...items), operation, hash);

describe('the shard key', () => {
  it('does not mind the order of items, of members, and fields that nobody reads', () => {
    const one = keyOf({ id: 'a', port: 1 }, { id: 'b', seen: '10:00' });

    expect(keyOf({ seen: '11:00', id: 'b' }, { port: 1, id: 'a' })).toBe(one);
  });

  it('changes with a field that is read', () => {
    expect(keyOf({ id: 'a', port: 2 })).not.toBe(keyOf({ id: 'a', port: 1 }));
  });

  it('counts an item that the schema refuses as a whole', () => {
    expect(keyOf({ id: 'a', port: 'x', seen: 1 })).not.toBe(keyOf({ id: 'a', port: 'x', seen: 2 }));
  });

  it('tells a list with an item twice from a list with it once', () => {
    expect(keyOf({ id: 'a' }, { id: 'a' })).not.toBe(keyOf({ id: 'a' }));
  });
});

describe('items that the schema refuses', () => {
  it('become gaps of their object, and the others are read', () => {
    const { items, gaps } = parseItems(observed({ id: 'a' }, { id: 'b', port: 'x' }, 7), operation);

    expect(items).toEqual([{ id: 'a' }]);
    expect(gaps).toMatchObject([
      { scope: { operation: 'things', subject: 'b' }, outcome: 'partial' },
      { scope: { operation: 'things', subject: '#2' }, outcome: 'partial' },
    ]);
    expect(gaps[0]?.message).toContain('(port)');
  });
});
