/** Writes bounds as the shortest list of CIDRs that covers exactly the set. */
import { formatIpv4, formatIpv6 } from './address-format.ts';
import type { Bounds32 } from './bounds32.ts';
import type { Bounds128 } from './bounds128.ts';
import { copy128 } from './limbs.ts';

/** CIDRs as they are written: the first ones as texts, and how many follow. */
export class CidrList {
  readonly texts: string[] = [];
  readonly #most: number;
  #count = 0;

  /** Keeps at most so many texts. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many there are beside the texts. */
  get more(): number {
    return this.#count - this.texts.length;
  }

  /** Appends the CIDRs of an IPv4 set, in order of address. */
  addIpv4(bounds: Bounds32): void {
    for (let i = 0; i < bounds.length; i += 2)
      this.#addInterval32(bounds[i] as number, bounds[i + 1] ?? 2 ** 32);
  }

  /** Appends the CIDRs of an IPv6 set, in order of address. */
  addIpv6(bounds: Bounds128): void {
    const [first, rest] = [new Uint32Array(4), new Uint32Array(4)];
    for (let i = 0; i < bounds.length; i += 8) this.#addInterval128(bounds, i, first, rest);
  }

  // A loop within a loop would be optimised anew for each interval: each has a function of its own.
  #addInterval32(start: number, end: number): void {
    let first = start;
    while (first < end) {
      // The largest block that starts here and fits: limited by the alignment of its start and by the rest.
      const aligned = first === 0 ? 32 : 31 - Math.clz32(first & -first);
      const rest = end - first;
      const fitting = rest >= 2 ** 32 ? 32 : 31 - Math.clz32(rest);
      const bits = aligned < fitting ? aligned : fitting;
      if (this.#count++ < this.#most) this.texts.push(`${formatIpv4(first)}/${32 - bits}`);
      first += 2 ** bits;
    }
  }

  #addInterval128(bounds: Bounds128, at: number, first: Uint32Array, rest: Uint32Array): void {
    copy128(bounds, at, first, 0);
    do {
      // An open end is 2^128, which is 0 in 128 bits: the subtraction wraps to the right rest.
      subtract128(bounds, at + 4, first, rest);
      // The rest is 0 only where it is the whole universe, 2^128.
      const fitting = isZero128(rest) ? 128 : highestBit(rest);
      const bits = Math.min(trailingZeros(first), fitting);
      if (this.#count++ < this.#most) this.texts.push(`${formatIpv6(first, 0)}/${128 - bits}`);
      addBit(first, bits);
    } while (!isEnd(bounds, at + 4, first));
  }
}

function isEnd(bounds: Bounds128, end: number, first: Uint32Array): boolean {
  for (let l = 0; l < 4; l++) if (first[l] !== (bounds[end + l] ?? 0)) return false;
  return true;
}

function isZero128(limbs: Uint32Array): boolean {
  return limbs[0] === 0 && limbs[1] === 0 && limbs[2] === 0 && limbs[3] === 0;
}

/** rest = end - first, modulo 2^128; an end beyond the bounds counts as 0. */
function subtract128(bounds: Bounds128, end: number, first: Uint32Array, rest: Uint32Array): void {
  let borrow = 0;
  for (let l = 3; l >= 0; l--) {
    const difference = (bounds[end + l] ?? 0) - (first[l] as number) - borrow;
    borrow = difference < 0 ? 1 : 0;
    rest[l] = difference;
  }
}

function trailingZeros(limbs: Uint32Array): number {
  for (let l = 3; l >= 0; l--) {
    const limb = limbs[l] as number;
    if (limb !== 0) return (3 - l) * 32 + 31 - Math.clz32(limb & -limb);
  }
  return 128;
}

/** Place of the highest bit that is set; the number is not 0. */
function highestBit(limbs: Uint32Array): number {
  let l = 0;
  while (limbs[l] === 0) l++;
  return (3 - l) * 32 + 31 - Math.clz32(limbs[l] as number);
}

/** Adds 2^bit in place, modulo 2^128. */
function addBit(limbs: Uint32Array, bit: number): void {
  let l = 3 - (bit >>> 5);
  let add = 2 ** (bit & 31);
  while (l >= 0) {
    const sum = (limbs[l] as number) + add;
    limbs[l] = sum;
    if (sum < 2 ** 32) return;
    add = 1;
    l--;
  }
}
