import type { ResourceId } from '@netposture/network/graph';
import type { RuleContext } from '../rule-context.ts';
import { type AttachedFilters, attachedTo } from './admitting-filters.ts';
import type { ExposureClass } from './exposure-class.ts';
import { type ExposureTarget, exposureTargets } from './exposure-targets.ts';
import type { OpenWay } from './open-way.ts';

/** One way of outsiders to one target. */
export interface ExposedAt {
  readonly record: ExposureTarget['record'];
  readonly way: OpenWay;
}

/**
 * Ways to targets of one kind that differ in their destinations alone, past the same filters: what a rule says of one it says
 * of all. In the order of the targets.
 */
export type ExposureCohort = readonly [ExposedAt, ...ExposedAt[]];

const found = new WeakMap<RuleContext, readonly ExposureCohort[]>();

/** Every way to everything of {@link exposureTargets}, each in one cohort; cohorts in the order of their first ones. */
export function exposureCohorts(context: RuleContext): readonly ExposureCohort[] {
  let cohorts = found.get(context);
  if (cohorts === undefined) {
    cohorts = cohortsOf(context);
    found.set(context, cohorts);
  }
  return cohorts;
}

/** The ids of their targets. */
export function targetsOf(alike: readonly ExposedAt[]): readonly ResourceId[] {
  return alike.map(({ record }) => record.id);
}

/** Some of a cohort, where there are any. */
export function someOf(
  cohort: ExposureCohort,
  accept: (one: ExposedAt) => boolean,
): ExposureCohort | undefined {
  if (cohort.every(accept)) return cohort;
  const [first, ...others] = cohort.filter(accept);
  return first && [first, ...others];
}

function cohortsOf(context: RuleContext): readonly ExposureCohort[] {
  const cohorts: [ExposedAt, ...ExposedAt[]][] = [];
  const known = new Map<AttachedFilters, Map<ExposureClass, [ExposedAt, ...ExposedAt[]]>>();
  for (const { record, ways } of exposureTargets(context)) {
    for (const way of ways) {
      const one: ExposedAt = { record, way };
      const filters = sharedFilters(context, one);
      const cohort = filters && known.get(filters)?.get(way.class);
      if (cohort !== undefined) {
        cohort.push(one);
        continue;
      }
      const alone: [ExposedAt] = [one];
      cohorts.push(alone);
      if (filters === undefined) continue;
      const classes = known.get(filters);
      if (classes === undefined) known.set(filters, new Map([[way.class, alone]]));
      else classes.set(way.class, alone);
    }
  }
  return cohorts;
}

/** The filters on the way, where they are what is told of it, and the way differs from that of others in destinations alone. */
function sharedFilters(
  context: RuleContext,
  { record, way }: ExposedAt,
): AttachedFilters | undefined {
  if (record.kind !== 'workload' || way.kind !== 'direct' || way.destinations === undefined)
    return undefined;
  const filters = way.card && attachedTo(context, way.card);
  return filters?.filters.length === 0 ? undefined : filters;
}
