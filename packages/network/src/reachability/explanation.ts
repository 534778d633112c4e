import type { Direction, Filter, FilterRule } from '../graph/filter.ts';
import type { LinkedGraph } from '../graph/link.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { Packet } from '../netset/index.ts';
import type { Disposition } from './disposition.ts';
import { enabledRules, inOrder } from './filter-outcomes.ts';
import type { EngineState } from './question.ts';
import type { Hop, HopVerdict, Path } from './trace.ts';

/** A rule that matches the packet at a hop, surely or perhaps. */
export interface MatchingRule {
  readonly filter: ResourceId;
  readonly rule: FilterRule;
  readonly match: 'yes' | 'maybe';
}

/** One hop of an explanation: what was asked there, what it said, and which rules speak. */
export interface ExplainedHop extends Hop {
  /** The packet as the hop sees it. */
  readonly packet: Packet;
  /** Filter hops: the rules that match, in the order in which they decide. The first sure one decides ordered filters. */
  readonly rules: readonly MatchingRule[];
}

/** The most telling way of one packet, hop by hop. */
export interface Explanation {
  readonly verdict: HopVerdict;
  readonly disposition: Disposition;
  readonly hops: readonly ExplainedHop[];
  /** The hop that alone refuses it; absent where it is not refused, or several hops refuse. */
  readonly onlyRefusal?: ExplainedHop;
  /** Ways that were looked at. */
  readonly pathCount: number;
}

/**
 * Chooses the way that decides a packet's verdict: one that lets it through, else one that may, else the refused one that
 * gets furthest. Undefined where nothing leads from sender to target at all.
 */
export function explainPaths(
  state: EngineState,
  linked: LinkedGraph,
  paths: readonly Path[],
  withReply: boolean,
): Explanation | undefined {
  const ranked = paths
    .map((path) => ({ path, rank: rankOf(path, withReply) }))
    .sort((a, b) => compareRanks(a.rank, b.rank));
  const [best] = ranked;
  if (best === undefined) return undefined;
  const hops = relevantHops(best.path, withReply).map((hop) => explainHop(state, linked, hop));
  const refusals = hops.filter(({ verdict }) => verdict === 'denied');
  const [only] = refusals;
  const doubt = hops.find(({ verdict }) => verdict === 'undetermined' || verdict === 'mixed');
  return {
    verdict:
      only !== undefined
        ? 'denied'
        : doubt !== undefined || !best.path.arrives
          ? 'undetermined'
          : 'allowed',
    disposition: only?.disposition ?? doubt?.disposition ?? 'delivered',
    hops,
    ...(refusals.length === 1 && only !== undefined ? { onlyRefusal: only } : {}),
    pathCount: paths.length,
  };
}

interface Rank {
  readonly denied: number;
  readonly doubts: number;
  readonly arrives: boolean;
  readonly length: number;
}

function rankOf(path: Path, withReply: boolean): Rank {
  const hops = relevantHops(path, withReply);
  return {
    denied: hops.filter(({ verdict }) => verdict === 'denied').length,
    doubts: hops.filter(({ verdict }) => verdict !== 'allowed' && verdict !== 'denied').length,
    arrives: path.arrives,
    length: hops.length,
  };
}

/** Fewer refusals first, then arriving ones, then fewer doubts, then the longer way among refused ones. */
function compareRanks(a: Rank, b: Rank): number {
  if (a.denied === 0 || b.denied === 0) {
    return a.denied - b.denied || a.doubts - b.doubts || Number(b.arrives) - Number(a.arrives);
  }
  return Number(b.arrives) - Number(a.arrives) || a.denied - b.denied || b.length - a.length;
}

function relevantHops(path: Path, withReply: boolean): readonly Hop[] {
  const forward = path.hops.filter(({ isReply }) => !isReply);
  // What does not arrive is not answered.
  const isRefused = forward.some(({ verdict }) => verdict === 'denied');
  return withReply && !isRefused
    ? [...forward, ...path.hops.filter(({ isReply }) => isReply).toReversed()]
    : forward;
}

function explainHop(state: EngineState, linked: LinkedGraph, hop: Hop): ExplainedHop {
  const packet = hop.packets.witness();
  if (packet === undefined) throw new Error('a hop of a path has no packet');
  return { ...hop, packet, rules: matchingRules(state, linked, hop, packet) };
}

function matchingRules(
  state: EngineState,
  linked: LinkedGraph,
  hop: Hop,
  packet: Packet,
): readonly MatchingRule[] {
  const { direction, filters } = hop;
  if (direction === undefined || filters === undefined) return [];
  const found: MatchingRule[] = [];
  for (const id of filters) {
    const filter = linked.record('filter', id);
    if (filter === undefined) continue;
    for (const rule of decidingOrder(filter, direction)) {
      const match = matchOf(state, linked, hop, rule, direction, packet);
      if (match !== 'no') found.push({ filter: id, rule, match });
    }
  }
  return denialsFirst(linked, filters) ? [...found].sort(byDenial) : found;
}

/** Whether the filters of a hop decide together so that a deny rule of any of them wins. */
function denialsFirst(linked: LinkedGraph, filters: readonly ResourceId[]): boolean {
  return filters.every((id) => {
    const combination = linked.record('filter', id)?.combination;
    return combination === undefined || combination === 'deny-overrides';
  });
}

function byDenial(a: MatchingRule, b: MatchingRule): number {
  return Number(b.rule.action === 'deny') - Number(a.rule.action === 'deny');
}

function decidingOrder(filter: Filter, direction: Direction): readonly FilterRule[] {
  const rules = enabledRules(filter, direction);
  switch (filter.combination) {
    case 'any-allow':
      return rules;
    case 'deny-overrides':
      return [
        ...rules.filter(({ action }) => action === 'deny'),
        ...rules.filter(({ action }) => action !== 'deny'),
      ];
    case 'first-match':
    case 'priority-with-goto':
      return inOrder(rules, filter.combination);
  }
}

function matchOf(
  state: EngineState,
  linked: LinkedGraph,
  hop: Hop,
  rule: FilterRule,
  direction: Direction,
  packet: Packet,
): 'yes' | 'no' | 'maybe' {
  if (rule.establishedOnly === true && !hop.isReply) return 'no';
  if (!rule.transport.has(packet.transport)) return 'no';
  const [peer, own] =
    direction === 'ingress'
      ? [packet.source, packet.destination]
      : [packet.destination, packet.source];
  if (rule.own !== undefined && !rule.own.has(own)) return 'no';
  const network =
    linked.record('interface', hop.resource)?.network ??
    linked.record('subnet', hop.resource)?.network;
  const applies =
    rule.targets === undefined ? 'yes' : state.estate.selects(rule.targets, hop.resource);
  if (applies === 'no' || network === undefined) return 'no';
  const bounds = state.estate.peerBounds(rule.peer, network);
  if (!bounds.possible.has(peer)) return 'no';
  return applies === 'yes' && bounds.certain.has(peer) ? 'yes' : 'maybe';
}
