import {
  type Graph,
  type LoadBalancer,
  recordsOf,
  type Service,
  type Workload,
} from '@netposture/network/graph';

/** Everything of ours that strangers may write to. */
export function exposureTargets(graph: Graph): readonly (Workload | Service | LoadBalancer)[] {
  return [
    ...recordsOf(graph, 'workload'),
    ...recordsOf(graph, 'service'),
    ...recordsOf(graph, 'load-balancer'),
  ];
}
