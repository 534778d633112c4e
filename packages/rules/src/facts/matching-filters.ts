import {
  type FilterRule,
  type Interface,
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
  const attached = card.layers.flatMap((layer) =>
    isUnknown(layer) ? [] : layer.attachments.map(({ filter }) => filter),
  );
  const matching = attached.filter((id) =>
    linked
      .record('filter', id)
      ?.rules.some(
        (rule) => rule.action === 'allow' && matches(linked, card, rule, packet, inside),
      ),
  );
  return [...new Set(matching)].sort();
}

/** The inside address of a public one, where the interface alone holds that, translated one to one or not at all. */
function insideOf(linked: LinkedGraph, card: Interface, outside: Address): Address | undefined {
  if (!card.addresses.every(({ exact }) => exact)) return undefined;
  const [holder, ...others] = linked.publicHolders(AddressSet.ofAddress(outside));
  if (holder === undefined || others.length > 0 || holder.interface.id !== card.id)
    return undefined;
  const { address } = holder;
  if (address.outside === undefined) return outside;
  const isPair = address.outside.size() === 1n && address.inside.size() === 1n;
  return isPair ? address.inside.witness() : undefined;
}

function matches(
  linked: LinkedGraph,
  card: Interface,
  rule: FilterRule,
  packet: Packet,
  inside: Address,
): boolean {
  return (
    rule.direction === 'ingress' &&
    rule.disabled !== true &&
    rule.establishedOnly !== true &&
    rule.transport.has(packet.transport) &&
    rule.own?.has(inside) !== false &&
    (rule.targets === undefined || linked.matches(rule.targets, card) !== 'no') &&
    linked.resolvePeer(rule.peer, card.network).possible.has(packet.source)
  );
}
