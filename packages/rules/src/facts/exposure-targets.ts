import {
  type LoadBalancer,
  recordsOf,
  type Service,
  type Workload,
} from '@netposture/network/graph';
import type { RuleContext } from '../rule-context.ts';
import type { OpenWay } from './open-way.ts';

/** Something of ours that strangers may write to, and how. */
export interface ExposureTarget {
  readonly record: Workload | Service | LoadBalancer;
  /** Not empty. */
  readonly ways: readonly OpenWay[];
}

const found = new WeakMap<RuleContext, readonly ExposureTarget[]>();

/** Everything of ours that strangers may write to, and that some of them reach or may reach. */
export function exposureTargets(context: RuleContext): readonly ExposureTarget[] {
  let targets = found.get(context);
  if (targets === undefined) {
    const { exposed, linked } = context;
    const open: ExposureTarget[] = [];
    for (const kind of ['workload', 'service', 'load-balancer'] as const) {
      for (const record of recordsOf(linked.graph, kind)) {
        const ways = exposed.ways(record.id);
        if (ways.length > 0) open.push({ record, ways });
      }
    }
    targets = open;
    found.set(context, targets);
  }
  return targets;
}
