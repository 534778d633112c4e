import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { AddressSet } from './address-set.ts';
import { SAMPLED, TIMEOUT_MS } from './campaign.testkit.ts';
import { randomNumbers } from './oracle.testkit.ts';
import { PacketSet } from './packet-set.ts';
import type { TransportWitness } from './transport-packet.ts';
import { TransportSet } from './transport-set.ts';

const addresses = ['10.0.0.0', '10.0.0.1', '255.255.255.255', '::', 'ffff::1'];
const IPV4_COUNT = 3;
const transports: readonly { readonly text: string; readonly header: TransportWitness }[] = [
  { text: 'tcp 0>22', header: { protocol: 6, sourcePort: 0, destinationPort: 22 } },
  { text: 'tcp 0>23', header: { protocol: 6, sourcePort: 0, destinationPort: 23 } },
  { text: 'tcp 1>22', header: { protocol: 6, sourcePort: 1, destinationPort: 22 } },
  { text: 'tcp 1>23', header: { protocol: 6, sourcePort: 1, destinationPort: 23 } },
  { text: 'udp 65535>53', header: { protocol: 17, sourcePort: 65535, destinationPort: 53 } },
  { text: 'icmp 8/0', header: { protocol: 1, icmpType: 8, icmpCode: 0 } },
  { text: 'protocol 47', header: { protocol: 47 } },
];

/** A packet by the numbers of its source, destination and transport. */
type Point = readonly [source: number, destination: number, transport: number];

const sameFamily = (s: number, d: number) => s < IPV4_COUNT === d < IPV4_COUNT;
const universe: readonly Point[] = addresses.flatMap((_, s) =>
  addresses.flatMap((__, d) =>
    sameFamily(s, d) ? transports.map((___, t): Point => [s, d, t]) : [],
  ),
);
const packets = universe.map(([s, d, t]) => ({
  source: parseAddress(addresses[s] ?? ''),
  destination: parseAddress(addresses[d] ?? ''),
  transport: transports[t]?.header ?? { protocol: 0 },
}));

interface Pair {
  readonly set: PacketSet;
  /** Membership of each point of the universe. */
  readonly bits: readonly boolean[];
}

const random = randomNumbers(20261121);
const someOf = (count: number) => 1 + random(2 ** count - 1);
const picked = <T>(items: readonly T[], mask: number) => items.filter((_, i) => (mask >> i) & 1);

function randomBox(): Pair {
  const [s, d, t] = [someOf(addresses.length), someOf(addresses.length), someOf(transports.length)];
  const set = PacketSet.of(
    AddressSet.from(picked(addresses, s)),
    AddressSet.from(picked(addresses, d)),
    TransportSet.unionOf(picked(transports, t).map(({ text }) => TransportSet.parse(text))),
  );
  const bits = universe.map(([x, y, z]) => ((s >> x) & (d >> y) & (t >> z) & 1) === 1);
  return { set, bits };
}

/** One box, or two joined, cut or crossed. */
function randomPair(): Pair {
  const a = randomBox();
  const choice = random(4);
  if (choice === 0) return a;
  const b = randomBox();
  if (choice === 1) return { set: a.set.union(b.set), bits: zip(a, b, (x, y) => x || y) };
  if (choice === 2) return { set: a.set.subtract(b.set), bits: zip(a, b, (x, y) => x && !y) };
  return { set: a.set.intersect(b.set), bits: zip(a, b, (x, y) => x && y) };
}

function zip(a: Pair, b: Pair, join: (x: boolean, y: boolean) => boolean): boolean[] {
  return a.bits.map((bit, i) => join(bit, b.bits[i] === true));
}

/** Does the set hold exactly these points, counted as often as it holds them? */
function agrees(set: PacketSet, bits: readonly boolean[]): boolean {
  const size = bits.reduce((sum, bit) => sum + (bit ? 1 : 0), 0);
  return set.size() === BigInt(size) && packets.every((packet, i) => set.has(packet) === bits[i]);
}

describe('packet sets agree with brute force', () => {
  it('on every operation of 100,000 random pairs', { timeout: TIMEOUT_MS }, () => {
    const pool = Array.from({ length: SAMPLED ? 40 : 1500 }, randomPair);
    const pairs = SAMPLED ? 150 : 100_000;
    const wrong: string[] = [];
    for (let n = 0; n < pairs; n++) {
      const a = pool[random(pool.length)] as Pair;
      const b = pool[random(pool.length)] as Pair;
      const both = zip(a, b, (x, y) => x && y);
      const onlyA = zip(a, b, (x, y) => x && !y);
      const right =
        agrees(
          a.set.union(b.set),
          zip(a, b, (x, y) => x || y),
        ) &&
        agrees(a.set.intersect(b.set), both) &&
        agrees(a.set.subtract(b.set), onlyA) &&
        a.set.isSubsetOf(b.set) === !onlyA.includes(true) &&
        a.set.overlaps(b.set) === both.includes(true) &&
        a.set.equals(b.set) === !zip(a, b, (x, y) => x !== y).includes(true);
      if (!right) wrong.push(`${a.set}\nwith\n${b.set}`);
    }
    expect(wrong).toEqual([]);
  });

  it('on the complement and the reversal of random sets', () => {
    for (let n = 0; n < (SAMPLED ? 20 : 1000); n++) {
      const { set, bits } = randomPair();
      const outside = set.complement();
      const back = set.reversed();
      packets.forEach((packet, i) => {
        const reply = {
          source: packet.destination,
          destination: packet.source,
          transport: swapped(packet.transport),
        };
        expect(outside.has(packet)).toBe(!bits[i]);
        expect(back.has(reply)).toBe(bits[i]);
      });
    }
  });
});

function swapped(header: TransportWitness): TransportWitness {
  const { sourcePort, destinationPort } = header;
  if (sourcePort === undefined || destinationPort === undefined) return header;
  return { protocol: header.protocol, sourcePort: destinationPort, destinationPort: sourcePort };
}
