import { describe, expect, it } from 'vitest';
import { AddressSet } from './address-set.ts';
import { mix, mixAll, SEED } from './hash.ts';
import { PortSet } from './port-set.ts';

const distinct = (hashes: readonly number[]) => new Set(hashes).size;

describe('a hash', () => {
  it('depends on every bit of a word', () => {
    expect(distinct(Array.from({ length: 32 }, (_, bit) => mix(SEED, 2 ** bit)))).toBe(32);
  });

  it('depends on the words before, on their order and on their number', () => {
    expect(mix(mix(SEED, 1), 2)).not.toBe(mix(mix(SEED, 2), 1));
    expect(mix(1, 7)).not.toBe(mix(2, 7));
    expect(mixAll(SEED, Uint32Array.of(0))).not.toBe(mixAll(SEED, Uint32Array.of(0, 0)));
    expect(mixAll(SEED, Uint32Array.of(5, 9))).not.toBe(mixAll(SEED, Uint32Array.of(6, 9)));
  });

  it('is a signed 32-bit number, the same each time', () => {
    for (let word = 0; word < 1000; word++) expect(mix(SEED, word)).toBe(mix(SEED, word) | 0);
  });

  it('tells neighbouring sets apart', () => {
    const ports = Array.from({ length: 5000 }, (_, port) => PortSet.of(port).hash);
    const networks = Array.from(
      { length: 5000 },
      (_, n) => AddressSet.parse(`10.${n >> 8}.${n & 255}.0/24`).hash,
    );

    expect(distinct(ports)).toBe(5000);
    expect(distinct(networks)).toBe(5000);
  });
});
