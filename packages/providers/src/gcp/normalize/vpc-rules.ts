import {
  type Filter,
  type FilterRule,
  type Peer,
  type ResourceId,
  type Selector,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import type { FirewallItem } from '../schema/network.ts';
import { addressesIn } from './address-text.ts';
import { provenanceOf } from './ids.ts';
import { NETWORK_TAG, SERVICE_ACCOUNT } from './labels.ts';
import type { Told } from './reading.ts';
import { transportOf } from './transport.ts';

/** Who carries a tag or runs as a service account, as far as the addresses of a rule depend on it. */
export interface Members {
  /** The network whose interfaces count. */
  readonly network: ResourceId;
  /** Addresses of which it is not documented whether they count (alias ranges of the members). */
  readonly doubtful: (label: string) => AddressSet;
  /** Some instances of the network could not be seen: members may be anywhere in its ranges. */
  readonly incomplete?: Unknown;
  readonly ranges: AddressSet;
}

/** The filter of a network's VPC firewall rules. What no rule decides goes on to the next stage. */
export const STAGE_DEFAULTS: Pick<
  Filter,
  'stateful' | 'planes' | 'combination' | 'defaults' | 'exemptions' | 'isDefault'
> = {
  stateful: true,
  planes: ['public', 'private'],
  combination: 'priority-with-goto',
  defaults: {
    ingress: { noRule: 'goto-next', noMatch: 'goto-next' },
    egress: { noRule: 'goto-next', noMatch: 'goto-next' },
  },
  exemptions: [],
  isDefault: false,
};

/** Left out it is ingress. */
const DIRECTIONS: ReadonlySet<string | undefined> = new Set([undefined, 'INGRESS', 'EGRESS']);

/** A VPC firewall rule as a rule of the network's filter; several protocols are one rule, as they are for Google. */
export function vpcRule(told: Told<FirewallItem>, members: Members): FilterRule {
  const { item } = told;
  const egress = item.direction === 'EGRESS';
  const protocols = [...(item.allowed ?? []), ...(item.denied ?? [])];
  const transport = transportOf(
    protocols.map(({ IPProtocol, ports }) => ({ protocol: IPProtocol, ports })),
  );
  const isBoth = item.allowed !== undefined && item.denied !== undefined;
  const targets = targetsOf(item);
  const ownTexts = egress ? item.sourceRanges : item.destinationRanges;
  const own = ownTexts === undefined ? undefined : addressesIn(ownTexts);
  const unreadable =
    transport === undefined ||
    isBoth ||
    protocols.length === 0 ||
    !DIRECTIONS.has(item.direction) ||
    (ownTexts !== undefined && own === undefined)
      ? unknown(`The rule ${item.name} has parts that are not understood.`)
      : undefined;
  return {
    id: item.name,
    direction: egress ? 'egress' : 'ingress',
    action:
      unreadable === undefined
        ? item.allowed === undefined
          ? 'deny'
          : 'allow'
        : { kind: 'undetermined', cause: unreadable },
    priority: item.priority ?? 1000,
    peer: egress ? rangesPeer(item.destinationRanges, item.name) : sourcesOf(item, members),
    ...(own === undefined ? {} : { own }),
    transport: transport ?? TransportSet.all,
    ...(targets === undefined ? {} : { targets }),
    ...(item.disabled === true ? { disabled: true } : {}),
    label: labelOf(item),
    ...(item.description === undefined || item.description === ''
      ? {}
      : { description: item.description }),
    provenance: provenanceOf(told, {
      location: 'global',
      nativeId: item.name,
      uri: item.selfLink,
      page: `net-security/firewall-manager/firewall-policies/details/${item.name}`,
    }),
  };
}

function sourcesOf(item: FirewallItem, members: Members): Peer {
  const { sourceRanges, sourceTags = [], sourceServiceAccounts = [] } = item;
  const labels = [
    ...sourceTags.map((tag) => `${NETWORK_TAG}${tag}`),
    ...sourceServiceAccounts.map((email) => `${SERVICE_ACCOUNT}${email}`),
  ];
  if (labels.length === 0) return rangesPeer(sourceRanges, item.name);
  const peers = labels.flatMap((label) => membersPeers(label, members));
  return {
    kind: 'any-of',
    peers: sourceRanges === undefined ? peers : [rangesPeer(sourceRanges, item.name), ...peers],
  };
}

/** The instances behind a source tag or account: their first interfaces' own addresses, in this network. */
function membersPeers(label: string, members: Members): readonly Peer[] {
  const peers: Peer[] = [
    {
      kind: 'selector',
      selector: {
        kind: 'labels',
        match: [{ key: label, operator: 'exists', values: [] }],
        scope: members.network,
      },
      addresses: 'primary-private',
    },
  ];
  const doubtful = members.doubtful(label);
  if (!doubtful.isEmpty) {
    const cause = unknown(
      'Google does not say whether a source tag covers the alias ranges of its instances.',
    );
    peers.push({ kind: 'undetermined', cause, within: doubtful });
  }
  if (members.incomplete !== undefined) {
    peers.push({ kind: 'undetermined', cause: members.incomplete, within: members.ranges });
  }
  return peers;
}

/** Ranges; none at all means every IPv4 address. */
function rangesPeer(ranges: readonly string[] | undefined, rule: string): Peer {
  if (ranges === undefined) return { kind: 'addresses', set: AddressSet.allIpv4 };
  const set = addressesIn(ranges);
  if (set !== undefined) return { kind: 'addresses', set };
  return {
    kind: 'undetermined',
    cause: unknown(`The rule ${rule} names addresses that cannot be read.`),
  };
}

function targetsOf(item: FirewallItem): Selector | undefined {
  const labels = [
    ...(item.targetTags ?? []).map((tag) => `${NETWORK_TAG}${tag}`),
    ...(item.targetServiceAccounts ?? []).map((email) => `${SERVICE_ACCOUNT}${email}`),
  ];
  return labels.length === 0 ? undefined : anyLabel(labels);
}

/** Interfaces that carry one of these labels. */
export function anyLabel(labels: readonly string[]): Selector {
  return {
    kind: 'any-of',
    of: labels.map(
      (key): Selector => ({ kind: 'labels', match: [{ key, operator: 'exists', values: [] }] }),
    ),
  };
}

function labelOf(item: FirewallItem): string {
  const verb = item.allowed === undefined ? 'deny' : 'allow';
  const protocols = (item.allowed ?? item.denied ?? []).map(
    ({ IPProtocol, ports }) => `${IPProtocol}${ports === undefined ? '' : `:${ports.join(',')}`}`,
  );
  const sources =
    item.direction === 'EGRESS'
      ? item.destinationRanges
      : (item.sourceRanges ?? item.sourceTags ?? item.sourceServiceAccounts);
  const way = item.direction === 'EGRESS' ? 'to' : 'from';
  return `${item.name} (${item.priority ?? 1000}): ${verb} ${protocols.join(' ')} ${way} ${(sources ?? ['0.0.0.0/0']).join(', ')}`;
}
