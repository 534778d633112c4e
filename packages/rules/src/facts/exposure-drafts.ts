import type { LoadBalancer, ResourceId, Service, Workload } from '@netposture/network/graph';
import { PacketSet, type TransportSet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import type { FindingDraft, PeerClass, Subject } from '../finding.ts';
import type { RuleContext } from '../rule-context.ts';
import { milder, type Severity } from '../severity.ts';
import { admittingFilters, namesOf } from './admitting-filters.ts';
import type { OpenWay } from './exposed-facts.ts';

/** What an exposure rule asks of one target. */
export interface ExposureAsk {
  /** Only packets that arrive by this transport. Absent = all. */
  readonly transport?: TransportSet;
  /** Packets that the rule does not mind. */
  readonly without?: TransportSet;
  /** The severity where only few addresses are admitted; full ones have that of `severity`. */
  readonly narrowSeverity: Severity;
  readonly severity: Severity;
  /** `direct`: ways through balancers are judged at the balancer. */
  readonly ways: 'all' | 'direct';
  /** Further condition on what is exposed. */
  readonly accept?: (packets: PacketSet) => boolean;
  /** Ends the sentence "NAME …", such as `is reachable from the internet`. */
  readonly says: (packets: PacketSet, peer: string) => string;
  readonly reasons?: readonly string[];
}

/** What breaks an exposure rule at one workload, service or balancer. */
export function* exposureDrafts(
  context: RuleContext,
  target: Workload | Service | LoadBalancer,
  ask: ExposureAsk,
): Generator<FindingDraft> {
  for (const way of context.exposed.ways(target.id)) {
    if (ask.ways === 'direct' && way.kind === 'balancer') continue;
    const question = questionOf(context, way);
    for (const state of ['open', 'undetermined'] as const) {
      const packets = asked(context, way, state === 'open' ? way.allowed : way.undetermined, ask);
      for (const part of context.exposed.parts(packets)) {
        if (ask.accept?.(part.packets) === false) continue;
        const subject = subjectOf(context, target, way, part.packets, question);
        const reasons = [...(ask.reasons ?? []), ...(way.reason === undefined ? [] : [way.reason])];
        yield {
          subject,
          peerClass: part.peerClass,
          state,
          severity: part.isWide ? ask.severity : milder(ask.severity, ask.narrowSeverity),
          packets: part.packets,
          message: `${namesOf(context.linked, subject.ids)} ${state === 'open' ? '' : 'perhaps '}${ask.says(part.packets, peerWords(part.peerClass, part.packets))}`,
          members: [target.id],
          reasons,
          question,
        };
      }
    }
  }
}

/** Who the peers are, for a sentence; few addresses are named. */
export function peerWords(peerClass: PeerClass, packets: PacketSet): string {
  switch (peerClass) {
    case 'internet':
      return 'the internet';
    case 'shared-edge':
      return 'a shared edge network';
    default: {
      const cidrs = packets.sources().cidrs();
      const more = cidrs.length > 5 ? ` and ${cidrs.length - 5} more` : '';
      return `${cidrs.slice(0, 5).join(', ')}${more}`;
    }
  }
}

/** What to ask the engine about a way. */
export function questionOf(context: RuleContext, way: OpenWay): Question {
  const external = way.allowed.union(way.undetermined).sources();
  const interfaces =
    way.kind === 'direct'
      ? [way.through]
      : context.linked.interfacesOf(way.target).map(({ id }) => id);
  return {
    from: { interfaces: [], external },
    to: { interfaces, throughBalancers: way.kind === 'balancer' },
  };
}

function asked(
  context: RuleContext,
  way: OpenWay,
  packets: PacketSet,
  ask: ExposureAsk,
): PacketSet {
  if (packets.isEmpty) return packets;
  const transports = context.exposed.transportsOf(packets);
  const wanted =
    ask.transport === undefined ? undefined : context.exposed.writtenFor(way, ask.transport);
  if (wanted?.overlaps(transports) === false) return PacketSet.empty;
  if (ask.without !== undefined && transports.isSubsetOf(ask.without)) return PacketSet.empty;
  const rest =
    ask.without === undefined ? packets : packets.restrict({ transport: ask.without.complement() });
  return wanted === undefined ? rest : rest.restrict({ transport: wanted });
}

function subjectOf(
  context: RuleContext,
  target: Workload | Service | LoadBalancer,
  way: OpenWay,
  packets: PacketSet,
  question: Question,
): Extract<Subject, { readonly kind: 'records' }> {
  if (target.kind !== 'workload') return { kind: 'records', ids: [target.id] };
  if (way.kind === 'balancer') return { kind: 'records', ids: [way.through] };
  const card = context.linked.record('interface', way.through);
  const ids: readonly ResourceId[] =
    card === undefined ? [target.id] : admittingFilters(context, card, packets, question);
  return { kind: 'records', ids };
}
