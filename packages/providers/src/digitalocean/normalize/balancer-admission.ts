import { type Filter, type FilterRule, unknown } from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { LOAD_BALANCERS } from '../operations/service.ts';
import type { LoadBalancer } from '../schema/service.ts';
import type { Team } from './team.ts';

/**
 * The allow and deny lists of a load balancer as a filter; `undefined` where both are empty. Without
 * an allow list everybody is admitted who is not denied. Two things are not documented, and stay
 * undetermined: which list wins where both name an address, and IPv6 (below).
 * Source: https://docs.digitalocean.com/products/networking/load-balancers/how-to/create/ (2026-09-15).
 */
export function admissionOf(balancer: LoadBalancer, team: Team): Filter | undefined {
  const allow = entriesOf(balancer.firewall?.allow);
  const deny = entriesOf(balancer.firewall?.deny);
  if (allow.length === 0 && deny.length === 0) return undefined;
  const { names } = team;
  const native = `balancer-${balancer.id}`;
  const admitted = AddressSet.unionOf(allow.flatMap(({ set }) => set ?? []));
  const passes = { noRule: 'allow', noMatch: 'allow' } as const;
  return {
    kind: 'filter',
    id: names.id('filter', native),
    name: `${balancer.name} allow and deny list`,
    provenance: names.provenance(LOAD_BALANCERS, native, balancer.region?.slug),
    nativeKind: 'load balancer firewall',
    stateful: true,
    planes: ['public', 'private'],
    combination: 'deny-overrides',
    defaults: {
      ingress: { noRule: 'allow', noMatch: allow.length > 0 ? 'deny' : 'allow' },
      egress: passes,
    },
    exemptions: [],
    isDefault: false,
    rules: [
      ...allow.map(allowRule),
      ...deny.flatMap((entry, index) => denyRules(entry, index, admitted)),
      ...doubtsAboutIpv6(balancer, admitted),
    ],
    words: {
      noMatch: {
        ingress:
          allow.length > 0
            ? 'with an allow list nobody else is admitted'
            : 'whom the deny list does not name is admitted',
      },
    },
  };
}

/** One `ip:1.2.3.4` or `cidr:1.2.0.0/16`. */
interface Entry {
  readonly text: string;
  readonly set: AddressSet | undefined;
}

function entriesOf(texts: readonly string[] | null | undefined): readonly Entry[] {
  return (texts ?? []).map((text) => ({
    text,
    set: addressSetIn(text.replace(/^(?:ip|cidr):/, '')),
  }));
}

const INGRESS = { direction: 'ingress', transport: TransportSet.all } as const;

function allowRule({ text, set }: Entry, index: number): FilterRule {
  const cause = unknown(`"${text}" is no address that we can read.`);
  return {
    ...INGRESS,
    id: `allow/${index}`,
    action: 'allow',
    peer: set === undefined ? { kind: 'undetermined', cause } : { kind: 'addresses', set },
    label: `allow ${text}`,
  };
}

/** A denied address that the allow list names as well is undetermined. */
function denyRules(
  { text, set }: Entry,
  index: number,
  admitted: AddressSet,
): readonly FilterRule[] {
  const rule = { ...INGRESS, id: `deny/${index}`, label: `deny ${text}` };
  if (set === undefined) {
    const cause = unknown(`"${text}" is no address that we can read.`);
    return [{ ...rule, action: 'deny', peer: { kind: 'undetermined', cause } }];
  }
  const both = set.intersect(admitted);
  const alone: FilterRule = {
    ...rule,
    action: 'deny',
    peer: { kind: 'addresses', set: set.subtract(both) },
  };
  if (both.isEmpty) return [alone];
  const cause = unknown(
    'Which of the two lists wins where both name an address is not documented.',
  );
  return [
    alone,
    {
      ...rule,
      id: `${rule.id}/also-allowed`,
      action: { kind: 'undetermined', cause },
      peer: { kind: 'addresses', set: both },
    },
  ];
}

/**
 * IPv6 in the lists: on a balancer for IPv4 alone such entries made the whole list ineffective in a
 * report of 2024 (CCM#692), so nobody is surely kept out. On one for both families an allow list
 * with IPv4 alone says nothing certain about clients that come by IPv6.
 */
function doubtsAboutIpv6(balancer: LoadBalancer, admitted: AddressSet): readonly FilterRule[] {
  const denied = AddressSet.unionOf(
    entriesOf(balancer.firewall?.deny).flatMap(({ set }) => set ?? []),
  );
  const named = admitted.union(denied);
  if (balancer.network_stack !== 'DUALSTACK' && !named.ipv6.isEmpty) {
    const cause = unknown(
      'The list has IPv6 entries, and such a list was once found to keep nobody out.',
    );
    return doubt('ineffective', cause.reason, AddressSet.all.subtract(admitted));
  }
  const isListed = !admitted.isEmpty && admitted.ipv6.isEmpty;
  if (balancer.network_stack === 'DUALSTACK' && isListed) {
    const reason = 'What an allow list with IPv4 alone does to IPv6 clients is not documented.';
    return doubt('ipv6', reason, AddressSet.allIpv6);
  }
  return [];
}

/** Makes undetermined what would be kept out. */
function doubt(id: string, reason: string, set: AddressSet): readonly FilterRule[] {
  const action = { kind: 'undetermined', cause: unknown(reason) } as const;
  return [{ ...INGRESS, id, action, peer: { kind: 'addresses', set }, label: reason }];
}
