import {
  type FilterLayer,
  type InterfaceAddress,
  isUnknown,
  type Known,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, internetIpv4, internetIpv6 } from '@netposture/network/netset';
import type { NetworkInterface } from '../schema/interface.ts';
import type { Subnet } from '../schema/network.ts';
import { interfacesIn } from './interface-list.ts';
import { subnetRanges } from './network.ts';
import type { Scope } from './scope.ts';
import { groupLayer } from './security-group.ts';
import type { ReadOperation } from './wire-items.ts';

/** Something that AWS runs inside a customer's network. */
export interface Managed {
  readonly operation: ReadOperation;
  readonly nativeId: string;
  readonly owner: ResourceId;
  /** Its security groups; an unknown makes its filters unknown. */
  readonly groups: Known<readonly string[]>;
  /** Subnets in which it stands or may stand. */
  readonly subnets: readonly string[];
  readonly network: string | undefined;
  /** `each`: an interface in every one of the subnets; `one`: in exactly one of them, nobody says which. */
  readonly standsIn: 'each' | 'one';
  /** Its interfaces among those of the place. */
  readonly matches: (card: NetworkInterface) => boolean;
  /** It was asked to have a public address, which DNS gives out. */
  readonly isPublic: boolean;
}

/**
 * The interfaces of a managed resource: its real ones where they were read and can be told apart, else stand-ins whose
 * address is somewhere in its subnets.
 */
export function managedInterfaces(scope: Scope, managed: Managed): readonly ResourceId[] {
  const own = interfacesIn(scope).items.filter(
    (card) => !scope.claims.has(card.NetworkInterfaceId) && managed.matches(card),
  );
  if (own.length > 0) {
    return own.map((card) => {
      scope.claims.set(card.NetworkInterfaceId, managed.owner);
      return scope.refer('interface', card.NetworkInterfaceId);
    });
  }
  const subnets = subnetsOf(scope, managed.subnets);
  if (managed.standsIn === 'each' && subnets.length > 0) {
    return subnets.map((subnet) => standIn(scope, managed, [subnet], subnet.SubnetId));
  }
  return [standIn(scope, managed, subnets, '')];
}

function subnetsOf(scope: Scope, ids: readonly string[]): readonly Subnet[] {
  const wanted = new Set(ids);
  const found = new Map<string, Subnet>();
  for (const subnet of scope.read('DescribeSubnets').items) {
    if (wanted.has(subnet.SubnetId)) found.set(subnet.SubnetId, subnet);
  }
  return [...found.values()];
}

function standIn(
  scope: Scope,
  managed: Managed,
  subnets: readonly Subnet[],
  suffix: string,
): ResourceId {
  const nativeId = suffix === '' ? managed.nativeId : `${managed.nativeId}/${suffix}`;
  const id = scope.announce('interface', nativeId);
  const vpc = managed.network ?? subnets[0]?.VpcId;
  const place = commonPlace(scope, subnets);
  scope.draft.add({
    kind: 'interface',
    id,
    name: nativeId,
    provenance: scope.provenance(managed.operation, nativeId),
    network:
      vpc === undefined
        ? scope.refer('network', `network-of-${managed.nativeId}`)
        : scope.refer('network', vpc),
    ...(typeof place === 'string'
      ? { subnet: scope.refer('subnet', place) }
      : { routeTable: place }),
    addresses: standInAddresses(scope, managed, subnets),
    layers: groupLayers(scope, managed.groups),
    owner: managed.owner,
    isPrimary: true,
    forwards: false,
  });
  return id;
}

/**
 * The subnet that stands for all of them: the only one, or any where all have the same routes and network ACL. Where
 * they differ, nobody knows how packets get there.
 */
