import {
  type Gateway,
  type Known,
  type ResourceId,
  type Route,
  type RouteTarget,
  type Selector,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { addressSetIn, prefixLengthIn } from '../../normalize/wire-address.ts';
import { NETWORKS, SERVERS } from '../operations.ts';
import type { Network, Server } from '../schema/cloud.ts';
import type { CloudProject } from './cloud-project.ts';

/**
 * The tables of a network: one for the Cloud's members, one for dedicated servers behind a vSwitch,
 * which see the routes only where `expose_routes_to_vswitch` is set.
 */
export function addRouteTables(network: Network, project: CloudProject): void {
  const { names, records } = project;
  const local = localRoute(network);
  const further = network.routes.flatMap((route) => routesFor(route, network, project));
  const provenance = names.provenance(NETWORKS, network.id);
  for (const isVswitch of [false, true]) {
    const isExposed = !isVswitch || network.expose_routes_to_vswitch === true;
    records.add({
      kind: 'route-table',
      id: names.routeTable(network.id, isVswitch),
      name: isVswitch ? `${network.name} (vSwitch)` : network.name,
      provenance,
      network: names.id('network', network.id),
      routes: isExposed ? [...local, ...further] : local,
    });
  }
}

function localRoute({ ip_range }: Network): readonly Route[] {
  const destination = addressSetIn(ip_range);
  if (destination === undefined) return [];
  return [
    {
      destination,
      prefixLength: prefixLengthIn(ip_range),
      preference: 0,
      target: { kind: 'local' },
      label: `${ip_range} within the network`,
    },
  ];
}

type WireRoute = Network['routes'][number];

function routesFor(wire: WireRoute, network: Network, project: CloudProject): readonly Route[] {
  const destination = addressSetIn(wire.destination);
  if (destination === undefined) return [];
  const route = {
    destination,
    prefixLength: prefixLengthIn(wire.destination),
    preference: 0,
    label: `${wire.destination} via ${wire.gateway}`,
  };
  const holder = serverAt(wire.gateway, network.id, project);
  if (holder === undefined) return [{ ...route, target: nobodyAt(wire.gateway, project) }];
  const { ipv4 } = holder.public_net;
  if (!destination.equals(AddressSet.allIpv4) || ipv4 === null) {
    const next = project.names.privateInterface(holder.id, network.id);
    return [{ ...route, target: { kind: 'interface', interface: next } }];
  }
  // "Automatically applied to private traffic": who has a public IPv4 address leaves by that.
  const sources = withoutPublicIpv4(network, project);
  const own = addressSetIn(ipv4.ip);
  const primary = natGateway(holder, network, project, {
    nativeId: `${network.id}/nat`,
    egressAddresses: own ?? unknown(`"${ipv4.ip}" is no address.`),
  });
  if (holder.public_net.floating_ips.length === 0) {
    return [{ ...route, target: { kind: 'gateway', gateway: primary }, sources }];
  }
  const floating = natGateway(holder, network, project, {
    nativeId: `${network.id}/nat-floating`,
    egressAddresses: unknown(
      `${holder.name} has floating IPs, and its operating system decides which address it sends with.`,
    ),
  });
  return [primary, floating].map((gateway) => ({
    ...route,
    target: { kind: 'gateway', gateway },
    sources,
    balanced: true,
  }));
}

/** A server that translates for the others of its network; its firewalls' outbound rules apply. */
function natGateway(
  server: Server,
  network: Network,
  { names, records }: CloudProject,
  own: { readonly nativeId: string; readonly egressAddresses: Known<AddressSet> },
): ResourceId {
  const gateway: Gateway = {
    kind: 'gateway',
    id: names.id('gateway', own.nativeId),
    name: `${server.name} as NAT for ${network.name}`,
    provenance: names.provenance(NETWORKS, own.nativeId, server.location?.name),
    gatewayKind: 'nat',
    state: 'active',
    networks: [names.id('network', network.id)],
    carries: { addresses: AddressSet.allIpv4 },
    egressAddresses: own.egressAddresses,
    interface: names.publicInterface(server.id),
  };
  records.add(gateway);
  return gateway.id;
}

function withoutPublicIpv4(network: Network, project: CloudProject): Selector {
  const among = new Set([network.id]);
  const ids = [...project.servers.values()]
    .filter((server) => server.public_net.ipv4 === null)
    .flatMap((server) => project.privateInterfaces(server, among));
  return { kind: 'resources', ids };
}

function serverAt(ip: string, network: number, project: CloudProject): Server | undefined {
  for (const server of project.servers.values()) {
    const holds = server.private_net.some(
      (one) => one.network === network && [one.ip, ...(one.alias_ips ?? [])].includes(ip),
    );
    if (holds) return server;
  }
  return undefined;
}

function nobodyAt(ip: string, project: CloudProject): RouteTarget {
  const { hole } = project.answers.to(SERVERS);
  if (hole === undefined) return { kind: 'blackhole' };
  return {
    kind: 'undetermined',
    cause: { ...hole, reason: `Who holds ${ip} is not known. ${hole.reason}` },
  };
}
