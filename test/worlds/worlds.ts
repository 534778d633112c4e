import { balancerKindWorlds } from './balancer-kinds.ts';
import { balancerWorlds } from './balancers.ts';
import { defaultWorlds } from './defaults.ts';
import { denyWorlds } from './denies.ts';
import { doubtWorlds } from './doubts.ts';
import { gatewayWorlds } from './gateways.ts';
import { groupWorlds } from './groups.ts';
import { matchingWorlds } from './matching.ts';
import { peeringWorlds } from './peerings.ts';
import { routeWorlds } from './routes.ts';
import { serviceWorlds } from './services.ts';
import { sideWorlds } from './sides.ts';
import { statelessWorlds } from './stateless.ts';
import { transitWorlds } from './transits.ts';
import type { World } from './world.ts';

/** Every world, by subject. */
export const worlds: readonly World[] = [
  ...matchingWorlds,
  ...defaultWorlds,
  ...denyWorlds,
  ...statelessWorlds,
  ...groupWorlds,
  ...routeWorlds,
  ...doubtWorlds,
  ...gatewayWorlds,
  ...peeringWorlds,
  ...transitWorlds,
  ...balancerWorlds,
  ...balancerKindWorlds,
  ...sideWorlds,
  ...serviceWorlds,
];
