import type { GraphRecord } from '@netposture/network/graph';

/** Naive readings, each as a change of what normalize gives. A row that a misreading passes proves nothing. */

/** Looks at allow rules only, as if there were neither denies nor an order. */
export function ignoresDenies(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter') return record;
  return { ...record, rules: record.rules.filter((rule) => rule.action === 'allow') };
}
