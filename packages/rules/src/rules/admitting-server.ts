import { allow, type Graph, type Transport } from '@netposture/network/graph';
import { ground } from './ground.ts';

/** A graph with one public server whose only filter admits this transport from this peer; for examples. */
export function admittingServer(
  transport: Transport,
  peer: Parameters<typeof allow>[1],
  labels: Readonly<Record<string, string>> = {},
): () => Graph {
  return () => {
    const { world, publicSubnet } = ground();
    const filters = [
      world.filter('web', {
        ingress: [allow(transport, peer)],
        egress: [allow('any', ['0.0.0.0/0', '::/0'])],
      }),
    ];
    world.server('web-1', {
      subnet: publicSubnet,
      inside: '10.0.1.10',
      outside: '198.18.0.10',
      filters,
      labels,
    });
    return world.graph();
  };
}
