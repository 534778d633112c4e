import type { Interface, LinkedGraph, ResourceId } from '@netposture/network/graph';
import { isUnknown } from '@netposture/network/graph';
import type { PacketSet } from '@netposture/network/netset';
import { type Question, transportOfPacket } from '@netposture/network/reachability';
import type { RuleContext } from '../rule-context.ts';

const remembered = new WeakMap<RuleContext, Map<string, readonly ResourceId[]>>();

/**
 * The filters that let the packets into an interface, in order: what its owner would fix. The workload itself where no
 * filter stands in the way. Interfaces with equal filters and packets are asked once.
 */
export function admittingFilters(
  context: RuleContext,
  card: Interface,
  packets: PacketSet,
  question: Question,
): readonly ResourceId[] {
  const attached = attachedFilters(card);
  const alone = [card.owner ?? card.id];
  if (attached.length === 0) return alone;
  if (attached.length === 1) return attached;
  const known = remembered.get(context) ?? new Map<string, readonly ResourceId[]>();
  remembered.set(context, known);
  const key = `${attached.join(' ')} ${packets.transports()} ${packets.sources().hash}`;
  let filters = known.get(key);
  if (filters === undefined) {
    filters = explainedFilters(context, card, packets, question);
    known.set(key, filters);
  }
  return filters.length === 0 ? attached : filters;
}

/** The filters of an interface's layers, whatever the enforcement, sorted. */
export function attachedFilters(card: Interface): readonly ResourceId[] {
  const ids = card.layers.flatMap((layer) =>
    isUnknown(layer) ? [] : layer.attachments.map(({ filter }) => filter),
  );
  return [...new Set(ids)].sort();
}

function explainedFilters(
  context: RuleContext,
  card: Interface,
  packets: PacketSet,
  question: Question,
): readonly ResourceId[] {
  const packet = packets.witness();
  if (packet === undefined) return [];
  // One packet alone, or no hop has one verdict, and none names its rules.
  const one = { ...question, transport: transportOfPacket(packet), packet };
  const explanation = context.reachability.explain(one, false);
  const rules = (explanation?.hops ?? [])
    .filter((hop) => hop.resource === card.id && hop.direction === 'ingress' && !hop.isReply)
    .flatMap((hop) => hop.rules.filter(({ rule }) => rule.action === 'allow'));
  return [...new Set(rules.map(({ filter }) => filter))].sort();
}

/** The names of records, joined. */
export function namesOf(linked: LinkedGraph, ids: readonly ResourceId[]): string {
  return ids.map((id) => linked.graph.records.get(id)?.name ?? id).join(' + ');
}
