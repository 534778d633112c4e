/** Arithmetic on 128-bit numbers held as four consecutive 32-bit limbs, most significant first. */

/** Compares the 128-bit number at place `i` of `a` with that at place `j` of `b`: negative, 0, positive. */
export function compare128(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  let difference = (a[i] as number) - (b[j] as number);
  if (difference !== 0) return difference;
  difference = (a[i + 1] as number) - (b[j + 1] as number);
  if (difference !== 0) return difference;
  difference = (a[i + 2] as number) - (b[j + 2] as number);
  if (difference !== 0) return difference;
  return (a[i + 3] as number) - (b[j + 3] as number);
}

/** Copies one 128-bit number. */
export function copy128(from: Uint32Array, i: number, to: Uint32Array, n: number): void {
  to[n] = from[i] as number;
  to[n + 1] = from[i + 1] as number;
  to[n + 2] = from[i + 2] as number;
  to[n + 3] = from[i + 3] as number;
}

/** Where limbs become words of 64 bits, and the other way round. */
const view = new DataView(new ArrayBuffer(16));

/** The number whose four limbs start at place `i`. */
export function toBigint(limbs: Uint32Array, i: number): bigint {
  for (let l = 0; l < 4; l++) view.setUint32(4 * l, limbs[i + l] as number);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}

/** The number whose four limbs start at place `i`, rounded. */
export function toDouble(limbs: Uint32Array, i: number): number {
  let value = 0;
  for (let l = 0; l < 4; l++) value = value * 2 ** 32 + (limbs[i + l] as number);
  return value;
}

/** The four limbs of a number below 2^128. */
export function toLimbs(value: bigint): Uint32Array {
  view.setBigUint64(0, value >> 64n);
  // Takes the lowest 64 bits.
  view.setBigUint64(8, value);
  const limbs = new Uint32Array(4);
  for (let l = 0; l < 4; l++) limbs[l] = view.getUint32(4 * l);
  return limbs;
}

/** Adds one in place; true if the number was the largest and is now 0. */
export function increment128(limbs: Uint32Array, i: number): boolean {
  for (let l = i + 3; l >= i; l--) {
    const limb = limbs[l] as number;
    limbs[l] = limb + 1;
    if (limb !== 0xffffffff) return false;
  }
  return true;
}
