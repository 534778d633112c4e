/** Reads `address`, `address/length` and `address-address` into inclusive ranges. */

import { isIpv6Text, readIpv4, readIpv6, readPrefixLength } from './address-scan.ts';
import { compare128, toLimbs } from './limbs.ts';
import { NetsetParseError } from './netset-parse-error.ts';

const SLASH = 47;
const DASH = 45;

/** Receives the ranges of a text. `last` and the second four limbs are inclusive. */
export interface RangeSink {
  addIpv4(first: number, last: number): void;
  /** `range` is eight limbs, first and last; it is reused for the next range. */
  addIpv6(range: Uint32Array): void;
}

const range = new Uint32Array(8);

/** Reads the one CIDR, range or address that fills the text between the places. Throws {@link NetsetParseError}. */
export function readRange(text: string, from: number, to: number, sink: RangeSink): void {
  const mark = findMark(text, from, to);
  if (isIpv6Text(text, from, mark)) readIpv6Range(text, from, mark, to, sink);
  else readIpv4Range(text, from, mark, to, sink);
}

/** Place of the first slash or dash, or `to`. */
function findMark(text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === SLASH || code === DASH) return i;
  }
  return to;
}

function readIpv4Range(
  text: string,
  from: number,
  mark: number,
  to: number,
  sink: RangeSink,
): void {
  const first = readIpv4(text, from, mark);
  if (mark === to) {
    sink.addIpv4(first, first);
  } else if (text.charCodeAt(mark) === SLASH) {
    const size = 2 ** (32 - readPrefixLength(text, mark + 1, to, 32));
    const network = first - (first % size);
    sink.addIpv4(network, network + size - 1);
  } else {
    if (isIpv6Text(text, mark + 1, to))
      throw new NetsetParseError(text, mark + 1, 'a range stays in one family');
    const last = readIpv4(text, mark + 1, to);
    if (last < first) throw new NetsetParseError(text, mark + 1, 'a range ends before it begins');
    sink.addIpv4(first, last);
  }
}

function readIpv6Range(
  text: string,
  from: number,
  mark: number,
  to: number,
  sink: RangeSink,
): void {
  readIpv6(text, from, mark, range, 0);
  if (mark === to) {
    range.copyWithin(4, 0, 4);
  } else if (text.charCodeAt(mark) === SLASH) {
    spanPrefix(range, readPrefixLength(text, mark + 1, to, 128));
  } else {
    if (!isIpv6Text(text, mark + 1, to))
      throw new NetsetParseError(text, mark + 1, 'a range stays in one family');
    readIpv6(text, mark + 1, to, range, 4);
    if (compare128(range, 4, range, 0) < 0) {
      throw new NetsetParseError(text, mark + 1, 'a range ends before it begins');
    }
  }
  sink.addIpv6(range);
}

/** Clears the host bits of the first four limbs, and makes the last four the end of that prefix. */
function spanPrefix(limbs: Uint32Array, length: number): void {
  for (let l = 0; l < 4; l++) {
    const bits = Math.max(0, Math.min(32, length - l * 32));
    // A shift by 32 is a shift by 0 in JavaScript, hence the case of its own.
    const mask = bits === 0 ? 0 : -1 << (32 - bits);
    const limb = limbs[l] as number;
    limbs[l] = limb & mask;
    limbs[l + 4] = limb | ~mask;
  }
}

/** Eight limbs, first and last, of two numbers. */
export function limbsOfRange(first: bigint, last: bigint): Uint32Array {
  const limbs = new Uint32Array(8);
  limbs.set(toLimbs(first), 0);
  limbs.set(toLimbs(last), 4);
  return limbs;
}
