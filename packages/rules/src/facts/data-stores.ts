import { type Graph, recordsOf, type Service } from '@netposture/network/graph';

const DATA_STORES: ReadonlySet<string> = new Set([
  'database',
  'cache',
  'search',
  'queue',
  'broker',
  'warehouse',
]);

/** Relational and other databases, caches, search, queues, brokers, warehouses. */
export function dataStores(graph: Graph): readonly Service[] {
  return recordsOf(graph, 'service').filter(({ serviceKind }) => DATA_STORES.has(serviceKind));
}
