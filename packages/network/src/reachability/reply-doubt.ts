import type { RouteTarget } from '../graph/route-table.ts';
import { isUnknown } from '../graph/unknown.ts';
import type { AddressSet } from '../netset/index.ts';
import type { Disposition } from './disposition.ts';
import type { Standpoint, Walk } from './walk.ts';

/** Why nobody can tell whether the routes send a reply back: the first of them behind which nobody sees. */
export function replyDoubt(
  walk: Walk,
  receiver: Standpoint,
  addresses: AddressSet,
): RouteDoubt | undefined {
  const { routeTable } = receiver;
  if (routeTable === 'internet') return undefined;
  if (isUnknown(routeTable)) return unseenRoute(routeTable.reason);
  const decisions = walk.decisions(receiver);
  if (decisions === undefined) return unseenRoute('the route table is not known');
  for (const { destinations, routes, isAmbiguous } of decisions) {
    if (!destinations.overlaps(addresses)) continue;
    if (isAmbiguous) {
      const labels = routes.map(({ label }) => label).join(' or ');
      return unseenRoute(`nobody can tell which route wins: ${labels}`);
    }
    const incomplete = walk.estate.routeTable(routeTable)?.incomplete;
    if (routes.length === 0 && incomplete !== undefined) return unseenRoute(incomplete.reason);
    for (const { target, label } of routes) {
      const doubt = targetDoubt(walk, target);
      if (doubt !== undefined)
        return { disposition: doubt.disposition, words: { detail: label, cause: doubt.cause } };
    }
  }
  return undefined;
}

/** A route behind which nobody sees, as a hop tells it. */
export interface RouteDoubt {
  readonly disposition: Disposition;
  readonly words: { readonly detail: string; readonly cause?: string };
}

function unseenRoute(detail: string): RouteDoubt {
  return { disposition: 'unseen', words: { detail } };
}

function targetDoubt(
  walk: Walk,
  target: RouteTarget,
): { readonly disposition: Disposition; readonly cause: string } | undefined {
  switch (target.kind) {
    case 'undetermined':
      return { disposition: 'unseen', cause: target.cause.reason };
    case 'interface':
      return walk.estate.interface(target.interface)?.forwards === false
        ? undefined
        : { disposition: 'appliance', cause: 'what the next hop does with it is not modelled' };
    case 'gateway': {
      const gateway = walk.estate.gateway(target.gateway);
      if (gateway === undefined)
        return { disposition: 'unseen', cause: 'the gateway could not be seen' };
      switch (gateway.gatewayKind) {
        case 'vpn':
          return { disposition: 'unseen', cause: 'leads to networks that cannot be seen' };
        case 'service-endpoint':
        case 'appliance': {
          const cause = gateway.unmodelled?.reason ?? 'what happens behind it is not modelled';
          return { disposition: 'appliance', cause };
        }
        default:
          return isUnknown(gateway.state)
            ? { disposition: 'unseen', cause: gateway.state.reason }
            : undefined;
      }
    }
    default:
      return undefined;
  }
}
