import { type Graph, recordsOf, type Service } from '@netposture/network/graph';

const DATA_STORES: ReadonlySet<string> = new Set([
  'database',
  'cache',
  'search',
  'queue',
  'broker',
  'warehouse',
]);

/** Whether a service keeps data for its user. */
export function isDataStore({ serviceKind }: Service): boolean {
  return DATA_STORES.has(serviceKind);
}

/** Relational and other databases, caches, search, queues, brokers, warehouses. */
export function dataStores(graph: Graph): readonly Service[] {
  return recordsOf(graph, 'service').filter(isDataStore);
}
