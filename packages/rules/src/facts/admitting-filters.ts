import {
  type Filter,
  type Interface,
  isUnknown,
  type LinkedGraph,
  type ResourceId,
} from '@netposture/network/graph';
import { AddressSet, type Packet } from '@netposture/network/netset';
import { type Senders, transportOfPacket } from '@netposture/network/reachability';
import type { RecordsSubject } from '../finding.ts';
import type { RuleContext } from '../rule-context.ts';
import type { JudgedPackets } from './judged-packets.ts';
import { matchingFilters } from './matching-filters.ts';

/** Filters that are attached together; one object for all interfaces that carry them. */
export interface AttachedFilters {
  /** Sorted. */
  readonly filters: readonly ResourceId[];
  /** Those of them that were seen, in order. */
  readonly records: readonly Filter[];
  readonly all: RecordsSubject;
  /** Some of them that admit together, by their ids: one object. */
  readonly admitting: Map<string, RecordsSubject>;
}

/** Filters that are attached together, found by one id after the other: a text of all of them for each interface would cost more. */
interface AttachedNode {
  readonly next: Map<ResourceId, AttachedNode>;
  attached: AttachedFilters | undefined;
}

const remembered = new WeakMap<RuleContext, AttachedNode>();

/**
 * The filters that let packets into an interface, by the example of one: what its owner would fix. The workload itself where
 * no filter stands in the way.
 *
 * @param packets to every destination where `destinations` narrows them.
 * @param from whoever sends them: strangers, to the interface itself, where it is not told.
 */
export function admittingFilters(
  context: RuleContext,
  card: Interface,
  packets: JudgedPackets,
  destinations: AddressSet | undefined,
  from?: Senders,
): RecordsSubject {
  const attached = attachedTo(context, card);
  const { filters, all, admitting } = attached;
  if (filters.length === 0) return { kind: 'records', ids: [card.owner ?? card.id] };
  if (filters.length === 1) return all;
  const packet = packets.witnessTo(destinations);
  const ids = packet === undefined ? [] : explainedFilters(context, card, attached, packet, from);
  if (ids.length === 0) return all;
  const text = ids.join(' ');
  let found = admitting.get(text);
  if (found === undefined) {
    found = { kind: 'records', ids };
    admitting.set(text, found);
  }
  return found;
}

/** The filters of an interface's layers, whatever the enforcement, sorted. */
export function attachedFilters(card: Interface): readonly ResourceId[] {
  const ids: ResourceId[] = [];
  for (const layer of card.layers) {
    if (isUnknown(layer)) continue;
    for (const { filter } of layer.attachments) insert(ids, filter);
  }
  return ids;
}

/** Into a sorted list of few, where it is not in it. */
function insert(ids: ResourceId[], id: ResourceId): void {
  let at = ids.length;
  while (at > 0 && (ids[at - 1] as ResourceId) > id) at--;
  if (ids[at - 1] !== id) ids.splice(at, 0, id);
}

/** The filters of an interface's layers; one object for all interfaces that carry them. */
export function attachedTo(context: RuleContext, card: Interface): AttachedFilters {
  const first = remembered.get(context) ?? emptyNode();
  remembered.set(context, first);
  const filters = attachedFilters(card);
  const node = filters.reduce(nodeAfter, first);
  node.attached ??= {
    filters,
    records: filters.flatMap((id) => context.linked.record('filter', id) ?? []),
    all: { kind: 'records', ids: filters },
    admitting: new Map(),
  };
  return node.attached;
}

function nodeAfter({ next }: AttachedNode, id: ResourceId): AttachedNode {
  let node = next.get(id);
  if (node === undefined) {
    node = emptyNode();
    next.set(id, node);
  }
  return node;
}

function emptyNode(): AttachedNode {
  return { next: new Map(), attached: undefined };
}

function explainedFilters(
  context: RuleContext,
  card: Interface,
  { records }: AttachedFilters,
  packet: Packet,
  from: Senders | undefined,
): readonly ResourceId[] {
  const { linked } = context;
  const matching = from === undefined ? matchingFilters(linked, card, records, packet) : undefined;
  return matching ?? filtersOnTheWay(context, card, packet, from);
}

/** The filters of which an allow rule matches the packet where it enters the interface, by the way that decides it. */
export function filtersOnTheWay(
  { reachability }: Pick<RuleContext, 'reachability'>,
  card: Interface,
  packet: Packet,
  from: Senders = { interfaces: [], external: AddressSet.ofAddress(packet.source) },
): readonly ResourceId[] {
  const to = { interfaces: [card.id], throughBalancers: false };
  // One packet alone, or no hop has one verdict, and none names its rules.
  const one = { from, to, transport: transportOfPacket(packet), packet };
  const explanation = reachability.explain(one, false);
  const rules = (explanation?.hops ?? [])
    .filter((hop) => hop.resource === card.id && hop.direction === 'ingress' && !hop.isReply)
    .flatMap((hop) => hop.rules.filter(({ rule }) => rule.action === 'allow'));
  return [...new Set(rules.map(({ filter }) => filter))].sort();
}

/** The names of records, joined. */
export function namesOf(linked: LinkedGraph, ids: readonly ResourceId[]): string {
  const nameOf = (id: ResourceId) => linked.graph.records.get(id)?.name ?? id;
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? nameOf(only) : ids.map(nameOf).join(' + ');
}
