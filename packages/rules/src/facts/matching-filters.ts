import {
  type Filter,
  type FilterRule,
  type Interface,
  type InterfaceAddress,
  isUnknown,
  type LinkedGraph,
  type ResourceId,
} from '@netposture/network/graph';
import { type Address, AddressSet, type Packet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';

/**
 * The filters of which an ingress allow rule matches, or may match, a packet of a stranger that some way lets in to an address
 * of the interface itself, sorted: what the explanation of the packet says where nothing but the interface's own layers
 * is on the way behind the gateway, without walking it. Undefined where it is not as plain as that.
 */
export function matchingFilters(
  linked: LinkedGraph,
  card: Interface,
  { from, to }: Question,
  packet: Packet,
): readonly ResourceId[] | undefined {
  if (from.interfaces.length > 0 || to.throughBalancers || to.external !== undefined)
    return undefined;
  if (to.interfaces.length !== 1 || to.interfaces[0] !== card.id) return undefined;
  if (card.noInternetIngress !== undefined || card.unmodelledIngress !== undefined)
    return undefined;
  const inside = insideOf(linked, card, packet.destination);
  if (inside === undefined) return undefined;
  const matching = new Set<ResourceId>();
  for (const layer of card.layers) {
    if (isUnknown(layer)) continue;
    for (const { filter: id } of layer.attachments) {
      const filter = linked.record('filter', id);
      if (filter === undefined || matching.has(id)) continue;
      if (rulesFor(filter, packet).some((rule) => matches(linked, card, rule, packet, inside)))
        matching.add(id);
    }
  }
  return [...matching].sort();
}

const byTransport = new WeakMap<Filter, Map<string, readonly FilterRule[]>>();

/** The ingress allow rules about the transport of a packet. Of one filter few transports are asked, each many times. */
function rulesFor(filter: Filter, { transport }: Packet): readonly FilterRule[] {
  let known = byTransport.get(filter);
  if (known === undefined) {
    known = new Map();
    byTransport.set(filter, known);
  }
  const { protocol, destinationPort, sourcePort, icmpType, icmpCode } = transport;
  const key = `${protocol} ${destinationPort} ${sourcePort} ${icmpType} ${icmpCode}`;
  let rules = known.get(key);
  if (rules === undefined) {
    rules = filter.rules.filter(
      ({ direction, action, disabled, establishedOnly, transport: allowed }) =>
        direction === 'ingress' &&
        action === 'allow' &&
        disabled !== true &&
        establishedOnly !== true &&
        allowed.has(transport),
    );
    known.set(key, rules);
  }
  return rules;
}

/** The inside address of a public one, where the interface alone holds that, translated one to one or not at all. */
function insideOf(linked: LinkedGraph, card: Interface, outside: Address): Address | undefined {
  if (!isSoleHolder(linked, card)) return undefined;
  const held = card.addresses.find((address) => publicFace(address).has(outside));
  if (held === undefined) return undefined;
  if (held.outside === undefined) return outside;
  const isPair = held.outside.size() === 1n && held.inside.size() === 1n;
  return isPair ? held.inside.witness() : undefined;
}

const soleHolders = new WeakMap<LinkedGraph, Map<Interface, boolean>>();

/** Whether all addresses of the interface are known, and each public one is held once: by it. */
function isSoleHolder(linked: LinkedGraph, card: Interface): boolean {
  const known = soleHolders.get(linked) ?? new Map<Interface, boolean>();
  soleHolders.set(linked, known);
  let isSole = known.get(card);
  if (isSole === undefined) {
    const faces = AddressSet.unionOf(card.addresses.map(publicFace));
    const holders = linked.publicHolders(faces);
    isSole =
      card.addresses.every(({ exact }) => exact) &&
      holders.every((holder) => holder.interface.id === card.id) &&
      card.addresses.reduce((sum, one) => sum + publicFace(one).size(), 0n) === faces.size();
    known.set(card, isSole);
  }
  return isSole;
}

function publicFace({ outside, plane, inside }: InterfaceAddress): AddressSet {
  return outside ?? (plane === 'public' ? inside : AddressSet.empty);
}

/** Whether a rule about the packet's transport matches the rest of it. */
function matches(
  linked: LinkedGraph,
  card: Interface,
  rule: FilterRule,
  packet: Packet,
  inside: Address,
): boolean {
  return (
    rule.own?.has(inside) !== false &&
    (rule.targets === undefined || linked.matches(rule.targets, card) !== 'no') &&
    linked.resolvePeer(rule.peer, card.network).possible.has(packet.source)
  );
}
