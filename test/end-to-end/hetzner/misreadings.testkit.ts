import type { ResourceId } from '@netposture/network/graph';
import { unknown } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { onFilters, onLayers } from '../misreadings.testkit.ts';
import type { Misreading } from '../situation.testkit.ts';

export { onFilters, onInterfaces } from '../misreadings.testkit.ts';

/** The readings of Hetzner that other scanners get wrong, as changes of the graph. */

/** Thinks that a filter judges every plane. */
export const filtersPrivateTraffic: Misreading = onFilters((filter) => ({
  ...filter,
  planes: ['public', 'private'],
}));

/** Thinks that a filter judges the internet's traffic only. */
export const filtersPublicTrafficOnly: Misreading = onFilters((filter) => ({
  ...filter,
  planes: ['public'],
}));

/** Thinks that no outbound rule means no outbound traffic, as in AWS. */
export const deniesEgressWithoutRules: Misreading = onFilters((filter) => ({
  ...filter,
  defaults: { ...filter.defaults, egress: { noRule: 'deny', noMatch: 'deny' } },
}));

/** Thinks that outbound traffic stays open whatever rules there are. */
export const allowsEgressAlways: Misreading = onFilters((filter) => ({
  ...filter,
  defaults: { ...filter.defaults, egress: { noRule: 'allow', noMatch: 'allow' } },
}));

/** Thinks that a stateful filter would let replies out. */
export const isStateful: Misreading = onFilters((filter) => ({ ...filter, stateful: true }));

/** Overlooks what a filter never sees. */
export const knowsNoExemptions: Misreading = onFilters((filter) => ({ ...filter, exemptions: [] }));

/** Overlooks that a rule asks for flags. */
export const overlooksFlags: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.map(({ establishedOnly: _, ...rule }) => rule),
}));

/** Thinks that these filters stand on every interface, and are in force. */
export function attaches(...filters: readonly ResourceId[]): Misreading {
  return onLayers((layer) => ({
    ...layer,
    attachments: filters.map((filter) => ({ filter, enforcement: 'enforced' })),
  }));
}

/** Thinks that what is configured is in force. */
export const trustsBindings: Misreading = onLayers((layer) => ({
  ...layer,
  attachments: layer.attachments.map(({ filter }) => ({ filter, enforcement: 'enforced' })),
}));

/** Thinks that an interface stands on the internet, with that address and nothing before it. */
export function standsOnTheInternet(name: string, address: string): Misreading {
  return (record) => {
    if (record.kind === 'network') return { ...record, isPublicSpace: true };
    if (record.kind === 'subnet') return { ...record, routeTable: unknown('overlooked') };
    if (record.kind !== 'interface' || record.name !== name) return record;
    const { subnet: _, ...card } = record;
    const inside = AddressSet.parse(address);
    return { ...card, addresses: [{ inside, plane: 'public', exact: true }] };
  };
}
