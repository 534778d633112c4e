import type { ResourceId, Unknown } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { linkKey, linkParts } from '../link.ts';
import {
  computeProject,
  instances,
  networks,
  sharedResources,
  subnetworks,
} from '../operations/compute.ts';
import type { NetworkItem, SubnetworkItem } from '../schema/network.ts';
import { addressesIn } from './address-text.ts';
import { networkId } from './ids.ts';
import type { Reading, Told } from './reading.ts';

/** A network that was read, with what stands in it. */
export interface NetworkFacts {
  readonly id: ResourceId;
  readonly told: Told<NetworkItem>;
  readonly project: string;
  readonly subnets: readonly Told<SubnetworkItem>[];
  readonly ranges: AddressSet;
  /** Networks joined to it by a peering, by key of their URL. */
  readonly peers: readonly string[];
  /** Why instances of it may be missing. */
  readonly membersUnseen?: Unknown;
}

/** Networks that were read, by key of their URL. */
export type NetworksByLink = ReadonlyMap<string, NetworkFacts>;

/** Gathers what is known of every network. */
export function networkFacts(reading: Reading): NetworksByLink {
  const subnets = Map.groupBy(reading.all(subnetworks), ({ item }) => linkKey(item.network));
  return new Map(
    reading.all(networks).flatMap((told): [string, NetworkFacts][] => {
      const parts = linkParts(told.item.selfLink);
      if (parts === undefined) return [];
      const theirs = subnets.get(linkKey(told.item.selfLink)) ?? [];
      const unseen = membersUnseen(reading, parts.project);
      const facts: NetworkFacts = {
        id: networkId(parts),
        told,
        project: parts.project,
        subnets: theirs,
        ranges: AddressSet.unionOf(theirs.map(({ item }) => rangesOfSubnet(item))),
        peers: (told.item.peerings ?? []).flatMap(({ network }) =>
          network === undefined ? [] : [linkKey(network)],
        ),
        ...(unseen === undefined ? {} : { membersUnseen: unseen }),
      };
      return [[linkKey(told.item.selfLink), facts]];
    }),
  );
}

/** Every address of a subnetwork: primary and secondary ranges, and its IPv6 prefixes. */
export function rangesOfSubnet(item: SubnetworkItem): AddressSet {
  const texts = [
    item.ipCidrRange,
    ...(item.secondaryIpRanges ?? []).map((range) => range.ipCidrRange),
    item.externalIpv6Prefix,
    item.internalIpv6Prefix,
    item.ipv6CidrRange,
  ];
  return addressesIn(texts) ?? AddressSet.empty;
}

/**
 * Instances of a network live in its project and, where it is shared, in others: each of these must have been read for
 * a reference to tagged instances to be complete.
 */
function membersUnseen(reading: Reading, project: string): Unknown | undefined {
  const own = reading.gap(instances, project) ?? reading.gap(computeProject, project);
  if (own !== undefined) return own;
  const isHost = reading
    .of(computeProject, project)
    .some(({ item }) => item.xpnProjectStatus === 'HOST');
  if (!isHost) return undefined;
  const shared = reading.gap(sharedResources, project, 'global', project);
  if (shared !== undefined) return shared;
  for (const { item } of reading.of(sharedResources, project, 'global', project)) {
    const gap = reading.gap(instances, item.id);
    if (gap !== undefined) return gap;
  }
  return undefined;
}