function commonPlace(scope: Scope, subnets: readonly Subnet[]): string | Unknown {
  const first = subnets[0];
  if (first === undefined) return unknown('The subnet in which it stands was not read.');
  if (subnets.length === 1) return first.SubnetId;
  const sameAs = (subnet: Subnet) =>
    ['DescribeRouteTables', 'DescribeNetworkAcls'].every((operation) => {
      const associations = associationsOf(scope, operation);
      return associations.get(subnet.SubnetId) === associations.get(first.SubnetId);
    });
  if (subnets.every(sameAs)) return first.SubnetId;
  return unknown(
    `It stands in one of ${subnets.map(({ SubnetId }) => SubnetId).join(', ')}, whose routes differ.`,
  );
}

function associationsOf(scope: Scope, operation: string): ReadonlyMap<string, string> {
  const bySubnet = new Map<string, string>();
  if (operation === 'DescribeRouteTables') {
    for (const table of scope.read('DescribeRouteTables').items) {
      for (const { SubnetId } of table.Associations ?? []) {
        if (SubnetId !== undefined) bySubnet.set(SubnetId, table.RouteTableId);
      }
    }
    return bySubnet;
  }
  for (const acl of scope.read('DescribeNetworkAcls').items) {
    for (const { SubnetId } of acl.Associations ?? []) {
      if (SubnetId !== undefined) bySubnet.set(SubnetId, acl.NetworkAclId);
    }
  }
  return bySubnet;
}

function standInAddresses(
  scope: Scope,
  managed: Managed,
  subnets: readonly Subnet[],
): readonly InterfaceAddress[] {
  const vpc = scope.read('DescribeVpcs').items.find(({ VpcId }) => VpcId === managed.network);
  const ranges = AddressSet.unionOf(subnets.map((subnet) => subnetRanges(subnet).ipv4));
  const fallback =
    vpc?.CidrBlock === undefined ? AddressSet.empty : AddressSet.parse(vpc.CidrBlock);
  const inside = ranges.isEmpty ? fallback : ranges;
  const addresses: InterfaceAddress[] = [];
  if (!inside.isEmpty) addresses.push({ inside, plane: 'private', exact: false });
  // Its public address is known by name only.
  if (managed.isPublic) addresses.push({ inside: internetIpv4, plane: 'public', exact: false });
  return addresses;
}

/** The layer of a managed resource's groups. */
export function groupLayers(
  scope: Scope,
  groups: Known<readonly string[]>,
): readonly Known<FilterLayer>[] {
  if (isUnknown(groups)) return [groups];
  return groups.length === 0 ? [] : [groupLayer(scope, groups)];
}

/** The subnets of a failover group: those that were read, each by its id. */
export function subnetIds(scope: Scope, ids: readonly string[]): readonly ResourceId[] {
  return ids.map((id) => scope.refer('subnet', id));
}

/** The network that stands for "directly on the internet", one per account. */
export function publicSpace(scope: Scope): ResourceId {
  const nativeId = 'internet';
  const place = { account: scope.account, location: 'global' };
  const id = scope.draft.announce('network', nativeId, place);
  scope.draft.add({
    kind: 'network',
    id,
    name: 'public endpoints',
    provenance: { ...scope.provenance('DescribeVpcs', nativeId), location: 'global' },
    ranges: AddressSet.empty,
    isDefault: false,
    isPublicSpace: true,
  });
  return id;
}

/** An interface of a public endpoint that is known by its host name only. */
export function publicInterface(
  scope: Scope,
  given: {
    readonly operation: ReadOperation;
    readonly nativeId: string;
    readonly owner: ResourceId;
    readonly layers: readonly Known<FilterLayer>[];
    readonly ipv6?: boolean;
  },
): ResourceId {
  const id = scope.announce('interface', given.nativeId);
  const inside = given.ipv6 === true ? [internetIpv4, internetIpv6] : [internetIpv4];
  scope.draft.add({
    kind: 'interface',
    id,
    name: given.nativeId,
    provenance: scope.provenance(given.operation, given.nativeId),
    network: publicSpace(scope),
    addresses: inside.map((set) => ({ inside: set, plane: 'public', exact: false })),
    layers: given.layers,
    owner: given.owner,
    isPrimary: true,
    forwards: false,
  });
  return id;
}
