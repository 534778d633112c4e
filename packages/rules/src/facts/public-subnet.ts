import { type Interface, isUnknown, type LinkedGraph } from '@netposture/network/graph';

/** Whether an interface stands where a route leads to an internet gateway. */
export function standsInPublicSubnet(
  linked: LinkedGraph,
  card: Interface,
): 'yes' | 'no' | 'unknown' {
  if (linked.record('network', card.network)?.isPublicSpace === true) return 'yes';
  const subnet = linked.record('subnet', card.subnet);
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
