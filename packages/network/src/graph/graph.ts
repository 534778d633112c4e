import type { CoverageEntry } from './coverage.ts';
import type { GraphRecord, RecordKind, RecordOf } from './record.ts';
import type { ResourceId } from './resource-id.ts';

/** What one or more accounts hold, and what of it could be seen. Immutable; the order of records carries no meaning. */
export interface Graph {
  readonly records: ReadonlyMap<ResourceId, GraphRecord>;
  readonly coverage: readonly CoverageEntry[];
}

/** A graph of these records. Throws where two different records claim one id: that is a defect of the adapter. */
export function graphOf(
  records: Iterable<GraphRecord>,
  coverage: readonly CoverageEntry[] = [],
): Graph {
  const byId = new Map<ResourceId, GraphRecord>();
  for (const record of records) {
    if (byId.has(record.id)) throw new Error(`two records claim the id ${record.id}`);
    byId.set(record.id, record);
  }
  return { records: byId, coverage };
}

/** All records of one kind, in the graph's order. Linear in the number of records when a graph is asked first. */
export function recordsOf<K extends RecordKind>(graph: Graph, kind: K): readonly RecordOf<K>[] {
  let kinds = byKind.get(graph);
  if (kinds === undefined) {
    kinds = Map.groupBy(graph.records.values(), (record) => record.kind);
    byKind.set(graph, kinds);
  }
  // Each group holds the records of its kind.
  return (kinds.get(kind) ?? []) as readonly GraphRecord[] as readonly RecordOf<K>[];
}

const byKind = new WeakMap<Graph, ReadonlyMap<RecordKind, readonly GraphRecord[]>>();

/** The record with this id if it exists and has this kind. */
export function recordOf<K extends RecordKind>(
  graph: Graph,
  kind: K,
  id: ResourceId | undefined,
): RecordOf<K> | undefined {
  const record = id === undefined ? undefined : graph.records.get(id);
  return record !== undefined && isKind(record, kind) ? record : undefined;
}

function isKind<K extends RecordKind>(record: GraphRecord, kind: K): record is RecordOf<K> {
  return record.kind === kind;
}
