/** Random CIDRs for the packet-set benchmark, the same for the same seed. */
import { AddressSet } from '../packages/network/src/netset/index.ts';

/** A family of addresses. */
export type Family = 'v4' | 'v6';

/**
 * `count` random CIDRs in canonical text. Lengths are such that most of them stay apart: IPv4 from /16 (from /20 at a
 * million) to /32 all over the space, IPv6 from /32 to /64 in 2000::/8.
 */
export function randomCidrs(family: Family, count: number, seed: number): string[] {
  const random = randomNumbers(seed);
  const cidrs: string[] = [];
  for (let i = 0; i < count; i++) {
    if (family === 'v4') {
      const shortest = count >= 1_000_000 ? 20 : 16;
      const octets = [random(256), random(256), random(256), random(256)];
      cidrs.push(`${octets.join('.')}/${shortest + random(33 - shortest)}`);
    } else {
      const groups = [0x2000 + random(256), random(65536), random(65536), random(65536)];
      cidrs.push(`${groups.map((g) => g.toString(16)).join(':')}::/${32 + random(33)}`);
    }
  }
  // Host bits cleared by hand: the libraries get what they are used to.
  return cidrs.map((cidr) => AddressSet.parse(cidr).toString());
}

/** A generator of whole numbers below a limit (mulberry32). */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
}
