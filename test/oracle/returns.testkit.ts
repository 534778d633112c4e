import {
  type Interface,
  isUnknown,
  type ResourceId,
  type RouteTarget,
  recordOf,
} from '@netposture/network/graph';
import type { Ground } from './ground.testkit.ts';
import { chooseRoute, tableOfInterface } from './routes.testkit.ts';
import { anyOf, type Verdict } from './verdict.testkit.ts';

/** What a receiver's route for the source must be like, for a reply to come back. */
type Wanted = (target: RouteTarget) => Verdict;

/** After local delivery: the route back is local too. */
export function returnsLocally(ground: Ground, from: Interface, to: number): Verdict {
  return returns(ground, from, to, 'denied', (target) =>
    target.kind === 'local' ? 'allowed' : unclear(ground, target),
  );
}

/** After delivery over a peering: the route back leads over the same one. */
export function returnsByPeering(
  ground: Ground,
  from: Interface,
  to: number,
  peering: ResourceId,
): Verdict {
  return returns(ground, from, to, 'denied', (target) =>
    target.kind === 'gateway' && target.gateway === peering ? 'allowed' : unclear(ground, target),
  );
}

/** After delivery from the internet: the route back leads to an active internet gateway of the receiver's network. */
export function returnsByInternet(ground: Ground, from: Interface, to: number): Verdict {
  const verdict = routesToInternet(ground, from, to);
  const mayReturnOtherwise = from.unmodelledIngress !== undefined;
  return verdict === 'denied' && mayReturnOtherwise ? 'undetermined' : verdict;
}

/** Whether the routes of a receiver lead to an active internet gateway of its network. */
export function routesToInternet(ground: Ground, from: Interface, to: number): Verdict {
  return returns(ground, from, to, 'allowed', (target) => {
    const gateway =
      target.kind === 'gateway'
        ? recordOf(ground.estate.graph, 'gateway', target.gateway)
        : undefined;
    if (gateway?.gatewayKind !== 'internet') return unclear(ground, target);
    if (!gateway.networks.includes(from.network)) return 'denied';
    if (isUnknown(gateway.state)) return 'undetermined';
    return gateway.state === 'active' ? 'allowed' : 'denied';
  });
}

/** The routes of a receiver for a reply, any of those that are equally good. */
export function returns(
  { estate }: Ground,
  from: Interface,
  to: number,
  toTheInternet: Verdict,
  wanted: Wanted,
): Verdict {
  const choice = chooseRoute(estate, tableOfInterface(estate, from), to, from);
  switch (choice.kind) {
    case 'to-the-internet':
      return toTheInternet;
    case 'none':
      return 'denied';
    case 'undetermined':
      return 'undetermined';
    case 'targets':
      return anyOf(choice.targets.map(wanted));
  }
}

/** The verdict of a route that is not the wanted one: undetermined where nobody can say where it leads. */
export function unclear({ estate }: Ground, target: RouteTarget): Verdict {
  switch (target.kind) {
    case 'undetermined':
      return 'undetermined';
    case 'interface': {
      const through = recordOf(estate.graph, 'interface', target.interface);
      return through?.forwards === false ? 'denied' : 'undetermined';
    }
    case 'gateway': {
      const gateway = recordOf(estate.graph, 'gateway', target.gateway);
      switch (gateway?.gatewayKind) {
        case 'internet':
        case 'nat':
        case 'egress-only':
        case 'peering':
        case 'transit':
          return 'denied';
        default:
          return 'undetermined';
      }
    }
    case 'local':
    case 'blackhole':
    case 'attachment':
      return 'denied';
  }
}
