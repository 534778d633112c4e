import type { GraphRecord, ResourceId } from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { onFilters, onInterfaces, onLayers } from '../misreadings.testkit.ts';
import type { Misreading } from '../situation.testkit.ts';

/** The readings of DigitalOcean that other scanners get wrong, as changes of the graph. */

/** Looks at the address of a database in its VPC alone. */
export const seesOnlyPrivateEnds: Misreading = onInterfaces((card) =>
  card.name.endsWith('/public') ? { ...card, addresses: [] } : card,
);

/** Compares rules with the text 0.0.0.0/0: whatever is written otherwise is restricted. */
export const readsCidrTexts: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.filter(
    ({ peer }) => peer.kind !== 'addresses' || peer.set.equals(AddressSet.allIpv4),
  ),
}));

/** Thinks that a rule that names resources by selector admits nobody. */
export const overlooksSelectors: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.filter(({ peer }) => peer.kind !== 'selector'),
}));

/** Thinks that `"0"` is the port 0. */
export const readsPortZero: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.map((rule) => ({ ...rule, transport: TransportSet.tcp(PortSet.of(0)) })),
}));

/** Thinks that a layer that could not be read is not there. */
export const overlooksUnknownLayers: Misreading = onInterfaces((card) => ({
  ...card,
  layers: card.layers.filter((layer) => layer.kind === 'layer'),
}));

/** Thinks that a peer that nobody told is everybody. */
export const readsUndeterminedAsAny: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.map((rule) =>
    rule.peer.kind === 'undetermined'
      ? { ...rule, peer: { kind: 'addresses', set: AddressSet.all } }
      : rule,
  ),
}));

/** Thinks that a peer that nobody told is nobody. */
export const readsUndeterminedAsNone: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.filter(({ peer }) => peer.kind !== 'undetermined'),
}));

/** Thinks that no outbound rule means that everything may go out, as on Hetzner and GCP. */
export const allowsEgressWithoutRules: Misreading = onFilters((filter) =>
  filter.nativeKind === 'firewall'
    ? {
        ...filter,
        defaults: { ...filter.defaults, egress: { noRule: 'allow', noMatch: 'deny' } },
      }
    : filter,
);

/** Thinks that a firewall judges the internet's traffic only, as on Hetzner. */
export const trustsTheVpc: Misreading = onFilters((filter) => ({ ...filter, planes: ['public'] }));

/** Thinks that what is configured is in force. */
export const trustsAttachments: Misreading = onLayers((layer) => ({
  ...layer,
  attachments: layer.attachments.map(({ filter }) => ({ filter, enforcement: 'enforced' })),
}));

/** Overlooks load balancers. */
export const overlooksBalancers: Misreading = (record) =>
  record.kind === 'load-balancer' ? { ...record, listeners: [] } : record;

/** Thinks that every balancer ends connections. */
export const thinksEveryBalancerProxies: Misreading = (record) =>
  record.kind === 'load-balancer'
    ? {
        ...record,
        listeners: record.listeners.map((listener) => ({
          ...listener,
          targets: listener.targets.map((target) => ({ ...target, sees: 'balancer' as const })),
        })),
      }
    : record;

/** Keeps rules of known action alone. */
export const overlooksUnknownActions: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.filter(({ action }) => typeof action === 'string'),
}));

/** Thinks that no list means closed. */
export const readsNoListAsClosed: Misreading = onFilters((filter) => ({
  ...filter,
  defaults: { ...filter.defaults, ingress: { noRule: 'deny', noMatch: 'deny' } },
}));

/** Takes one layer's filters for the first one alone: the strict one wins. */
export function strictestWins(filter: ResourceId): Misreading {
  return onLayers((layer) => ({
    ...layer,
    attachments: layer.attachments.filter((one) => one.filter === filter),
  }));
}

/** Thinks that rules only ever allow, as before 2026-09. */
export const overlooksDenies: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.filter(({ action }) => action !== 'deny'),
}));

/** Reads a deny rule like any other rule: as one that allows. */
export const readsDenyAsAllow: Misreading = onFilters((filter) => ({
  ...filter,
  rules: filter.rules.map((rule) => (rule.action === 'deny' ? { ...rule, action: 'allow' } : rule)),
}));

/** Thinks that a firewall with a deny rule lets everything else pass. */
export const passesWhatIsNotDenied: Misreading = onFilters((filter) => ({
  ...filter,
  defaults: { ...filter.defaults, ingress: { noRule: 'allow', noMatch: 'allow' } },
}));

/** Thinks that everything that exists runs. */
export const thinksEverythingRuns: Misreading = (record: GraphRecord) =>
  record.kind === 'workload' ? { ...record, state: 'running' } : record;

/** Knows no reserved addresses. */
export function overlooksAddress(address: string): Misreading {
  return onInterfaces((card) => ({
    ...card,
    addresses: card.addresses.filter(({ inside }) => !inside.equals(AddressSet.parse(address))),
  }));
}
