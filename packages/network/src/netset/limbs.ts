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

/** The number whose four limbs start at place `i`. */
export function toBigint(limbs: Uint32Array, i: number): bigint {
  let value = 0n;
  for (let l = 0; l < 4; l++) value = (value << 32n) | BigInt(limbs[i + l] as number);
  return value;
}

/** The four limbs of a number below 2^128. */
export function toLimbs(value: bigint): Uint32Array {
  const limbs = new Uint32Array(4);
  for (let l = 0; l < 4; l++) limbs[l] = Number((value >> BigInt(96 - 32 * l)) & 0xffffffffn);
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
