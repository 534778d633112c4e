import {
  type Interface,
  isUnknown,
  type Known,
  type ResourceId,
  type Route,
  type RouteTable,
  type RouteTarget,
  recordOf,
  type Subnet,
} from '@netposture/network/graph';
import type { Estate, UnseenSubnet } from './estate.testkit.ts';
import { selects } from './selectors.testkit.ts';

/** The routes that apply to an interface: a table, nobody knows, or (public space without a table) everything to the internet. */
export type Table = RouteTable | 'unknown' | 'to-the-internet';

/** Where a table sends a packet; several targets are equally good. */
export type Choice =
  | { readonly kind: 'targets'; readonly targets: readonly RouteTarget[] }
  | { readonly kind: 'to-the-internet' }
  | { readonly kind: 'none' }
  | { readonly kind: 'undetermined' };

/** The table of an interface. */
export function tableOfInterface(estate: Estate, of: Interface): Table {
  if (of.routeTable !== undefined) return tableOf(estate, of.routeTable);
  const subnet = estate.subnetOf(of);
  if (subnet !== undefined) return tableOfSubnet(estate, subnet);
  const network = recordOf(estate.graph, 'network', of.network);
  return network?.isPublicSpace ? 'to-the-internet' : 'unknown';
}

/** The table of a subnet. */
export function tableOfSubnet(estate: Estate, subnet: Subnet | UnseenSubnet): Table {
  return subnet.kind === 'unseen-subnet' ? 'unknown' : tableOf(estate, subnet.routeTable);
}

/** The table that a fact names. */
export function tableOf(estate: Estate, fact: Known<ResourceId>): Table {
  return isUnknown(fact) ? 'unknown' : (recordOf(estate.graph, 'route-table', fact) ?? 'unknown');
}

/** What a table says about a destination, for packets of an interface (or of no interface: gateways and transits). */
export function chooseRoute(
  estate: Estate,
  table: Table,
  destination: number,
  by: Interface | undefined,
): Choice {
  if (table === 'unknown') return { kind: 'undetermined' };
  if (table === 'to-the-internet') return { kind: 'to-the-internet' };
  return estate.once(`route ${table.id} ${destination} ${by?.id}`, () =>
    strongestRoutes(estate, table, destination, by),
  );
}

function strongestRoutes(
  estate: Estate,
  table: RouteTable,
  destination: number,
  by: Interface | undefined,
): Choice {
  const covering = table.routes.filter((route) =>
    estate.universe.holds(route.destination, destination),
  );
  const sure = covering.filter((route) => applies(estate, route, by) === 'yes');
  const unsure = covering.filter((route) => applies(estate, route, by) === 'maybe');
  const best = sure.toSorted(byStrength)[0];
  const rivals = unsure.filter((route) => best === undefined || byStrength(route, best) <= 0);
  if (best === undefined && rivals.length === 0) {
    return { kind: table.incomplete === undefined ? 'none' : 'undetermined' };
  }
  const equals = best === undefined ? [] : sure.filter((route) => byStrength(route, best) === 0);
  const targets = distinctTargets([...equals, ...rivals]);
  if (targets.length === 1 && best !== undefined) return { kind: 'targets', targets };
  const isShared = rivals.length === 0 && equals.every((route) => route.balanced === true);
  return isShared ? { kind: 'targets', targets } : { kind: 'undetermined' };
}

function distinctTargets(routes: readonly Route[]): readonly RouteTarget[] {
  const byText = new Map(routes.map(({ target }) => [JSON.stringify(target), target]));
  return [...byText.values()];
}

function applies(estate: Estate, { sources }: Route, by: Interface | undefined) {
  if (sources === undefined) return 'yes';
  return by === undefined ? 'no' : selects(estate, sources, by, by.network);
}

/** Stronger routes first: the longer prefix, then the lower preference. */
function byStrength(a: Route, b: Route): number {
  return b.prefixLength - a.prefixLength || a.preference - b.preference;
}
