import type { LinkedGraph } from '../graph/link.ts';
import type { GraphRecord } from '../graph/record.ts';
import type { ResourceId } from '../graph/resource-id.ts';

/** The interfaces by which a record sends and receives: an interface itself, or those its owner has. Sorted, no duplicates. */
export function interfacesOf(linked: LinkedGraph, record: GraphRecord): readonly ResourceId[] {
  switch (record.kind) {
    case 'interface':
      return [record.id];
    case 'workload':
      return linked.interfacesOf(record.id).map(({ id }) => id);
    case 'service':
      return unique([
        ...linked.interfacesOf(record.id).map(({ id }) => id),
        ...record.endpoints.flatMap((endpoint) => endpoint.interfaces),
      ]);
    case 'load-balancer':
      return unique([...linked.interfacesOf(record.id).map(({ id }) => id), ...record.interfaces]);
    case 'gateway':
      return linked.interfacesOf(record.id).map(({ id }) => id);
    case 'network':
      return linked.interfacesInNetwork(record.id).map(({ id }) => id);
    case 'subnet':
      return linked.interfacesInSubnet(record.id).map(({ id }) => id);
    case 'account':
    case 'route-table':
    case 'filter':
    case 'address':
    case 'address-group':
    case 'unseen':
      return [];
  }
}

function unique(ids: readonly ResourceId[]): readonly ResourceId[] {
  return [...new Set(ids)].sort();
}
