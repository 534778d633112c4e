import {
  blackhole,
  type Gateway,
  type GraphBuilder,
  type Route,
  toGateway,
  toInterface,
  toUnknown,
  unknown,
} from '@netposture/network/graph';
import type { Random } from './random.testkit.ts';

/** A gateway's state; mostly active. */
export function gatewayState(random: Random, doubt: number): Gateway['state'] {
  return random.weighted<Gateway['state']>([
    [20, 'active'],
    [1, 'inactive'],
    [1.6 * doubt, unknown('its state could not be read')],
  ]);
}

/** A route that leads nowhere, or where nobody can say. */
export function oddRoute(random: Random, world: GraphBuilder, doubt: number, to?: string): Route {
  const destination = to ?? random.pick(['10.0.0.3', '10.0.0.4/31', '8.8.8.2/31', '2a00::2']);
  const share = doubt + 0.05;
  return random.weighted<() => Route>([
    [3, () => blackhole(destination)],
    [share, () => toUnknown(destination)],
    [1, () => toInterface(destination, world.id('interface', 'server-1/eth0'))],
    [share, () => toGateway(destination, world.id('gateway', 'nowhere'))],
    [share, () => toGateway(destination, world.id('gateway', 'tunnel'))],
    [share, () => toGateway(destination, world.id('gateway', 'inspection'))],
  ])();
}
