import type { LinkedGraph, ResourceId } from '@netposture/network/graph';
import type { ResourceJson } from './scan-report.ts';

/** A record as plain JSON; of one that is not in the graph only the id is known. */
export function resourceJson(linked: LinkedGraph, id: ResourceId): ResourceJson {
  const record = linked.graph.records.get(id);
  if (record === undefined) {
    const [provider = '', account = '', location = '', kind = '', nativeId = id] = id.split('/');
    return { id, kind, name: nativeId, provider, account, location, nativeId };
  }
  const { provider, account, location, nativeId } = record.provenance;
  return { id, kind: record.kind, name: record.name, provider, account, location, nativeId };
}
