import {
  type FilterLayer,
  type InterfaceAddress,
  type Known,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import type { NetworkInterface } from '../schema/interface.ts';
import type { Subnet } from '../schema/network.ts';
import { acceleratorDoubt } from './accelerator-doubt.ts';
import { addressesOf } from './address-text.ts';
import { closedLayer } from './closed-layer.ts';
import { gatewayDoubt } from './gateway-doubt.ts';
import { interfacesIn } from './interface-list.ts';
import { unreadOwner } from './managed-owner.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';
import { groupLayer, groupsUnknown } from './security-group.ts';

/** Kinds of interface that never have a security group. */
const WITHOUT_GROUPS = new Set([
  'network_load_balancer',
  'gateway_load_balancer',
  'gateway_load_balancer_endpoint',
  'nat_gateway',
  'natGateway',
  'transit_gateway',
]);

/** Kinds of interface at which nothing from a client can arrive. */
const CLOSED: Readonly<Record<string, string>> = {
  nat_gateway: 'a NAT gateway accepts no connections',
  // The service model spells it like this.
  natGateway: 'a NAT gateway accepts no connections',
  transit_gateway: 'the interface of a transit gateway accepts no connections',
};

/** Network interfaces, with their owners as claimed by the managed resources before. */
export function normalizeInterfaces(scope: Scope): void {
  const subnets = new Map(
    scope.read('DescribeSubnets').items.map((subnet) => [subnet.SubnetId, subnet]),
  );
  const reading = interfacesIn(scope);
  const assumed = scope.assumptions(scope.read('ListAccelerators'));
  for (const card of reading.items) {
    const account = scope.accountFor(card.OwnerId);
    if (account === undefined || card.VpcId === undefined) continue;
    const nativeId = card.NetworkInterfaceId;
    const owner = ownerOf(scope, card);
    const tags = 'TagSet' in card ? card.TagSet : undefined;
    scope.draft.add({
      kind: 'interface',
      id: scope.announce('interface', nativeId, account),
      ...named(nativeId, tags),
      provenance: scope.provenance('DescribeNetworkInterfaces', nativeId, {
        account,
        console: `ec2/home#NetworkInterface:networkInterfaceId=${nativeId}`,
      }),
      network: scope.refer('network', card.VpcId),
      ...(card.SubnetId === undefined ? {} : { subnet: scope.refer('subnet', card.SubnetId) }),
      addresses: addressesOfCard(card, subnets.get(card.SubnetId ?? '')),
      layers: [
        ...layersOf(scope, card),
        ...(scope.furtherLayers.get(nativeId) ?? []),
        ...scope.unreadBorder(card.SubnetId),
      ],
      ...(owner === undefined ? {} : { owner }),
      isPrimary:
        (card.Attachment?.DeviceIndex ?? 0) === 0 && (card.Attachment?.NetworkCardIndex ?? 0) === 0,
      forwards: card.SourceDestCheck === false,
      ...(card.DenyAllIgwTraffic === true ? { noInternetIngress: 'DenyAllIgwTraffic is set' } : {}),
      ...unmodelled(scope, card),
      ...assumed,
    });
  }
}

/** Every address of an interface: private ones with the public ones in front of them, IPv6 ones, delegated prefixes. */
export function addressesOfCard(
  card: NetworkInterface,
  subnet: Subnet | undefined,
): readonly InterfaceAddress[] {
  const found: InterfaceAddress[] = [];
  const listed = card.PrivateIpAddresses ?? [];
  const primary = listed.length === 0 && card.PrivateIpAddress !== undefined;
  for (const entry of primary
    ? [{ PrivateIpAddress: card.PrivateIpAddress, Association: undefined }]
    : listed) {
    const inside = addressesOf(entry.PrivateIpAddress);
    if (inside === undefined) continue;
    const outside = addressesOf(entry.Association?.PublicIp);
    found.push({
      inside,
      plane: 'private',
      exact: true,
      ...(outside === undefined ? {} : { outside }),
    });
  }
  for (const { Ipv4Prefix } of card.Ipv4Prefixes ?? []) {
    const inside = addressesOf(Ipv4Prefix);
    if (inside !== undefined) found.push({ inside, plane: 'private', exact: true });
  }
  const ipv6 = [
    ...(card.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
    ...(card.Ipv6Prefixes ?? []).map(({ Ipv6Prefix }) => Ipv6Prefix),
  ];
  for (const text of ipv6) {
    const inside = addressesOf(text);
    if (inside === undefined) continue;
    const plane = ipv6Plane(inside, subnet);
    const doubt = plane === 'public' ? { unansweredDelivery: IPV6_WITHOUT_ROUTE } : {};
    found.push({ inside, plane, exact: true, ...doubt });
  }
  return found;
}

/** Nothing is translated for IPv6, and AWS nowhere says what an internet gateway does towards a subnet that does not route to it. */
const IPV6_WITHOUT_ROUTE = unknown(
  'AWS does not say whether an internet gateway delivers IPv6 packets to a subnet that has no route back to it.',
);

const GLOBAL_UNICAST = AddressSet.parse('2000::/3');

/** IPv6 addresses are public unless they are local ones or of a range that AWS marks as private. */
function ipv6Plane(inside: AddressSet, subnet: Subnet | undefined): 'public' | 'private' {
  if (!inside.isSubsetOf(GLOBAL_UNICAST)) return 'private';
  for (const range of subnet?.Ipv6CidrBlockAssociationSet ?? []) {
    const isPrivate = range.Ipv6AddressAttribute === 'private' || range.IpSource === 'none';
    if (isPrivate && addressesOf(range.Ipv6CidrBlock)?.overlaps(inside) === true) return 'private';
  }
  return 'public';
}

/** The groups of an interface by its own list, never by the network that a group belongs to. */
function layersOf(scope: Scope, card: NetworkInterface): readonly Known<FilterLayer>[] {
  const type = card.InterfaceType ?? 'interface';
  const closed = CLOSED[type];
  if (closed !== undefined) return [closedLayer(scope, closed)];
  if (
    card.Status === 'available' &&
    card.Attachment === undefined &&
    !scope.claims.has(card.NetworkInterfaceId)
  ) {
    return [closedLayer(scope, 'the network interface is attached to nothing')];
  }
  const groups = card.Groups?.map(({ GroupId }) => GroupId).filter((id) => id !== undefined);
  if (groups === undefined) {
    return WITHOUT_GROUPS.has(type)
      ? []
      : [groupsUnknown(card.NetworkInterfaceId, interfacesIn(scope).cause)];
  }
  return groups.length === 0 ? [] : [groupLayer(scope, groups)];
}

function ownerOf(scope: Scope, card: NetworkInterface): ResourceId | undefined {
  const claimed = scope.claims.get(card.NetworkInterfaceId);
  if (claimed !== undefined) return claimed;
  const instance = card.Attachment?.InstanceId;
  // `i-` marks instances; managed resources put their own names here.
  if (instance?.startsWith('i-') === true) return scope.refer('workload', instance);
  return unreadOwner(scope, card);
}

/** Ways in that the records do not show: accelerators that were not read, carrier and customer-owned addresses. */
function unmodelled(
  scope: Scope,
  card: NetworkInterface,
): { readonly unmodelledIngress?: Unknown } {
  for (const { Association } of card.PrivateIpAddresses ?? []) {
    if (Association?.CarrierIp !== undefined || Association?.CustomerOwnedIp !== undefined) {
      const reason = 'Carrier and customer-owned addresses are not modelled.';
      return { unmodelledIngress: { kind: 'unknown', reason } };
    }
  }
  const doubt = acceleratorDoubt(scope, card) ?? gatewayDoubt(scope, card.VpcId);
  return doubt === undefined ? {} : { unmodelledIngress: doubt };
}
