/** Dotted decimal. */
export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/**
 * The text of the 128-bit number at place `at`: lower case, no leading zeros, the first longest run
 * of two or more zero groups written `::` (RFC 5952 section 4). The mixed notation that section 5
 * recommends for IPv4-mapped addresses is not used: our parser refuses it, as it reads as IPv4.
 */
export function formatIpv6(limbs: Uint32Array, at: number): string {
  let runStart = -1;
  let runLength = 1;
  let zeros = 0;
  for (let g = 0; g < 8; g++) {
    zeros = group(limbs, at, g) === 0 ? zeros + 1 : 0;
    if (zeros > runLength) {
      runLength = zeros;
      runStart = g - zeros + 1;
    }
  }
  if (runStart < 0) return groups(limbs, at, 0, 8);
  return `${groups(limbs, at, 0, runStart)}::${groups(limbs, at, runStart + runLength, 8)}`;
}

function groups(limbs: Uint32Array, at: number, from: number, to: number): string {
  let text = '';
  for (let g = from; g < to; g++) {
    if (g > from) text += ':';
    text += group(limbs, at, g).toString(16);
  }
  return text;
}

function group(limbs: Uint32Array, at: number, index: number): number {
  const limb = limbs[at + (index >>> 1)] as number;
  return (index & 1) === 0 ? limb >>> 16 : limb & 0xffff;
}
