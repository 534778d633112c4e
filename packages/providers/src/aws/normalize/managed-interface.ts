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
import { internetBlockOf } from './block-public-access.ts';
import { gatewayDoubt } from './gateway-doubt.ts';
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
  /** Its interfaces among those that were read. */
  readonly cards: readonly NetworkInterface[];
  /** It was asked to have a public address, which DNS gives out. */
  readonly isPublic: boolean;
  /** What a stand-in has before it besides its groups. */
  readonly furtherLayers?: readonly Known<FilterLayer>[];
}

/**
 * The interfaces of a managed resource: its real ones where they were read and can be told apart, else stand-ins whose
 * address is somewhere in its subnets.
 */
export function managedInterfaces(scope: Scope, managed: Managed): readonly ResourceId[] {
  const own = managed.cards.filter(
    ({ NetworkInterfaceId }) => !scope.claims.has(NetworkInterfaceId),
  );
  if (own.length > 0) {
    return own.map((card) => {
      scope.claims.set(card.NetworkInterfaceId, managed.owner);
      return scope.refer('interface', card.NetworkInterfaceId);
    });
  }
  const subnets = subnetsOf(scope, managed.subnets);
  if (managed.standsIn === 'each' && managed.subnets.length > 0) {
    return managed.subnets.map((id) =>
      standIn(
        scope,
        managed,
        subnets.filter(({ SubnetId }) => SubnetId === id),
        id,
      ),
    );
  }
  // With a subnet that was not read, nobody knows what the subnets have in common.
  const all = subnets.length === managed.subnets.length;
  return [standIn(scope, managed, all ? subnets : [], undefined)];
}

function subnetsOf(scope: Scope, ids: readonly string[]): readonly Subnet[] {
  const wanted = new Set(ids);
  const found = new Map<string, Subnet>();
  for (const subnet of scope.read('DescribeSubnets').items) {
    if (wanted.has(subnet.SubnetId)) found.set(subnet.SubnetId, subnet);
  }
  return [...found.values()];
}

/**
 * An interface that stands for one that was not read.
 *
 * @param subnets where it may stand, as far as read; none = anywhere in its network.
 * @param only the one subnet in which it stands, where that is known by its id.
 */
function standIn(
  scope: Scope,
  managed: Managed,
  subnets: readonly Subnet[],
  only: string | undefined,
): ResourceId {
  const nativeId = only === undefined ? managed.nativeId : `${managed.nativeId}/${only}`;
  const id = scope.announce('interface', nativeId);
  const vpc = managed.network ?? subnets[0]?.VpcId ?? networkOfGroups(scope, managed.groups);
  const place = only ?? commonPlace(scope, subnets);
  const doubt = gatewayDoubt(scope, vpc);
  scope.draft.add({
    kind: 'interface',
    id,
    name: nativeId,
    provenance: scope.provenance(managed.operation, nativeId),
    network: scope.refer('network', vpc ?? `network-of-${managed.nativeId}`),
    ...(typeof place === 'string'
      ? { subnet: scope.refer('subnet', place) }
      : { routeTable: place }),
    addresses: standInAddresses(scope, managed, subnets, vpc),
    layers: [
      ...groupLayers(scope, managed.groups),
      ...(managed.furtherLayers ?? []),
      ...scope.unreadBorder(only),
      // The network ACL is that of the subnet, which is not known.
      ...(typeof place === 'string' || sameAcl(scope, subnets) ? [] : [place]),
    ],
    owner: managed.owner,
    isPrimary: true,
    forwards: false,
    ...(managed.isPublic && doubt !== undefined ? { unmodelledIngress: doubt } : {}),
  });
  return id;
}

/** The network of a security group, which is that of whoever carries it. */
function networkOfGroups(scope: Scope, groups: Known<readonly string[]>): string | undefined {
  if (isUnknown(groups)) return undefined;
  const wanted = new Set(groups);
  return scope.read('DescribeSecurityGroups').items.find(({ GroupId }) => wanted.has(GroupId))
    ?.VpcId;
}

/**
 * The subnet that stands for all of them: the only one, or any where all have the same routes, network ACL and block.
 * Where they differ, nobody knows how packets get there.
 */
function commonPlace(scope: Scope, subnets: readonly Subnet[]): string | Unknown {
  const first = subnets[0];
  if (first === undefined) return unknown('The subnet in which it stands was not read.');
  const tables = associationsOf(scope, 'DescribeRouteTables');
  const block = (subnet: Subnet) => JSON.stringify(internetBlockOf(scope, subnet));
  const sameAs = (subnet: Subnet) =>
    tables.get(subnet.SubnetId) === tables.get(first.SubnetId) && block(subnet) === block(first);
  if (sameAcl(scope, subnets) && subnets.every(sameAs)) return first.SubnetId;
  return unknown(
    `It stands in one of ${subnets.map(({ SubnetId }) => SubnetId).join(', ')}, whose routes differ.`,
  );
}

function sameAcl(scope: Scope, subnets: readonly Subnet[]): boolean {
  const acls = associationsOf(scope, 'DescribeNetworkAcls');
  const own = new Set(subnets.map(({ SubnetId }) => acls.get(SubnetId)));
  return own.size === 1 && !own.has(undefined);
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
  network: string | undefined,
): readonly InterfaceAddress[] {
  const vpc = scope.read('DescribeVpcs').items.find(({ VpcId }) => VpcId === network);
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
