import type { Graph } from '@netposture/network/graph';
import { onInterfaces, onLayers } from '../misreadings.testkit.ts';
import type { Misreading } from '../situation.testkit.ts';

/** Readings of managed services that other scanners get wrong, as changes of the graph. */

/** Looks for security groups and subnets, and takes what has neither for closed. */
export function overlooksPublicEndpoints(graph: Graph): Misreading {
  return onInterfaces((card) => {
    const network = graph.records.get(card.network);
    const isPublic = network?.kind === 'network' && network.isPublicSpace;
    return isPublic ? { ...card, addresses: [] } : card;
  });
}

/** Reads the switch of a public endpoint, and not the list of those whom it admits. */
export function overlooksAdmissionLists(graph: Graph): Misreading {
  return onInterfaces((card) => {
    const network = graph.records.get(card.network);
    const isPublic = network?.kind === 'network' && network.isPublicSpace;
    return isPublic ? { ...card, layers: [] } : card;
  });
}

/** Knows the groups that something names, and not the default one that it has otherwise. */
export function overlooksDefaultGroups(graph: Graph): Misreading {
  return onLayers((layer) => ({
    ...layer,
    attachments: layer.attachments.filter(({ filter }) => {
      const record = graph.records.get(filter);
      return record?.kind !== 'filter' || !record.isDefault;
    }),
  }));
}

/** Knows nothing of Lightsail. */
export const overlooksLightsail: Misreading = onInterfaces((card) =>
  card.provenance.operation === 'GetInstances' ? { ...card, addresses: [] } : card,
);

/** Looks at the subnet in which a database stands now, and at no other. */
export const knowsNoFailover: Misreading = (record) =>
  record.kind === 'service' ? { ...record, failoverSubnets: [] } : record;
