import { compare128 } from './limbs.ts';

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
const RADIX_FROM = 4096;

/**
 * The same 128-bit numbers (four limbs each) in increasing order, in a new array unless they were sorted already.
 * From 4,096 numbers up a radix sort on 16-bit digits, which skips digits that all numbers share.
 */
export function sorted128(values: Uint32Array): Uint32Array {
  if (isSorted128(values)) return values;
  const count = values.length >>> 2;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i << 2;
  return gathered(
    values,
    count < RADIX_FROM ? byComparison(values, order) : byRadix(values, order),
  );
}

function isSorted128(values: Uint32Array): boolean {
  for (let i = 4; i < values.length; i += 4) {
    if (compare128(values, i, values, i - 4) < 0) return false;
  }
  return true;
}

function byComparison(values: Uint32Array, order: Uint32Array): Uint32Array {
  return order.sort((i, j) => compare128(values, i, values, j));
}

function byRadix(values: Uint32Array, order: Uint32Array): Uint32Array {
  const places = new Uint32Array(DIGITS + 1);
  let from = order;
  let to = new Uint32Array(order.length) as Uint32Array;
  for (let limb = 3; limb >= 0; limb--) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      if (!countDigits(values, limb, shift, places)) continue;
      for (let i = 0; i < from.length; i++) {
        const at = from[i] as number;
        const digit = ((values[at + limb] as number) >>> shift) & (DIGITS - 1);
        const place = places[digit] as number;
        places[digit] = place + 1;
        to[place] = at;
      }
      const swap = from;
      from = to;
      to = swap;
    }
  }
  return from;
}

/** Fills `places` with the first place of each digit; false if all numbers share one digit. */
function countDigits(
  values: Uint32Array,
  limb: number,
  shift: number,
  places: Uint32Array,
): boolean {
  places.fill(0);
  for (let i = limb; i < values.length; i += 4) {
    const digit = ((values[i] as number) >>> shift) & (DIGITS - 1);
    places[digit + 1] = (places[digit + 1] as number) + 1;
  }
  const first = ((values[limb] as number) >>> shift) & (DIGITS - 1);
  if (places[first + 1] === values.length >>> 2) return false;
  for (let d = 0; d < DIGITS; d++)
    places[d + 1] = (places[d + 1] as number) + (places[d] as number);
  return true;
}

function gathered(values: Uint32Array, order: Uint32Array): Uint32Array {
  const out = new Uint32Array(values.length);
  for (let n = 0; n < order.length; n++) {
    const at = order[n] as number;
    out[n * 4] = values[at] as number;
    out[n * 4 + 1] = values[at + 1] as number;
    out[n * 4 + 2] = values[at + 2] as number;
    out[n * 4 + 3] = values[at + 3] as number;
  }
  return out;
}
