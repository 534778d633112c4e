import type { Direction, Filter, FilterLayer, Plane } from '../graph/filter.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import { PacketSet } from '../netset/index.ts';
import { type Bounds, everything, undecided } from './bounds.ts';
import { type Outcomes, plainPoolBounds, poolOutcomes } from './filter-outcomes.ts';
import type { RuleContext } from './rule-match.ts';

/** How filters are found by id; undefined where none was seen. */
export type FilterLookup = (id: ResourceId) => Filter | undefined;

/** More undecided attachments than this on one layer are answered undetermined instead of being tried in every combination. */
const maximumUndecidedAttachments = 6;

/**
 * The verdict of one layer on packets of one direction and plane, oriented as they travel; `forward` for the first packet
 * of a connection, `reply` for what answers a packet of the *opposite* direction. Attachments that are not surely in force are tried in every
 * combination. Within one combination the layer is stateful (and replies pass) when its first filter is, or when nothing is in force.
 */
export function layerBounds(
  layer: FilterLayer,
  direction: Direction,
  plane: Plane,
  phase: 'forward' | 'reply',
  lookup: FilterLookup,
  context: RuleContext,
): Bounds {
  const inForce = layer.attachments.filter(({ enforcement }) => enforcement !== 'failed');
  const open = inForce.filter(({ enforcement }) => enforcement !== 'enforced');
  if (open.length > maximumUndecidedAttachments) return undecided;
  if (open.length === 0 && layer.combine === 'pool') {
    const plain = plainBounds(inForce, direction, plane, phase, lookup, context);
    if (plain !== undefined) return plain;
  }
  let allow: PacketSet | undefined;
  let deny: PacketSet | undefined;
  for (let combination = 0; combination < 2 ** open.length; combination++) {
    const attached = inForce.filter((attachment) => {
      const position = open.indexOf(attachment);
      return position < 0 || Math.floor(combination / 2 ** position) % 2 === 1;
    });
    const ids = attached.map(({ filter }) => filter);
    const outcome = attachedOutcomes(layer, ids, direction, plane, phase, lookup, context);
    allow = allow === undefined ? outcome.allow : allow.union(outcome.allow);
    deny = deny === undefined ? outcome.deny : deny.union(outcome.deny);
  }
  if (allow === undefined || deny === undefined || deny.isEmpty) return everything;
  const certain = allow.subtract(deny);
  return { certain, possible: certain.equals(allow) ? certain : allow };
}

/** The short way for a pool of filters that are all in force, seen, judging, and deny by default. */
function plainBounds(
  inForce: FilterLayer['attachments'],
  direction: Direction,
  plane: Plane,
  phase: 'forward' | 'reply',
  lookup: FilterLookup,
  context: RuleContext,
): Bounds | undefined {
  const filters: Filter[] = [];
  for (const { filter } of inForce) {
    const record = lookup(filter);
    if (record === undefined || !record.planes.includes(plane)) return undefined;
    filters.push(record);
  }
  if (phase === 'reply' && filters[0]?.stateful !== false) return undefined;
  return plainPoolBounds(filters, direction, phase === 'reply', context);
}

function attachedOutcomes(
  layer: FilterLayer,
  ids: readonly ResourceId[],
  direction: Direction,
  plane: Plane,
  phase: 'forward' | 'reply',
  lookup: FilterLookup,
  context: RuleContext,
): Outcomes {
  const seesReply = phase === 'reply';
  if (ids.length === 0) return settled(seesReply ? 'allow' : layer.whenNone[direction]);
  const records = ids.map(lookup);
  const judging = records.filter((record) => record === undefined || record.planes.includes(plane));
  if (judging.length === 0) return settled('allow');
  const first = judging.find((record) => record !== undefined);
  if (seesReply && first?.stateful !== false) return settled('allow');
  return layer.combine === 'pool'
    ? pooled(layer, judging, direction, seesReply, context)
    : sequenced(layer, judging, direction, seesReply, context);
}

function pooled(
  layer: FilterLayer,
  records: readonly (Filter | undefined)[],
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): Outcomes {
  const seen = records.filter((record) => record !== undefined);
  const outcomes = poolOutcomes(seen, direction, seesReply, context, seen.length < records.length);
  return atEnd(layer, outcomes, direction);
}

function sequenced(
  layer: FilterLayer,
  records: readonly (Filter | undefined)[],
  direction: Direction,
  seesReply: boolean,
  context: RuleContext,
): Outcomes {
  let allow = PacketSet.empty;
  let deny = PacketSet.empty;
  let open = PacketSet.all;
  for (const record of records) {
    if (open.isEmpty) break;
    const here: Outcomes = poolOutcomes(
      record === undefined ? [] : [record],
      direction,
      seesReply,
      context,
      false,
    );
    allow = allow.union(open.intersect(here.allow));
    deny = deny.union(open.intersect(here.deny));
    open = open.intersect(here.next);
  }
  return atEnd(layer, { allow, deny, next: open }, direction);
}

function atEnd(layer: FilterLayer, outcomes: Outcomes, direction: Direction): Outcomes {
  if (outcomes.next.isEmpty) return outcomes;
  return layer.atEnd[direction] === 'allow'
    ? { allow: outcomes.allow.union(outcomes.next), deny: outcomes.deny, next: PacketSet.empty }
    : { allow: outcomes.allow, deny: outcomes.deny.union(outcomes.next), next: PacketSet.empty };
}

function settled(verdict: 'allow' | 'deny'): Outcomes {
  return {
    allow: verdict === 'allow' ? PacketSet.all : PacketSet.empty,
    deny: verdict === 'deny' ? PacketSet.all : PacketSet.empty,
    next: PacketSet.empty,
  };
}
