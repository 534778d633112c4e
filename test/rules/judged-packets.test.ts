import { AddressLookup, AddressSet, type PacketSet } from '@netposture/network/netset';
import { typicalPacket } from '@netposture/network/reachability';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressSet,
  packetSet,
  transportSet,
} from '../../packages/network/src/netset/arbitraries.testkit.ts';
import { narrowed } from '../../packages/rules/src/facts/exposure-class.ts';
import { JudgedPackets, type Selection } from '../../packages/rules/src/facts/judged-packets.ts';
import { PacketFacts } from '../../packages/rules/src/facts/packet-facts.ts';

/** Destinations as ways have them, all of both families, or none named. */
const destinations = fc.option(fc.oneof(fc.constant(AddressSet.all), addressSet), {
  nil: undefined,
});

const selection = fc.record({
  family: fc.constantFrom(undefined, 'ipv4', 'ipv6'),
  transport: fc.option(transportSet, { nil: undefined }),
  senders: fc.option(
    addressSet.map((set) => new AddressLookup(set)),
    { nil: undefined },
  ),
});

/** What a rule judges, and the same made outright. */
function both(all: PacketSet, selected: Selection, facts: PacketFacts) {
  const { family, transport, senders } = selected;
  const destination = family && AddressSet.all[family];
  const made = all.restrict({ source: senders?.addresses, destination, transport });
  return { judged: new JudgedPackets(facts, all, selected), made };
}

describe('packets that a rule judges', () => {
  it('are those of the set that are selected', () => {
    fc.assert(
      fc.property(packetSet, selection, destinations, (all, selected, to) => {
        const facts = new PacketFacts();
        const { judged, made } = both(all, selected, facts);

        expect(judged.isEmpty).toBe(made.isEmpty);
        expect(judged.transports.equals(made.transports())).toBe(true);
        expect(judged.senders.equals(made.sources())).toBe(true);
        expect(judged.witnessTo(to)).toEqual(narrowed(made, to).witness());
        expect(judged.typicalTo(to)).toEqual(typicalPacket(narrowed(made, to)));
        expect(judged.packets.equals(made)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('can be narrowed to senders and to a transport', () => {
    fc.assert(
      fc.property(packetSet, addressSet, transportSet, (all, some, transport) => {
        const facts = new PacketFacts();
        const judged = new JudgedPackets(facts, all).by(transport).of(new AddressLookup(some));

        expect(judged.packets.equals(all.restrict({ source: some, transport }))).toBe(true);
      }),
    );
  });
});
