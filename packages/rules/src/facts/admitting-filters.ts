import type { Interface, LinkedGraph, ResourceId } from '@netposture/network/graph';
import { isUnknown } from '@netposture/network/graph';
import type { AddressSet, Packet } from '@netposture/network/netset';
import { type Question, transportOfPacket } from '@netposture/network/reachability';
import type { RecordsSubject } from '../finding.ts';
import type { RuleContext } from '../rule-context.ts';
import type { JudgedPackets } from './judged-packets.ts';
import { matchingFilters } from './matching-filters.ts';

/** Filters that are attached together; one object for all interfaces that carry them. */
interface Attached {
  /** Sorted. */
  readonly filters: readonly ResourceId[];
  readonly all: RecordsSubject;
  /** Which of them admit, by the kind of the packets: who sends what. */
  readonly admitting: Map<number, RecordsSubject>;
}

interface Remembered {
  readonly byCard: Map<Interface, Attached>;
  /** By the ids of the filters. */
  readonly byFilters: Map<string, Attached>;
}

const remembered = new WeakMap<RuleContext, Remembered>();

/**
 * The filters that let packets into an interface: what its owner would fix. The workload itself where no filter stands in
 * the way. Interfaces with equal filters and equal packets, apart from their destinations, are asked once.
 *
 * @param packets to every destination where `destinations` narrows them.
 */
export function admittingFilters(
  context: RuleContext,
  card: Interface,
  packets: JudgedPackets,
  destinations: AddressSet | undefined,
  questionOf: () => Question,
): RecordsSubject {
  const attached = attachedTo(context, card);
  const { filters, all, admitting } = attached;
  if (filters.length === 0) return { kind: 'records', ids: [card.owner ?? card.id] };
  if (filters.length === 1) return all;
  let found = admitting.get(packets.kind);
  if (found === undefined) {
    const ids = explainedFilters(context, card, packets.witnessTo(destinations), questionOf);
    found = ids.length === 0 ? all : { kind: 'records', ids };
    admitting.set(packets.kind, found);
  }
  return found;
}

/** The filters of an interface's layers, whatever the enforcement, sorted. */
export function attachedFilters(card: Interface): readonly ResourceId[] {
  const ids = card.layers.flatMap((layer) =>
    isUnknown(layer) ? [] : layer.attachments.map(({ filter }) => filter),
  );
  return [...new Set(ids)].sort();
}

function attachedTo(context: RuleContext, card: Interface): Attached {
  let known = remembered.get(context);
  if (known === undefined) {
    known = { byCard: new Map(), byFilters: new Map() };
    remembered.set(context, known);
  }
  let attached = known.byCard.get(card);
  if (attached === undefined) {
    const filters = attachedFilters(card);
    const key = filters.join(' ');
    attached = known.byFilters.get(key) ?? {
      filters,
      all: { kind: 'records', ids: filters },
      admitting: new Map(),
    };
    known.byFilters.set(key, attached);
    known.byCard.set(card, attached);
  }
  return attached;
}

function explainedFilters(
  context: RuleContext,
  card: Interface,
  packet: Packet | undefined,
  questionOf: () => Question,
): readonly ResourceId[] {
  if (packet === undefined) return [];
  const question = questionOf();
  return (
    matchingFilters(context.linked, card, question, packet) ??
    filtersOnTheWay(context, card, question, packet)
  );
}

/** The filters of which an allow rule matches the packet where it enters the interface, by the way that decides it. */
export function filtersOnTheWay(
  { reachability }: Pick<RuleContext, 'reachability'>,
  card: Interface,
  question: Question,
  packet: Packet,
): readonly ResourceId[] {
  // One packet alone, or no hop has one verdict, and none names its rules.
  const one = { ...question, transport: transportOfPacket(packet), packet };
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
