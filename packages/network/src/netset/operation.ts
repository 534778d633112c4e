/**
 * A binary set operation as its truth table: bit `(inA << 1) | inB` says whether a point that lies
 * in A and in B in that way lies in the result. No operation contains points of neither side.
 */
export type Operation = typeof UNION | typeof INTERSECTION | typeof DIFFERENCE;

/** In A or in B. */
export const UNION = 0b1110;
/** In A and in B. */
export const INTERSECTION = 0b1000;
/** In A and not in B. */
export const DIFFERENCE = 0b0100;

/** Does A still decide the result while B stays at `inB` (0 or 1)? */
export function dependsOnA(operation: Operation, inB: number): boolean {
  return (((operation >>> inB) ^ (operation >>> (2 | inB))) & 1) === 1;
}

/** Does B still decide the result while A stays at `inA` (0 or 1)? */
export function dependsOnB(operation: Operation, inA: number): boolean {
  return (((operation >>> (inA << 1)) ^ (operation >>> ((inA << 1) | 1))) & 1) === 1;
}
