import type {
  Filter,
  FilterRule,
  Interface,
  InterfaceAddress,
  LinkedGraph,
  ResourceId,
} from '@netposture/network/graph';
import {
  type Address,
  AddressSet,
  type Packet,
  type TransportSet,
  type TransportWitness,
} from '@netposture/network/netset';

/**
 * The filters of which an ingress allow rule matches, or may match, a packet of a stranger that some way lets in to an address
 * of the interface itself, sorted: what the explanation of the packet says where nothing but the interface's own layers
 * is on the way behind the gateway, without walking it. Undefined where it is not as plain as that.
 *
 * @param attached the filters of the interface's layers that were seen, sorted by id
 */
export function matchingFilters(
  linked: LinkedGraph,
  card: Interface,
  attached: readonly Filter[],
  packet: Packet,
): readonly ResourceId[] | undefined {
  if (card.noInternetIngress !== undefined || card.unmodelledIngress !== undefined)
    return undefined;
  const inside = insideOf(linked, card, packet.destination);
  if (inside === undefined) return undefined;
  const about = aboutTransport(linked, packet.transport);
  const matching: ResourceId[] = [];
  for (const filter of attached) {
    const rules = rulesFor(filter, packet.transport, about);
    if (isMatched(linked, card, rules, packet, inside)) matching.push(filter.id);
  }
  return matching;
}

/** What is known about one transport of packets. Of few transports much is asked. */
interface AboutTransport {
  /** The ingress allow rules of a filter about it. */
  readonly rules: Map<Filter, readonly FilterRule[]>;
  /** Whether what a rule names holds it: rules share what they say alike. */
  readonly isHeld: Map<TransportSet, boolean>;
}

const aboutTransports = new WeakMap<LinkedGraph, Map<string, AboutTransport>>();

function aboutTransport(linked: LinkedGraph, transport: TransportWitness): AboutTransport {
  let known = aboutTransports.get(linked);
  if (known === undefined) {
    known = new Map();
    aboutTransports.set(linked, known);
  }
  const { protocol, destinationPort, sourcePort, icmpType, icmpCode } = transport;
  const key = `${protocol} ${destinationPort} ${sourcePort} ${icmpType} ${icmpCode}`;
  let about = known.get(key);
  if (about === undefined) {
    about = { rules: new Map(), isHeld: new Map() };
    known.set(key, about);
  }
  return about;
}

/** The ingress allow rules of a filter about a transport. */
function rulesFor(
  filter: Filter,
  transport: TransportWitness,
  { rules: known, isHeld }: AboutTransport,
): readonly FilterRule[] {
  let rules = known.get(filter);
  if (rules === undefined) {
    const found: FilterRule[] = [];
    for (const rule of filter.rules) {
      if (rule.direction !== 'ingress' || rule.action !== 'allow') continue;
      if (rule.disabled === true || rule.establishedOnly === true) continue;
      let holds = isHeld.get(rule.transport);
      if (holds === undefined) {
        holds = rule.transport.has(transport);
        isHeld.set(rule.transport, holds);
      }
      if (holds) found.push(rule);
    }
    rules = found;
    known.set(filter, rules);
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

/** Whether one of the rules matches; written addresses are looked at first, since they are at hand. */
function isMatched(
  linked: LinkedGraph,
  card: Interface,
  rules: readonly FilterRule[],
  packet: Packet,
  inside: Address,
): boolean {
  let isOnlyWritten = true;
  for (const rule of rules) {
    if (rule.peer.kind !== 'addresses') isOnlyWritten = false;
    else if (matches(linked, card, rule, packet, inside)) return true;
  }
  if (isOnlyWritten) return false;
  for (const rule of rules)
    if (rule.peer.kind !== 'addresses' && matches(linked, card, rule, packet, inside)) return true;
  return false;
}

/** Whether a rule about the packet's transport matches the rest of it. */
function matches(
  linked: LinkedGraph,
  card: Interface,
  { own, targets, peer }: FilterRule,
  { source }: Packet,
  inside: Address,
): boolean {
  if (own?.has(inside) === false) return false;
  if (targets !== undefined && linked.matches(targets, card) === 'no') return false;
  return peer.kind === 'addresses'
    ? peer.set.has(source)
    : linked.resolvePeer(peer, card.network).possible.has(source);
}
