import {
  type Gateway,
  type GatewayKind,
  type Known,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import type { NatGateway, PeeringConnection, VpcEndpoint } from '../schema/gateway.ts';
import type { Tags } from '../schema/tag.ts';
import { addressesOfAll } from './address-text.ts';
import { named } from './naming.ts';
import { tableByMember } from './route-table.ts';
import type { Scope } from './scope.ts';
import type { ReadOperation } from './wire-items.ts';

/** Internet, egress-only, NAT, VPN gateways, peerings and endpoints. Transit gateways have a file of their own. */
export function normalizeGateways(scope: Scope): void {
  const edgeTables = tableByMember(scope);
  for (const gateway of scope.read('DescribeInternetGateways').items) {
    const { InternetGatewayId: nativeId, Attachments, Tags, OwnerId } = gateway;
    const account = scope.accountFor(OwnerId);
    if (account === undefined) continue;
    const networks = attachedNetworks(scope, Attachments);
    add(scope, 'DescribeInternetGateways', nativeId, Tags, account, {
      gatewayKind: 'internet',
      state: 'active',
      networks,
      ...edgeTable(scope, edgeTables, nativeId),
    });
  }
  for (const gateway of scope.read('DescribeEgressOnlyInternetGateways').items) {
    const { EgressOnlyInternetGatewayId: nativeId, Attachments, Tags } = gateway;
    add(scope, 'DescribeEgressOnlyInternetGateways', nativeId, Tags, scope.account, {
      gatewayKind: 'egress-only',
      state: 'active',
      networks: attachedNetworks(scope, Attachments),
      carries: { addresses: AddressSet.allIpv6 },
    });
  }
  for (const gateway of scope.read('DescribeNatGateways').items) addNat(scope, gateway);
  for (const gateway of scope.read('DescribeVpnGateways').items) {
    if (gateway.State === 'deleted') continue;
    add(scope, 'DescribeVpnGateways', gateway.VpnGatewayId, gateway.Tags, scope.account, {
      gatewayKind: 'vpn',
      state: 'active',
      networks: attachedNetworks(scope, gateway.VpcAttachments),
      ...edgeTable(scope, edgeTables, gateway.VpnGatewayId),
    });
  }
  for (const peering of scope.read('DescribeVpcPeeringConnections').items)
    addPeering(scope, peering);
  for (const endpoint of scope.read('DescribeVpcEndpoints').items) addEndpoint(scope, endpoint);
}

type Facts = Pick<Gateway, 'gatewayKind' | 'state' | 'networks'> & Partial<Gateway>;

function add(
  scope: Scope,
  operation: ReadOperation,
  nativeId: string,
  tags: Tags,
  account: string,
  facts: Facts,
): void {
  scope.draft.add({
    kind: 'gateway',
    id: scope.announce('gateway', nativeId, account),
    ...named(nativeId, tags),
    provenance: scope.provenance(operation, nativeId, { account }),
    ...facts,
  });
}

/** An internet or virtual private gateway may have a table of its own, which turns packets aside on their way in. */
function edgeTable(
  scope: Scope,
  tables: ReadonlyMap<string, ResourceId>,
  nativeId: string,
): { readonly routeTable?: Known<ResourceId> } {
  const table = tables.get(nativeId) ?? scope.read('DescribeRouteTables').cause;
  return table === undefined ? {} : { routeTable: table };
}

function attachedNetworks(
  scope: Scope,
  attachments:
    | readonly { readonly VpcId?: string | undefined; readonly State?: string | undefined }[]
    | undefined,
): readonly ResourceId[] {
  const networks: ResourceId[] = [];
  for (const { VpcId, State } of attachments ?? []) {
    // Internet gateways say `available`, the others `attached`.
    const attached = State === undefined || State === 'available' || State === 'attached';
    if (VpcId !== undefined && attached) networks.push(scope.refer('network', VpcId));
  }
  return networks;
}

/** NAT carries IPv4 over TCP, UDP and ICMP, from inside only: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
const CARRIED_BY_NAT = {
  addresses: AddressSet.allIpv4,
  transport: TransportSet.unionOf([TransportSet.tcp(), TransportSet.udp(), TransportSet.icmp()]),
};

function addNat(scope: Scope, gateway: NatGateway): void {
  const {
    NatGatewayId: nativeId,
    State,
    ConnectivityType,
    AvailabilityMode,
    SubnetId,
    VpcId,
  } = gateway;
  const isPrivate = ConnectivityType === 'private';
  const addresses = (gateway.NatGatewayAddresses ?? []).map(({ PublicIp, PrivateIp }) =>
    isPrivate ? PrivateIp : PublicIp,
  );
  const egress = addressesOfAll(addresses);
  add(scope, 'DescribeNatGateways', nativeId, gateway.Tags, scope.account, {
    gatewayKind: 'nat',
    state: State === undefined || State === 'available' ? 'active' : 'inactive',
    networks: VpcId === undefined ? [] : [scope.refer('network', VpcId)],
    carries: CARRIED_BY_NAT,
    egressAddresses: egress.isEmpty ? unknown(`${nativeId} has no address that was read.`) : egress,
    ...(SubnetId === undefined || AvailabilityMode === 'regional'
      ? {}
      : { subnet: scope.refer('subnet', SubnetId) }),
  });
}

function addPeering(scope: Scope, peering: PeeringConnection): void {
  const {
    VpcPeeringConnectionId: nativeId,
    RequesterVpcInfo: from,
    AccepterVpcInfo: to,
    Status,
  } = peering;
  const sides = [from, to].flatMap((side) => {
    if (side?.VpcId === undefined) return [];
    const place = {
      account: side.OwnerId ?? scope.account,
      location: side.Region ?? scope.location,
    };
    const cause = scope.causeOfMissing('network', side.VpcId);
    return [scope.draft.refer('network', side.VpcId, place, cause)];
  });
  const sameRegion = (from?.Region ?? scope.location) === (to?.Region ?? scope.location);
  const place = {
    account: from?.OwnerId ?? scope.account,
    location: from?.Region ?? scope.location,
  };
  scope.draft.add({
    kind: 'gateway',
    id: scope.draft.announce('gateway', nativeId, place),
    ...named(nativeId, peering.Tags),
    provenance: { ...scope.provenance('DescribeVpcPeeringConnections', nativeId), ...place },
    gatewayKind: 'peering',
    state: Status?.Code === 'active' ? 'active' : 'inactive',
    networks: sides,
    // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html, read 2026-11-21.
    supportsReferences: sameRegion,
  });
}

function addEndpoint(scope: Scope, endpoint: VpcEndpoint): void {
  const { VpcEndpointId: nativeId, VpcEndpointType: type, VpcId, OwnerId, ServiceName } = endpoint;
  const account = scope.accountFor(OwnerId);
  if (account === undefined) return;
  const gatewayKind: GatewayKind =
    type === 'Gateway' || type === 'Interface' ? 'service-endpoint' : 'appliance';
  add(scope, 'DescribeVpcEndpoints', nativeId, endpoint.Tags, account, {
    gatewayKind,
    state:
      endpoint.State?.toLowerCase() === 'available' || endpoint.State === undefined
        ? 'active'
        : 'inactive',
    networks: VpcId === undefined ? [] : [scope.refer('network', VpcId)],
    ...(gatewayKind === 'appliance'
      ? {
          unmodelled: unknown(
            `What stands behind ${nativeId} (${ServiceName ?? type ?? 'unknown'}) is not modelled.`,
          ),
        }
      : {}),
  });
}
