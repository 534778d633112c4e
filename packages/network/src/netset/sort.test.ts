import { describe, expect, it } from 'vitest';
import { randomNumbers } from './oracle.testkit.ts';
import { sorted32 } from './sort32.ts';
import { sorted128 } from './sort128.ts';

const random = randomNumbers(7);

describe('sorting 32-bit numbers', () => {
  it.each([0, 1, 2, 511, 512, 5000])('%i of them come out in order', (count) => {
    const values = Uint32Array.from({ length: count }, () => random(2 ** 32));
    const expected = [...values].sort((a, b) => a - b);

    expect([...sorted32(values)]).toEqual(expected);
  });

  it('numbers in order are handed back as they are', () => {
    const values = Uint32Array.from({ length: 600 }, (_, n) => n >> 1);
    values[599] = 4294967295;

    expect(sorted32(values)).toBe(values);
  });
});

describe('sorting 128-bit numbers', () => {
  const numbersOf = (limbs: Uint32Array): bigint[] => {
    const out: bigint[] = [];
    for (let i = 0; i < limbs.length; i += 4) {
      out.push(
        BigInt(
          `0x${[...limbs.subarray(i, i + 4)].map((l) => l.toString(16).padStart(8, '0')).join('')}`,
        ),
      );
    }
    return out;
  };
  const expected = (limbs: Uint32Array) =>
    numbersOf(limbs).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

  it.each([0, 1, 2, 4095, 4096, 6000])('%i of them come out in order', (count) => {
    const limbs = Uint32Array.from({ length: count * 4 }, () => random(2 ** 32));

    expect(numbersOf(sorted128(limbs))).toEqual(expected(limbs));
  });

  it.each([0, 1, 2, 3])('5,000 numbers that differ in limb %i only come out in order', (limb) => {
    const limbs = Uint32Array.from({ length: 20_000 }, (_, i) =>
      i % 4 === limb ? random(2 ** 32) : 7,
    );

    expect(numbersOf(sorted128(limbs))).toEqual(expected(limbs));
  });

  it('numbers in order are handed back as they are', () => {
    const limbs = Uint32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0);

    expect(sorted128(limbs)).toBe(limbs);
  });
});
