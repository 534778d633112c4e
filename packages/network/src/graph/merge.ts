import { canonicalText } from './canonical-text.ts';
import { type CoverageEntry, coverageKey } from './coverage.ts';
import type { Graph } from './graph.ts';
import { graphOf } from './graph.ts';
import type { GraphRecord } from './record.ts';
import { providerId, type ResourceId, resourceIdParts } from './resource-id.ts';
import { isUnknown } from './unknown.ts';

/** Operation under which the coverage of a merged graph notes that one id had two records. */
export const MERGE_OPERATION = 'merge';

/**
 * One graph of many: the union by id. Neither the order of the graphs nor their grouping changes the result.
 *
 * Where two graphs have different records of one id, one is kept whole: a record that was seen before an `unseen` stub;
 * of two that were seen the one with fewer facts missing (unknown facts and gaps), then the one whose canonical text is
 * lexically greater, which means nothing but is the same every time. Of two seen records a coverage entry of the operation
 * {@link MERGE_OPERATION} says that they differed.
 */
export function merge(graphs: Iterable<Graph>): Graph {
  const records = new Map<ResourceId, GraphRecord>();
  const coverage = new Map<string, CoverageEntry>();
  const addCoverage = (entry: CoverageEntry) => {
    coverage.set(`${coverageKey(entry.scope)} ${canonicalText(entry)}`, entry);
  };
  for (const graph of graphs) {
    for (const record of graph.records.values()) {
      const known = records.get(record.id);
      if (known === undefined || known === record) {
        records.set(record.id, record);
        continue;
      }
      const kept = betterOf(known, record);
      records.set(record.id, kept.record);
      if (kept.differ) addCoverage(conflictOf(record.id));
    }
    for (const entry of graph.coverage) addCoverage(entry);
  }
  const sorted = [...coverage].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return graphOf(
    records.values(),
    sorted.map(([, entry]) => entry),
  );
}

function betterOf(
  a: GraphRecord,
  b: GraphRecord,
): { readonly record: GraphRecord; readonly differ: boolean } {
  if ((a.kind === 'unseen') !== (b.kind === 'unseen')) {
    return { record: a.kind === 'unseen' ? b : a, differ: false };
  }
  const [textA, textB] = [canonicalText(a), canonicalText(b)];
  if (textA === textB) return { record: a, differ: false };
  const missing = missingFacts(a) - missingFacts(b);
  const isFirst = missing === 0 ? textA > textB : missing < 0;
  return { record: isFirst ? a : b, differ: a.kind !== 'unseen' };
}

/** How many facts a record lacks: gaps, and unknown facts at any depth. */
function missingFacts(record: GraphRecord): number {
  return (record.gaps?.length ?? 0) + countUnknown(record);
}

function countUnknown(value: unknown): number {
  if (isUnknown(value)) return 1;
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  for (const field of Object.values(value)) count += countUnknown(field);
  return count;
}

function conflictOf(id: ResourceId): CoverageEntry {
  const { provider, account, location } = resourceIdParts(id);
  return {
    scope: {
      provider: providerId(provider),
      account,
      location,
      operation: MERGE_OPERATION,
      subject: id,
    },
    outcome: 'partial',
    items: 1,
    message: `${id} was read twice with different answers; the more complete one is used.`,
  };
}
