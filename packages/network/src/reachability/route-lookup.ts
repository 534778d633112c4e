import type { ResourceId } from '../graph/resource-id.ts';
import type { Route, RouteTable, RouteTarget } from '../graph/route-table.ts';
import { AddressSet } from '../netset/index.ts';

/** What becomes of some destinations: these routes take them, and any one of them may. */
export interface RouteDecision {
  readonly destinations: AddressSet;
  /**
   * Routes of equal right. One: it decides. Several with `balanced`: either is taken. Several without: nobody knows which.
   * None: no route, or, in a table that is only partly known, unknown.
   */
  readonly routes: readonly Route[];
  readonly isAmbiguous: boolean;
}

/** Whether a route's `sources` select the sender. */
export type SourceTest = (route: Route) => 'yes' | 'no' | 'maybe';

/**
 * Longest-prefix match for all destinations at once: an ordered list of disjoint decisions that covers every address.
 * A route that applies perhaps makes the addresses it would win ambiguous with what would win without it.
 */
export function decideRoutes(table: RouteTable, selects: SourceTest): readonly RouteDecision[] {
  const applicable: Applicable[] = [];
  for (const route of table.routes) {
    const applies = route.sources === undefined ? 'yes' : selects(route);
    if (applies !== 'no') applicable.push({ route, applies });
  }
  applicable.sort(
    (a, b) =>
      b.route.prefixLength - a.route.prefixLength || a.route.preference - b.route.preference,
  );
  let open: readonly Pending[] = [{ destinations: AddressSet.all, perhaps: [] }];
  const decisions: RouteDecision[] = [];
  for (let start = 0; start < applicable.length; ) {
    const rank = applicable[start]?.route;
    let end = start;
    while (rank !== undefined && sameRank(rank, applicable[end]?.route)) end++;
    const group = applicable.slice(start, end);
    open = settle(open, group, decisions);
    start = end;
  }
  for (const rest of open) {
    if (rest.destinations.isEmpty) continue;
    decisions.push({
      destinations: rest.destinations,
      routes: rest.perhaps,
      isAmbiguous: rest.perhaps.length > 0,
    });
  }
  return decisions;
}

/** Destinations that no certain route has won yet, and the routes that perhaps would. */
interface Pending {
  readonly destinations: AddressSet;
  readonly perhaps: readonly Route[];
}

interface Applicable {
  readonly route: Route;
  readonly applies: 'yes' | 'maybe';
}

function settle(
  open: readonly Pending[],
  group: readonly Applicable[],
  decisions: RouteDecision[],
): readonly Pending[] {
  let pending = open;
  const certain = group.filter(({ applies }) => applies === 'yes').map(({ route }) => route);
  for (const { route } of group.filter(({ applies }) => applies === 'maybe')) {
    pending = pending.flatMap((part) => split(part, route));
  }
  for (const [destinations, routes] of regions(certain)) {
    for (const part of pending) {
      const won = part.destinations.intersect(destinations);
      if (won.isEmpty) continue;
      const contenders = [...part.perhaps, ...routes];
      decisions.push({
        destinations: won,
        routes: contenders,
        isAmbiguous: isAmbiguous(contenders, part.perhaps),
      });
    }
  }
  const taken = AddressSet.unionOf(certain.map((route) => route.destination));
  if (taken.isEmpty) return pending;
  return pending
    .map((part) => ({ ...part, destinations: part.destinations.subtract(taken) }))
    .filter((part) => !part.destinations.isEmpty);
}

function split(part: Pending, route: Route): readonly Pending[] {
  const touched = part.destinations.intersect(route.destination);
  if (touched.isEmpty) return [part];
  const rest = part.destinations.subtract(route.destination);
  const hit: Pending = { destinations: touched, perhaps: [...part.perhaps, route] };
  return rest.isEmpty ? [hit] : [{ ...part, destinations: rest }, hit];
}

/** Disjoint regions of equally ranked routes, each with the routes that cover it. */
function regions(routes: readonly Route[]): readonly (readonly [AddressSet, readonly Route[]])[] {
  let found: (readonly [AddressSet, readonly Route[]])[] = [];
  for (const route of routes) {
    let rest = route.destination;
    const next: (readonly [AddressSet, readonly Route[]])[] = [];
    for (const [destinations, members] of found) {
      const shared = destinations.intersect(route.destination);
      if (shared.isEmpty) {
        next.push([destinations, members]);
        continue;
      }
      next.push([shared, [...members, route]]);
      const apart = destinations.subtract(route.destination);
      if (!apart.isEmpty) next.push([apart, members]);
      rest = rest.subtract(shared);
    }
    if (!rest.isEmpty) next.push([rest, [route]]);
    found = next;
  }
  return found;
}

function isAmbiguous(contenders: readonly Route[], perhaps: readonly Route[]): boolean {
  const [first] = contenders;
  if (first === undefined) return false;
  if (contenders.every((route) => sameTarget(route.target, first.target))) return false;
  return perhaps.length > 0 || !contenders.every((route) => route.balanced === true);
}

/** Whether two routes lead to the same place. */
function sameTarget(a: RouteTarget, b: RouteTarget): boolean {
  if (a.kind !== b.kind) return false;
  return targetKey(a) === targetKey(b);
}

function targetKey(target: RouteTarget): string | ResourceId {
  switch (target.kind) {
    case 'gateway':
      return target.gateway;
    case 'attachment':
      return target.attachment;
    case 'interface':
      return target.interface;
    case 'local':
    case 'blackhole':
      return target.kind;
    case 'undetermined':
      return target.cause.reason;
  }
}

function sameRank(a: Route, b: Route | undefined): boolean {
  return b !== undefined && a.prefixLength === b.prefixLength && a.preference === b.preference;
}
