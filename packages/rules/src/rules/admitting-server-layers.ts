import { type FilterOptions, type Graph, pool, unknown } from '@netposture/network/graph';
import { ground } from './ground.ts';

/** A graph with one public server behind this filter, or behind filters that could not be read; for examples. */
export function admittingServerLayers(
  labels: Readonly<Record<string, string>>,
  filter: FilterOptions | undefined,
): () => Graph {
  return () => {
    const { world, publicSubnet } = ground();
    const layer =
      filter === undefined
        ? unknown('the firewalls could not be read')
        : pool([world.filter('app', filter)]);
    world.server('app-1', {
      subnet: publicSubnet,
      inside: '10.0.1.10',
      outside: '198.18.0.10',
      layers: [layer],
      labels,
    });
    return world.graph();
  };
}
