import {
  type Filter,
  type Interface,
  isUnknown,
  type Known,
  type LinkedGraph,
  type ResourceId,
} from '@netposture/network/graph';
import { attachedFilters } from './admitting-filters.ts';

/**
 * What decides where an interface may send, as a text: interfaces with equal texts may send to the same strangers. Where
 * something looks at the sender itself (a route or a rule for some senders only) the text holds the interface's own id.
 */
export function egressSituation(linked: LinkedGraph, card: Interface): string {
  const subnet = card.subnet === undefined ? undefined : linked.record('subnet', card.subnet);
  const filters = attachedFilters(card);
  const judged = [...filters, ...known(subnet?.filter)];
  const looksAtSender =
    card.layers.some(isUnknown) ||
    routesBySender(linked, card.routeTable ?? subnet?.routeTable) ||
    judged.some((id) => rulesBySender(linked.record('filter', id)));
  return [
    card.network,
    card.subnet ?? '',
    known(card.routeTable).join(' '),
    filters.join(' '),
    card.addresses.map(familyAndFace).sort().join(' '),
    stateOf(linked, card),
    looksAtSender ? card.id : '',
  ].join('|');
}

function known(id: Known<ResourceId> | undefined): readonly ResourceId[] {
  return id === undefined || isUnknown(id) ? [] : [id];
}

function routesBySender(linked: LinkedGraph, table: Known<ResourceId> | undefined): boolean {
  const [id] = known(table);
  const routes = id === undefined ? [] : (linked.record('route-table', id)?.routes ?? []);
  return routes.some(({ sources }) => sources !== undefined);
}

function rulesBySender(filter: Filter | undefined): boolean {
  return filter === undefined || filter.rules.some(({ own }) => own !== undefined);
}

function familyAndFace({ inside, plane, outside }: Interface['addresses'][number]): string {
  return `${plane}${inside.ipv4.isEmpty ? 6 : 4}${outside === undefined ? '' : 'translated'}`;
}

function stateOf(linked: LinkedGraph, card: Interface): string {
  const owner = linked.ownerOf(card);
  if (owner === undefined || !('state' in owner)) return owner?.kind ?? '';
  return typeof owner.state === 'string' ? owner.state : 'unknown';
}
