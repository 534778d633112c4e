import { balancerWorlds } from './balancers.ts';
import { betweenWorlds } from './between.ts';
import { defaultWorlds } from './defaults.ts';
import { denyWorlds } from './denies.ts';
import { gatewayWorlds } from './gateways.ts';
import { groupWorlds } from './groups.ts';
import { matchingWorlds } from './matching.ts';
import { routeWorlds } from './routes.ts';
import { serviceWorlds } from './services.ts';
import { statelessWorlds } from './stateless.ts';
import type { World } from './world.ts';

/** Every world, by subject. */
export const worlds: readonly World[] = [
  ...matchingWorlds,
  ...defaultWorlds,
  ...denyWorlds,
  ...statelessWorlds,
  ...groupWorlds,
  ...routeWorlds,
  ...gatewayWorlds,
  ...betweenWorlds,
  ...balancerWorlds,
  ...serviceWorlds,
];
