import {
  type LoadBalancer,
  recordsOf,
  type Service,
  type Workload,
} from '@netposture/network/graph';
import type { RuleContext } from '../rule-context.ts';

/** Something of ours that strangers may write to. */
export type ExposureTarget = Workload | Service | LoadBalancer;

const found = new WeakMap<RuleContext, readonly ExposureTarget[]>();

/** Everything of ours that strangers may write to, and that some of them reach or may reach. */
export function exposureTargets(context: RuleContext): readonly ExposureTarget[] {
  let targets = found.get(context);
  if (targets === undefined) {
    const { exposed, linked } = context;
    const isOpen = ({ id }: ExposureTarget) => exposed.ways(id).length > 0;
    targets = [
      ...recordsOf(linked.graph, 'workload').filter(isOpen),
      ...recordsOf(linked.graph, 'service').filter(isOpen),
      ...recordsOf(linked.graph, 'load-balancer').filter(isOpen),
    ];
    found.set(context, targets);
  }
  return targets;
}
