import { AddressSet, type PacketBox, PacketSet } from '../netset/index.ts';
import { mapVerdict, type Verdict, verdictWithin } from './verdict.ts';

/** Which end of the packet is rewritten. */
export type PacketEnd = 'source' | 'destination';

/** More addresses than this in one translation are not paired one by one. */
const maximumPairs = 4_096;

/** A one-to-one translation of addresses, as pairs of single addresses (or of two sets where only one pair is needed). */
export interface Translation {
  readonly end: PacketEnd;
  readonly pairs: readonly (readonly [AddressSet, AddressSet])[];
}

/**
 * Pairs two sets of equal size in ascending order. Undefined where the sizes differ or exceed 4,096: then nobody
 * can say which address becomes which.
 */
export function translation(
  end: PacketEnd,
  from: AddressSet,
  to: AddressSet,
): Translation | undefined {
  const size = from.size();
  if (size !== to.size() || size === 0n) return undefined;
  if (size === 1n || from.equals(to)) return { end, pairs: [[from, to]] };
  if (size > maximumPairs) return undefined;
  const targets = singles(to);
  return {
    end,
    pairs: singles(from).map(
      (address, position) => [address, targets[position] ?? AddressSet.empty] as const,
    ),
  };
}

/** The packets as they leave the translation; those it does not touch are dropped. */
export function translate(packets: PacketSet, by: Translation): PacketSet {
  return rewrite(packets, by.end, by.pairs);
}

/** The verdict on the untranslated packets, from the verdict on the translated ones. */
export function untranslateVerdict(verdict: Verdict, by: Translation): Verdict {
  const back = by.pairs.map(([from, to]) => [to, from] as const);
  return mapVerdict(verdict, (packets) => rewrite(packets, by.end, back));
}

/** Every packet of the set, with any of these sources instead of its own. */
export function withSources(packets: PacketSet, sources: AddressSet): PacketSet {
  return PacketSet.ofBoxes(packets.rows().map((row) => ({ ...row, source: sources })));
}

/**
 * The verdict on `packets`, from the verdict on `replaced`, the same packets with their sources replaced by any of several: a
 * packet is as good as the best source it may be given.
 */
export function forgetSources(verdict: Verdict, replaced: PacketSet, packets: PacketSet): Verdict {
  return verdictWithin(
    mapVerdict(verdictWithin(verdict, replaced), (set) => withSources(set, AddressSet.all)),
    packets,
  );
}

function rewrite(
  packets: PacketSet,
  end: PacketEnd,
  pairs: readonly (readonly [AddressSet, AddressSet])[],
): PacketSet {
  const boxes: PacketBox[] = [];
  for (const row of packets.rows()) {
    for (const [from, to] of pairs) {
      if (!row[end].overlaps(from)) continue;
      boxes.push({ ...row, [end]: from.equals(to) ? row[end].intersect(from) : to });
    }
  }
  return PacketSet.ofBoxes(boxes);
}

function singles(set: AddressSet): readonly AddressSet[] {
  const found: AddressSet[] = [];
  let rest = set;
  for (let lowest = rest.witness(); lowest !== undefined; lowest = rest.witness()) {
    const single = AddressSet.ofAddress(lowest);
    found.push(single);
    rest = rest.subtract(single);
  }
  return found;
}
