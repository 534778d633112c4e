import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import type { HetznerWorld } from '../../clouds/hetzner/world.ts';
import { Situation } from '../situation.testkit.ts';
import { scanOf } from './scan.testkit.ts';

export { type Answer, type Misreading, Situation } from '../situation.testkit.ts';

/** Collects a world and reads it. */
export async function situationOf(world: HetznerWorld): Promise<Situation> {
  const { observations } = await scanOf(world);
  return new Situation(hetzner.normalize(observations));
}
