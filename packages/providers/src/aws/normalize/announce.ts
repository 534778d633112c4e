import type { RecordKind } from '@netposture/network/graph';
import { interfacesIn } from './interface-list.ts';
import type { Scope } from './scope.ts';
import { transitOwner } from './transit-gateway.ts';

/**
 * Tells the draft every id of a place before any record refers to it, under the account that owns it: shared subnets,
 * peerings and transit gateways are seen by several accounts and must have one id.
 */
export function announceAll(scope: Scope): void {
  const announce = (kind: RecordKind, nativeId: string, owner?: string) => {
    const account = scope.accountFor(owner);
    if (account !== undefined) scope.announce(kind, nativeId, account);
  };
  for (const { VpcId, OwnerId } of scope.read('DescribeVpcs').items)
    announce('network', VpcId, OwnerId);
  for (const { SubnetId, OwnerId } of scope.read('DescribeSubnets').items) {
    announce('subnet', SubnetId, OwnerId);
  }
  for (const { RouteTableId, OwnerId } of scope.read('DescribeRouteTables').items) {
    announce('route-table', RouteTableId, OwnerId);
  }
  for (const { TransitGatewayRouteTableId } of scope.read('DescribeTransitGatewayRouteTables')
    .items) {
    announce('route-table', TransitGatewayRouteTableId);
  }
  for (const { GroupId, OwnerId } of scope.read('DescribeSecurityGroups').items) {
    announce('filter', GroupId, OwnerId);
  }
  for (const { NetworkAclId, OwnerId } of scope.read('DescribeNetworkAcls').items) {
    announce('filter', NetworkAclId, OwnerId);
  }
  for (const { PrefixListId, OwnerId } of scope.read('DescribeManagedPrefixLists').items) {
    announce('address-group', PrefixListId, OwnerId);
  }
  for (const { NetworkInterfaceId, OwnerId } of interfacesIn(scope).items) {
    announce('interface', NetworkInterfaceId, OwnerId);
  }
  for (const { Instances, OwnerId } of scope.read('DescribeInstances').items) {
    for (const { InstanceId } of Instances ?? []) announce('workload', InstanceId, OwnerId);
  }
  announceGateways(scope, announce);
}

function announceGateways(
  scope: Scope,
  announce: (kind: RecordKind, nativeId: string, owner?: string) => void,
): void {
  for (const { InternetGatewayId, OwnerId } of scope.read('DescribeInternetGateways').items) {
    announce('gateway', InternetGatewayId, OwnerId);
  }
  for (const { EgressOnlyInternetGatewayId } of scope.read('DescribeEgressOnlyInternetGateways')
    .items) {
    announce('gateway', EgressOnlyInternetGatewayId);
  }
  for (const { NatGatewayId } of scope.read('DescribeNatGateways').items)
    announce('gateway', NatGatewayId);
  for (const { VpnGatewayId } of scope.read('DescribeVpnGateways').items)
    announce('gateway', VpnGatewayId);
  for (const { VpcEndpointId, OwnerId } of scope.read('DescribeVpcEndpoints').items) {
    announce('gateway', VpcEndpointId, OwnerId);
  }
  for (const { VpcPeeringConnectionId, RequesterVpcInfo } of scope.read(
    'DescribeVpcPeeringConnections',
  ).items) {
    // Both sides list it, in two regions perhaps: it is the requester's.
    const side = {
      account: RequesterVpcInfo?.OwnerId ?? scope.account,
      location: RequesterVpcInfo?.Region ?? scope.location,
    };
    scope.draft.announce('gateway', VpcPeeringConnectionId, side);
  }
  for (const { TransitGatewayId, OwnerId } of scope.read('DescribeTransitGateways').items) {
    scope.announce('gateway', TransitGatewayId, transitOwner(scope, OwnerId));
  }
}
