import { type Interface, isUnknown, type LinkedGraph } from '@netposture/network/graph';
import { hasPublicFace } from './public-face.ts';

/**
 * Whether an interface stands where a route leads to an internet gateway. Where an interface has routes beside those of its
 * subnet, no kind of subnet keeps it from the gateway, and a public address alone decides.
 */
export function standsInPublicSubnet(
  linked: LinkedGraph,
  card: Interface,
): 'yes' | 'no' | 'unknown' {
  if (linked.record('network', card.network)?.isPublicSpace === true) return 'yes';
  const subnet = linked.record('subnet', card.subnet);
  if (subnet !== undefined && card.routeTable !== undefined && !isUnknown(card.routeTable))
    return hasPublicFace(card) ? 'yes' : 'no';
  const table = card.routeTable ?? subnet?.routeTable;
  if (table === undefined || isUnknown(table)) return 'unknown';
  const routes = linked.record('route-table', table);
  if (routes === undefined) return 'unknown';
  const leads = routes.routes.some(
    ({ target }) =>
      target.kind === 'gateway' &&
      linked.record('gateway', target.gateway)?.gatewayKind === 'internet',
  );
  if (leads) return 'yes';
  return routes.incomplete === undefined ? 'no' : 'unknown';
}
