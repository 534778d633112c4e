import { describe, expect, it } from 'vitest';
import { HeldShards } from './held-shards.ts';

describe('held shards', () => {
  it('are found by their hash', () => {
    const held = new HeldShards(10);
    held.keep('a', ['first'], 4);

    expect(held.get('a')).toEqual(['first']);
    expect(held.get('b')).toBeUndefined();
  });

  it('make room by what was used longest ago', () => {
    const held = new HeldShards(10);
    held.keep('a', ['first'], 4);
    held.keep('b', ['second'], 4);
    held.get('a');
    held.keep('c', ['third'], 4);

    expect(held.get('b')).toBeUndefined();
    expect(held.get('a')).toEqual(['first']);
    expect(held.get('c')).toEqual(['third']);
  });

  it('hold nothing that is larger than all of the room', () => {
    const held = new HeldShards(10);
    held.keep('a', ['first'], 4);
    held.keep('large', ['second'], 11);

    expect(held.get('large')).toBeUndefined();
    expect(held.get('a')).toEqual(['first']);
  });
});
