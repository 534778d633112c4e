import { expect, it } from 'vitest';
import { PortSet } from './port-set.ts';
import { TransportSet } from './transport-set.ts';
import { rememberedUnion } from './transport-unions.ts';

it('the union of two sets is one object, also after more pairs than are remembered', () => {
  const sets = Array.from({ length: 150 }, (_, n) => TransportSet.tcp(PortSet.of(2 * n)));
  const [a, b] = [TransportSet.tcp(PortSet.of(0)), TransportSet.tcp(PortSet.of(2))];
  const union = rememberedUnion(a, b);

  const wrong = sets.flatMap((x) =>
    sets.filter((y) => !rememberedUnion(x, y).equals(x.union(y))).map((y) => `${x} with ${y}`),
  );

  expect(wrong).toEqual([]);
  expect(union.toString()).toBe('tcp 0,2');
  expect(rememberedUnion(a, b)).toBe(union);
  expect(rememberedUnion(a, a)).toBe(a);
});
