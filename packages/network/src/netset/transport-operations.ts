/** The operations of transport sets, part by part: the parts are disjoint, so each operation is six smaller ones. */
import type { TransportParts } from './transport-parts.ts';

/** Packets of either side. */
export function uniteParts(a: TransportParts, b: TransportParts): TransportParts {
  return {
    tcp: a.tcp.union(b.tcp),
    udp: a.udp.union(b.udp),
    sctp: a.sctp.union(b.sctp),
    icmp: a.icmp.union(b.icmp),
    icmpv6: a.icmpv6.union(b.icmpv6),
    other: a.other.union(b.other),
  };
}

/** Packets of the first and of all the others, each part by one pass. */
export function uniteAllParts(
  first: TransportParts,
  others: readonly TransportParts[],
): TransportParts {
  return {
    tcp: uniteAll(first.tcp, others, (parts) => parts.tcp),
    udp: uniteAll(first.udp, others, (parts) => parts.udp),
    sctp: uniteAll(first.sctp, others, (parts) => parts.sctp),
    icmp: uniteAll(first.icmp, others, (parts) => parts.icmp),
    icmpv6: uniteAll(first.icmpv6, others, (parts) => parts.icmpv6),
    other: uniteAll(first.other, others, (parts) => parts.other),
  };
}

/** Most transports are of one or two protocols: what is empty is left out. */
function uniteAll<S extends { readonly isEmpty: boolean; unionAll(others: readonly S[]): S }>(
  first: S,
  others: readonly TransportParts[],
  partOf: (parts: TransportParts) => S,
): S {
  const found: S[] = [];
  for (const parts of others) {
    const part = partOf(parts);
    if (!part.isEmpty && part !== first) found.push(part);
  }
  return found.length === 0 ? first : first.unionAll(found);
}

/** Packets of both sides. */
export function intersectParts(a: TransportParts, b: TransportParts): TransportParts {
  return {
    tcp: a.tcp.intersect(b.tcp),
    udp: a.udp.intersect(b.udp),
    sctp: a.sctp.intersect(b.sctp),
    icmp: a.icmp.intersect(b.icmp),
    icmpv6: a.icmpv6.intersect(b.icmpv6),
    other: a.other.intersect(b.other),
  };
}

/** Packets of the first side that the second lacks. */
export function subtractParts(a: TransportParts, b: TransportParts): TransportParts {
  return {
    tcp: a.tcp.subtract(b.tcp),
    udp: a.udp.subtract(b.udp),
    sctp: a.sctp.subtract(b.sctp),
    icmp: a.icmp.subtract(b.icmp),
    icmpv6: a.icmpv6.subtract(b.icmpv6),
    other: a.other.subtract(b.other),
  };
}

/** Is every packet of the first side in the second? */
export function arePartsWithin(a: TransportParts, b: TransportParts): boolean {
  return (
    a.tcp.isSubsetOf(b.tcp) &&
    a.udp.isSubsetOf(b.udp) &&
    a.sctp.isSubsetOf(b.sctp) &&
    a.icmp.isSubsetOf(b.icmp) &&
    a.icmpv6.isSubsetOf(b.icmpv6) &&
    a.other.isSubsetOf(b.other)
  );
}

/** Do the sides share a packet? */
export function doPartsOverlap(a: TransportParts, b: TransportParts): boolean {
  return (
    a.tcp.overlaps(b.tcp) ||
    a.udp.overlaps(b.udp) ||
    a.sctp.overlaps(b.sctp) ||
    a.icmp.overlaps(b.icmp) ||
    a.icmpv6.overlaps(b.icmpv6) ||
    a.other.overlaps(b.other)
  );
}

/** Same packets? */
export function arePartsEqual(a: TransportParts, b: TransportParts): boolean {
  return (
    a.tcp.equals(b.tcp) &&
    a.udp.equals(b.udp) &&
    a.sctp.equals(b.sctp) &&
    a.icmp.equals(b.icmp) &&
    a.icmpv6.equals(b.icmpv6) &&
    a.other.equals(b.other)
  );
}

/** Identical objects, part by part? */
export function areSameParts(a: TransportParts, b: TransportParts): boolean {
  return (
    a.tcp === b.tcp &&
    a.udp === b.udp &&
    a.sctp === b.sctp &&
    a.icmp === b.icmp &&
    a.icmpv6 === b.icmpv6 &&
    a.other === b.other
  );
}
