import { AddressLookup, AddressSet, type PacketSet } from '@netposture/network/netset';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressSet, packetSet } from '../../packages/network/src/netset/arbitraries.testkit.ts';
import { narrowed } from '../../packages/rules/src/facts/exposure-class.ts';
import { JudgedPackets } from '../../packages/rules/src/facts/judged-packets.ts';
import { PacketFacts } from '../../packages/rules/src/facts/packet-facts.ts';

/** Destinations as ways have them, all of both families, or none named. */
const destinations = fc.option(fc.oneof(fc.constant(AddressSet.all), addressSet), {
  nil: undefined,
});

/** What a rule judges, and the same made outright. */
function both(all: PacketSet, among: AddressLookup | undefined, facts: PacketFacts) {
  const made = among === undefined ? all : all.restrict({ source: among.addresses });
  return { judged: new JudgedPackets(facts, all, among), made };
}

describe('packets that a rule judges', () => {
  it('are those of the set that the senders send', () => {
    fc.assert(
      fc.property(packetSet, addressSet, destinations, (all, some, to) => {
        const facts = new PacketFacts(new AddressLookup(AddressSet.all));
        for (const among of [undefined, new AddressLookup(some)]) {
          const { judged, made } = both(all, among, facts);

          expect(judged.transports.equals(made.transports())).toBe(true);
          expect(judged.witnessTo(to)).toEqual(narrowed(made, to).witness());
          expect(judged.packets.equals(made)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are of one kind exactly where the same senders use the same transports', () => {
    fc.assert(
      fc.property(packetSet, packetSet, addressSet, addressSet, (one, other, strange, some) => {
        const strangers = new AddressLookup(strange);
        const facts = new PacketFacts(strangers);
        const within = new AddressLookup(strange.intersect(some));
        const ways = [undefined, strangers, within].flatMap((among) =>
          [one, other, one.subtract(other)].map((all) => both(all, among, facts)),
        );
        for (const a of ways) {
          for (const b of ways) {
            const isSame =
              a.made.transports().equals(b.made.transports()) &&
              a.made.sources().equals(b.made.sources());

            expect(a.judged.kind === b.judged.kind).toBe(isSame);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
