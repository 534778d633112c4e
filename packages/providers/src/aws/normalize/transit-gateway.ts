import {
  type Known,
  type ResourceId,
  type Route,
  type RouteTarget,
  type TransitAttachment,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import type { TransitGateway, TransitRoute, WireTransitAttachment } from '../schema/gateway.ts';
import { addressesOf, prefixLengthOf } from './address-text.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';

/** The account under which a transit gateway is recorded: its owner's, whoever sees it. */
export function transitOwner(scope: Scope, owner: string | undefined): string {
  return owner !== undefined && /^\d{12}$/.test(owner) ? owner : scope.account;
}

/**
 * Transit gateways. Their owner sees every attachment and table, other accounts only their own attachments: `all` are
 * the scopes of every account in the region, so that the owner's view and that of the others complete each other.
 */
export function normalizeTransitGateways(scope: Scope, all: readonly Scope[]): void {
  for (const gateway of scope.read('DescribeTransitGateways').items) {
    const account = transitOwner(scope, gateway.OwnerId);
    const isOwner = account === scope.account;
    if (!isOwner && scope.accountFor(gateway.OwnerId) === undefined) continue;
    if (gateway.State === 'deleted') continue;
    const nativeId = gateway.TransitGatewayId;
    scope.draft.add({
      kind: 'gateway',
      id: scope.announce('gateway', nativeId, account),
      ...named(nativeId, gateway.Tags),
      provenance: scope.provenance('DescribeTransitGateways', nativeId, {
        account,
        uri: gateway.TransitGatewayArn,
      }),
      gatewayKind: 'transit',
      state: stateOf(scope, gateway),
      networks: [],
      attachments: attachmentsOf(gateway, isOwner, all),
      supportsReferences: gateway.Options?.SecurityGroupReferencingSupport === 'enable',
      ...scope.assumptions(scope.read('DescribeTransitGatewayAttachments')),
    });
  }
  normalizeTransitTables(scope);
}

/** Attachments that could not all be read may lead anywhere, so nothing through the gateway is known then. */
function stateOf(scope: Scope, gateway: TransitGateway): Known<'active' | 'inactive'> {
  const state =
    gateway.State === undefined || gateway.State === 'available' || gateway.State === 'modifying';
  return scope.known(
    state ? 'active' : 'inactive',
    scope.read('DescribeTransitGatewayAttachments'),
    scope.read('DescribeTransitGatewayVpcAttachments'),
  );
}

function attachmentsOf(
  gateway: TransitGateway,
  seenByOwner: boolean,
  all: readonly Scope[],
): readonly TransitAttachment[] {
  const byId = new Map<string, TransitAttachment>();
  for (const scope of all) {
    for (const wire of scope.read('DescribeTransitGatewayAttachments').items) {
      if (wire.TransitGatewayId !== gateway.TransitGatewayId) continue;
      const known = byId.get(wire.TransitGatewayAttachmentId);
      // Only the owner of the gateway is told which table an attachment uses.
      if (known !== undefined && wire.Association === undefined) continue;
      const isOwner =
        scope.account === gateway.OwnerId || (seenByOwner && gateway.OwnerId === undefined);
      byId.set(wire.TransitGatewayAttachmentId, attachmentOf(scope, wire, isOwner, all));
    }
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function attachmentOf(
  scope: Scope,
  wire: WireTransitAttachment,
  isOwner: boolean,
  all: readonly Scope[],
): TransitAttachment {
  const id = wire.TransitGatewayAttachmentId;
  const detail = all
    .flatMap((one) => one.read('DescribeTransitGatewayVpcAttachments').items)
    .find((item) => item.TransitGatewayAttachmentId === id);
  const { ResourceType: type, ResourceId: resource, ResourceOwnerId: owner } = wire;
  const network =
    type === 'vpc' && resource !== undefined ? scope.refer('network', resource, owner) : undefined;
  return {
    id,
    ...(network === undefined ? {} : { network }),
    ...(network === undefined ? { gateway: gatewayBehind(scope, wire) } : {}),
    subnets: (detail?.SubnetIds ?? []).map((subnet) => scope.refer('subnet', subnet, owner)),
    routeTable: tableOf(scope, wire, isOwner),
    supportsReferences:
      detail !== undefined && detail.Options?.SecurityGroupReferencingSupport !== 'disable',
    state:
      wire.State === undefined || wire.State === 'available' || wire.State === 'modifying'
        ? 'active'
        : 'inactive',
  };
}

function tableOf(scope: Scope, wire: WireTransitAttachment, isOwner: boolean): Known<ResourceId> {
  const { Association: association, TransitGatewayAttachmentId: id } = wire;
  const table = association?.TransitGatewayRouteTableId;
  if (table !== undefined && association?.State !== 'disassociated')
    return scope.refer('route-table', table);
  if (!isOwner)
    return unknown(`Only the owner of the transit gateway sees which table ${id} uses.`);
  return emptyTable(scope);
}

/** An attachment without a table goes nowhere. */
function emptyTable(scope: Scope): ResourceId {
  const nativeId = 'transit-gateway-without-table';
  const id = scope.announce('route-table', nativeId);
  scope.draft.add({
    kind: 'route-table',
    id,
    name: 'no transit gateway route table',
    provenance: scope.provenance('DescribeTransitGatewayAttachments', nativeId),
    routes: [],
  });
  return id;
}

/** What an attachment leads to where it is no network: another transit gateway, or something that nobody here sees. */
function gatewayBehind(scope: Scope, wire: WireTransitAttachment): ResourceId {
  const id = wire.TransitGatewayAttachmentId;
  if (wire.ResourceType === 'peering') {
    const peering = scope
      .read('DescribeTransitGatewayPeeringAttachments')
      .items.find((item) => item.TransitGatewayAttachmentId === id);
    for (const side of [peering?.RequesterTgwInfo, peering?.AccepterTgwInfo]) {
      if (side?.TransitGatewayId === undefined || side.TransitGatewayId === wire.TransitGatewayId)
        continue;
      const place = {
        account: side.OwnerId ?? scope.account,
        location: side.Region ?? scope.location,
      };
      return scope.draft.refer(
        'gateway',
        side.TransitGatewayId,
        place,
        scope.causeOfMissing('gateway', side.TransitGatewayId),
      );
    }
  }
  const nativeId = wire.ResourceId ?? id;
  const beyond = scope.announce('gateway', `${id}/${nativeId}`);
  scope.draft.add({
    kind: 'gateway',
    id: beyond,
    name: nativeId,
    provenance: scope.provenance('DescribeTransitGatewayAttachments', nativeId),
    gatewayKind: 'vpn',
    state: 'active',
    networks: [],
  });
  return beyond;
}

function normalizeTransitTables(scope: Scope): void {
  for (const table of scope.read('DescribeTransitGatewayRouteTables').items) {
    const nativeId = table.TransitGatewayRouteTableId;
    const reading = scope.read('SearchTransitGatewayRoutes', nativeId);
    scope.draft.add({
      kind: 'route-table',
      id: scope.announce('route-table', nativeId),
      ...named(nativeId, table.Tags),
      provenance: scope.provenance('DescribeTransitGatewayRouteTables', nativeId),
      routes: [...reading.items.flatMap(transitRoutes), ...unreadRoutes(reading.cause)],
      ...(reading.cause === undefined ? {} : { incomplete: reading.cause }),
    });
  }
}

/** What was not read may be more specific than what was. */
function unreadRoutes(cause: ReturnType<typeof unknown> | undefined): readonly Route[] {
  if (cause === undefined) return [];
  const target: RouteTarget = { kind: 'undetermined', cause };
  const label = 'routes that were not read';
  return [
    { destination: AddressSet.allIpv4, prefixLength: 32, preference: 0, target, label },
    { destination: AddressSet.allIpv6, prefixLength: 128, preference: 0, target, label },
  ];
}

/** Static routes beat propagated ones; several attachments of one route share the load. */
function transitRoutes(route: TransitRoute): readonly Route[] {
  const cidr = route.DestinationCidrBlock;
  const destination = addressesOf(cidr);
  if (cidr === undefined || destination === undefined) return [];
  const attachments = route.TransitGatewayAttachments ?? [];
  const base = {
    destination,
    prefixLength: prefixLengthOf(cidr),
    preference: route.Type === 'propagated' ? 1 : 0,
  };
  if (route.State === 'blackhole' || attachments.length === 0) {
    return [{ ...base, target: { kind: 'blackhole' }, label: `${cidr} (blackhole)` }];
  }
  return attachments.map(({ TransitGatewayAttachmentId: id = '' }) => ({
    ...base,
    target: { kind: 'attachment', attachment: id },
    label: `${cidr} to ${id}`,
    ...(attachments.length > 1 ? { balanced: true } : {}),
  }));
}
