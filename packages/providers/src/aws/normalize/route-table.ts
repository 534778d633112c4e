import {
  type ResourceId,
  type Route,
  type RouteTarget,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import type { WireRoute, WireRouteTable } from '../schema/network.ts';
import { addressesOf, addressesOfAll, prefixLengthOf } from './address-text.ts';
import { named } from './naming.ts';
import { prefixesOf } from './prefix-list.ts';
import type { Scope } from './scope.ts';

/** NAT64: IPv6 packets to this prefix come out of a NAT gateway as IPv4 (RFC 6052), which the model does not follow. */
const NAT64 = AddressSet.parse('64:ff9b::/96');

/**
 * Ties of equal prefix length: a route to a prefix beats one to a prefix list, and both beat propagated ones.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html, read 2026-11-21.
 */
const PREFERENCE = { static: 0, prefixList: 1, propagated: 2 } as const;

/** Route tables of networks. */
export function normalizeRouteTables(scope: Scope): void {
  for (const table of scope.read('DescribeRouteTables').items) {
    const account = scope.accountFor(table.OwnerId);
    if (account === undefined) continue;
    const id = scope.announce('route-table', table.RouteTableId, account);
    const { routes, incomplete } = routesOf(scope, table);
    scope.draft.add({
      kind: 'route-table',
      id,
      ...named(table.RouteTableId, table.Tags),
      provenance: scope.provenance('DescribeRouteTables', table.RouteTableId, {
        account,
        console: `vpcconsole/home#RouteTableDetails:RouteTableId=${table.RouteTableId}`,
      }),
      ...(table.VpcId === undefined
        ? {}
        : { network: scope.refer('network', table.VpcId, account) }),
      routes,
      ...(incomplete === undefined ? {} : { incomplete }),
    });
  }
}

/** The table of each subnet and gateway that has an association of its own, and the main table of each VPC. */
export function tableByMember(scope: Scope): ReadonlyMap<string, ResourceId> {
  const byMember = new Map<string, ResourceId>();
  for (const table of scope.read('DescribeRouteTables').items) {
    const id = scope.refer('route-table', table.RouteTableId);
    for (const { Main, SubnetId, GatewayId, AssociationState } of table.Associations ?? []) {
      const state = AssociationState?.State;
      if (state !== undefined && state !== 'associated' && state !== 'associating') continue;
      const member = SubnetId ?? GatewayId ?? (Main === true ? table.VpcId : undefined);
      if (member !== undefined) byMember.set(member, id);
    }
  }
  return byMember;
}

function routesOf(
  scope: Scope,
  table: WireRouteTable,
): { readonly routes: readonly Route[]; readonly incomplete?: Unknown } {
  const wire = table.Routes ?? [];
  const local = addressesOfAll(
    wire
      .filter(({ GatewayId }) => GatewayId === 'local')
      .map((route) => route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock),
  );
  const routes: Route[] = [];
  let incomplete: Unknown | undefined;
  for (const route of wire) {
    // The API has a third state, whose routes are not in use.
    if (route.State === 'filtered') continue;
    const target = targetOf(scope, route);
    const listId = route.DestinationPrefixListId;
    if (listId !== undefined) {
      const list = prefixesOf(scope, listId);
      for (const cidr of list.cidrs) {
        routes.push(
          routeTo(
            cidr,
            target,
            PREFERENCE.prefixList,
            `${listId} (${cidr}) to ${targetName(route)}`,
          ),
        );
      }
      if (list.incomplete === undefined) continue;
      incomplete = list.incomplete;
      // A gateway endpoint takes only what goes to its own service; any other unread list may take anything.
      if (!isEndpointRoute(route)) routes.push(...anywhere(list.incomplete, listId));
      continue;
    }
    const cidr = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
    if (cidr === undefined || addressesOf(cidr) === undefined) {
      incomplete = unknown(`A route of ${table.RouteTableId} has no readable destination.`);
      continue;
    }
    const propagated =
      route.Origin === 'EnableVgwRoutePropagation' || route.Origin === 'Advertisement';
    const made = routeTo(
      cidr,
      target,
      propagated ? PREFERENCE.propagated : PREFERENCE.static,
      `${cidr} to ${targetName(route)}`,
    );
    // Propagated routes inside the network's own ranges lose to the local route, however specific they are.
    const destination = propagated ? made.destination.subtract(local) : made.destination;
    if (!destination.isEmpty) routes.push({ ...made, destination });
  }
  return incomplete === undefined ? { routes } : { routes, incomplete };
}

function routeTo(cidr: string, target: RouteTarget, preference: number, label: string): Route {
  const destination = addressesOf(cidr) ?? AddressSet.empty;
  const crossesFamilies = target.kind === 'gateway' && destination.equals(NAT64);
  return {
    destination,
    prefixLength: prefixLengthOf(cidr),
    preference,
    target: crossesFamilies
      ? {
          kind: 'undetermined',
          cause: unknown('NAT64 turns IPv6 into IPv4, which is not modelled.'),
        }
      : target,
    label,
  };
}

/** A route whose prefixes are not known may be the most specific one for anything. */
function anywhere(cause: Unknown, listId: string): readonly Route[] {
  const target: RouteTarget = { kind: 'undetermined', cause };
  const label = `${listId}, whose prefixes were not read`;
  return [
    { destination: AddressSet.allIpv4, prefixLength: 32, preference: 0, target, label },
    { destination: AddressSet.allIpv6, prefixLength: 128, preference: 0, target, label },
  ];
}

function isEndpointRoute(route: WireRoute): boolean {
  return route.GatewayId?.startsWith('vpce-') === true;
}

function targetName(route: WireRoute): string {
  const name =
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.EgressOnlyInternetGatewayId ??
    route.NetworkInterfaceId ??
    route.InstanceId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    route.OdbNetworkArn ??
    'an unknown target';
  return route.State === 'blackhole' ? `${name} (blackhole)` : name;
}

function targetOf(scope: Scope, route: WireRoute): RouteTarget {
  if (route.State === 'blackhole') return { kind: 'blackhole' };
  if (route.GatewayId === 'local') return { kind: 'local' };
  const gateway =
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.EgressOnlyInternetGatewayId;
  if (gateway !== undefined) return { kind: 'gateway', gateway: scope.refer('gateway', gateway) };
  if (route.NetworkInterfaceId !== undefined) {
    return { kind: 'interface', interface: scope.refer('interface', route.NetworkInterfaceId) };
  }
  return {
    kind: 'undetermined',
    cause: unknown(`Routes to ${targetName(route)} are not modelled.`),
  };
}
