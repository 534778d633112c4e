import { type Graph, recordsOf } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { onFilters, onInterfaces } from '../misreadings.testkit.ts';
import type { Misreading } from '../situation.testkit.ts';

/** Readings of routes and gateways that other scanners get wrong, as changes of the graph. */

/** Takes the internet gateway of a network for the way out of all of its subnets: a public address is enough. */
export function everySubnetIsPublic(graph: Graph): Misreading {
  return (record) => {
    if (record.kind !== 'route-table') return record;
    const gateway = recordsOf(graph, 'gateway').find(
      ({ gatewayKind, networks }) =>
        gatewayKind === 'internet' && networks.some((id) => id === record.network),
    );
    if (gateway === undefined) return record;
    const onward = [AddressSet.allIpv4, AddressSet.allIpv6].map((destination) => ({
      destination,
      prefixLength: 0,
      preference: 0,
      target: { kind: 'gateway', gateway: gateway.id } as const,
      label: 'everything to the internet gateway',
    }));
    return {
      ...record,
      routes: [...record.routes.filter(({ target }) => target.kind === 'local'), ...onward],
    };
  };
}

/** Knows no interface that refuses the internet. */
export const overlooksInternetDenial: Misreading = onInterfaces((card) => {
  const { noInternetIngress: _, ...rest } = card;
  return rest;
});

/** Knows route tables of subnets, and none of gateways. */
export const overlooksEdgeTables: Misreading = (record) => {
  if (record.kind !== 'gateway') return record;
  const { routeTable: _, ...rest } = record;
  return rest;
};

/** Honours references to groups across a transit gateway in both directions. */
export const referencesCrossTransit: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.map((rule) =>
    rule.peer.kind === 'selector' && rule.peer.selector.kind === 'filter-members'
      ? {
          ...rule,
          peer: {
            ...rule.peer,
            selector: { ...rule.peer.selector, through: ['peering', 'transit'] },
          },
        }
      : rule,
  ),
}));
