import type { Filter, FilterLayer, GraphRecord, Interface } from '@netposture/network/graph';
import type { Misreading } from './situation.testkit.ts';

/** A misreading of filters alone. */
export function onFilters(change: (filter: Filter) => Filter): Misreading {
  return (record: GraphRecord) => (record.kind === 'filter' ? change(record) : record);
}

/** A misreading of interfaces alone. */
export function onInterfaces(change: (card: Interface) => Interface): Misreading {
  return (record: GraphRecord) => (record.kind === 'interface' ? change(record) : record);
}

/** A misreading of the layers of interfaces alone. */
export function onLayers(change: (layer: FilterLayer) => FilterLayer): Misreading {
  return onInterfaces((card) => ({
    ...card,
    layers: card.layers.map((layer) => (layer.kind === 'layer' ? change(layer) : layer)),
  }));
}
