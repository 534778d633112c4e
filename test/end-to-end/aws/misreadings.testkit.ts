import { type FilterRule, type Graph, type Peer, recordsOf } from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { onFilters, onInterfaces, onLayers } from '../misreadings.testkit.ts';
import type { Misreading } from './situation.testkit.ts';

/** The readings of AWS that other scanners get wrong, as changes of the graph. */

const nobody: Peer = { kind: 'addresses', set: AddressSet.empty };

/** Looks for the text `0.0.0.0/0` or `::/0` in ingress rules. */
export const knowsOnlyTheWholeInternet: Misreading = onRules((rule) => {
  const whole = rule.label.endsWith('from 0.0.0.0/0') || rule.label.endsWith('from ::/0');
  return rule.direction === 'egress' || whole ? rule : { ...rule, peer: nobody };
});

/** Reads ranges, and neither prefix lists nor references. */
export const overlooksSelectors: Misreading = onRules((rule) =>
  rule.peer.kind === 'addresses' ? rule : { ...rule, peer: nobody },
);

/** Reads the first address of the first interface. */
export const readsPrimaryAddressesOnly: Misreading = onInterfaces((card) => ({
  ...card,
  addresses: card.isPrimary ? card.addresses.slice(0, 1) : [],
}));

/** Knows no network ACLs. */
export const overlooksSubnetFilters: Misreading = (record) => {
  if (record.kind !== 'subnet') return record;
  const { filter: _, ...rest } = record;
  return rest;
};

/** Takes any denial of a network ACL for stronger than any permission. */
export const denialsOverride: Misreading = onFilters((filter) =>
  filter.stateful ? filter : { ...filter, combination: 'deny-overrides' },
);

const EPHEMERAL = TransportSet.unionOf([
  TransportSet.tcp(PortSet.range(1024, 65_535)),
  TransportSet.udp(PortSet.range(1024, 65_535)),
]);

/** Takes replies for packets to ports from 1024 on, whatever port the client sent from. */
export const overlooksRepliesToLowPorts: Misreading = onFilters((filter) =>
  filter.stateful
    ? filter
    : {
        ...filter,
        rules: filter.rules.map((rule) =>
          rule.direction === 'egress'
            ? { ...rule, transport: rule.transport.intersect(EPHEMERAL) }
            : rule,
        ),
      },
);

/** Judges groups as though somebody carried each of them. */
export function everybodyCarriesEveryGroup(graph: Graph): Misreading {
  const attachments = recordsOf(graph, 'filter')
    .filter(({ stateful }) => stateful)
    .map(({ id }) => ({ filter: id, enforcement: 'enforced' }) as const);
  return onLayers((layer) => ({ ...layer, attachments }));
}

/** Drops groups that belong to another network than the interface. */
export function joinsGroupsByNetwork(graph: Graph): Misreading {
  return onInterfaces((card) => ({
    ...card,
    layers: card.layers.map((layer) =>
      layer.kind === 'unknown'
        ? layer
        : {
            ...layer,
            whenNone: { ingress: 'deny', egress: 'deny' },
            attachments: layer.attachments.filter(({ filter }) => {
              const record = graph.records.get(filter);
              return record?.kind === 'filter' && record.network === card.network;
            }),
          },
    ),
  }));
}

/** Knows no block on public access. */
export const overlooksBlocks: Misreading = (record) => {
  if (record.kind !== 'subnet') return record;
  const { internetBlock: _, ...rest } = record;
  return rest;
};

/** Takes every balancer's target to see the balancer. */
export const targetsSeeBalancers: Misreading = (record) =>
  record.kind === 'load-balancer'
    ? {
        ...record,
        listeners: record.listeners.map((listener) => ({
          ...listener,
          targets: listener.targets.map((target) => ({ ...target, sees: 'balancer' })),
        })),
      }
    : record;

/** Takes every balancer's target to see the client. */
export const targetsSeeClients: Misreading = (record) =>
  record.kind === 'load-balancer'
    ? {
        ...record,
        listeners: record.listeners.map((listener) => ({
          ...listener,
          targets: listener.targets.map((target) => ({ ...target, sees: 'client' })),
        })),
      }
    : record;

/** Looks at instances and databases only, not at what stands in front of them. */
export const overlooksBalancers: Misreading = (record) =>
  record.kind === 'load-balancer' ? { ...record, listeners: [] } : record;

function onRules(change: (rule: FilterRule) => FilterRule): Misreading {
  return onFilters((filter) => ({ ...filter, rules: filter.rules.map(change) }));
}
