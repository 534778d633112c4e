import {
  type Interface,
  type InterfaceAddress,
  type Known,
  unknown,
  type Workload,
} from '@netposture/network/graph';
import { AddressSet, internet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { FLOATING_IPS, LOAD_BALANCERS, SERVERS } from '../operations.ts';
import type { Server } from '../schema/cloud.ts';
import { type CloudProject, hasPublicInterface } from './cloud-project.ts';
import { firewallLayer } from './firewall.ts';
import { networkRouteTable, subnetIdOf } from './network.ts';

/** A server becomes a workload with one interface on the internet and one in each network. */
export function addServer(server: Server, project: CloudProject): void {
  const { names, answers, records, assumes } = project;
  const location = server.location?.name;
  const workload: Workload = {
    kind: 'workload',
    id: names.id('workload', server.id),
    name: server.name,
    provenance: names.provenance(SERVERS, server.id, location),
    ...(server.labels ? { labels: server.labels } : {}),
    ...(assumes.length > 0 ? { assumes } : {}),
    state: stateOf(server),
  };
  records.add(workload);
  const isPublic = hasPublicInterface(server);
  // A server without a public interface cannot have a firewall (`private_net_only_server`). On the
  // others firewalls stand on the private cards as well, and pass over all that comes there.
  const layers = isPublic ? [firewallLayer(server, answers, names, records)] : [];
  if (isPublic) records.add({ ...publicInterface(server, project), layers });
  for (const card of unreadFloatingIps(server, project)) records.add(card);
  for (const attachment of server.private_net) {
    records.add({ ...privateInterface(server, attachment, project), layers });
  }
}

/** A server that is on its way up, or moves, is taken to run; one on its way down may do either. */
function stateOf({ status }: Server): Known<'running' | 'stopped'> {
  switch (status) {
    case 'running':
    case 'initializing':
    case 'starting':
    case 'migrating':
    case 'rebuilding':
      return 'running';
    case 'off':
      return 'stopped';
    default:
      return unknown(`Hetzner says that the server's status is "${status}".`);
  }
}

function publicInterface(server: Server, project: CloudProject): Omit<Interface, 'layers'> {
  const { names } = project;
  return {
    kind: 'interface',
    id: names.publicInterface(server.id),
    name: `${server.name}/public`,
    provenance: names.provenance(SERVERS, `${server.id}/public`, server.location?.name),
    network: names.publicSpace(),
    addresses: publicAddresses(server, project),
    owner: names.id('workload', server.id),
    isPrimary: true,
    forwards: false,
    ...waysOf(project),
  };
}

/**
 * The primary addresses, of IPv6 the whole /64, and the floating ones. A floating address receives;
 * whether the server also sends with it is decided in its operating system.
 */
function publicAddresses(server: Server, project: CloudProject): readonly InterfaceAddress[] {
  const { ipv4, ipv6 } = server.public_net;
  const addresses = [ipv4, ipv6].flatMap((one): InterfaceAddress[] =>
    one === null ? [] : [publicAddress(one.ip)],
  );
  const floating = project.floatingIps.get(server.id) ?? [];
  const sends = unknown('A floating IP is configured in the operating system, which no API shows.');
  for (const { ip } of floating) addresses.push({ ...publicAddress(ip), originates: sends });
  return addresses;
}

/**
 * A floating IP that is known by number only stands on a card of its own: nothing that a firewall
 * admits is sure to arrive there, since not even the family of its address is known.
 */
function unreadFloatingIps(server: Server, project: CloudProject): readonly Interface[] {
  const { names, answers, records } = project;
  const known = new Set(project.floatingIps.get(server.id)?.map(({ id }) => id));
  const { hole, key } = answers.to(FLOATING_IPS);
  return server.public_net.floating_ips
    .filter((id) => !known.has(id))
    .map((id) => {
      const nativeId = `${server.id}/floating-${id}`;
      const cause = hole ?? unknown(`Floating IP ${id} is not in the list of floating IPs.`, key);
      return {
        ...publicInterface(server, project),
        id: names.id('interface', nativeId),
        name: `${server.name}/floating-${id}`,
        provenance: names.provenance(SERVERS, nativeId, server.location?.name),
        addresses: [{ inside: internet, plane: 'public', exact: false, originates: cause }],
        layers: [firewallLayer(server, answers, names, records), cause],
        isPrimary: false,
      };
    });
}

function publicAddress(ip: string): InterfaceAddress {
  const set = addressSetIn(ip);
  return { inside: set ?? internet, plane: 'public', exact: set !== undefined };
}

function privateInterface(
  server: Server,
  { network, ip, alias_ips }: Server['private_net'][number],
  project: CloudProject,
): Omit<Interface, 'layers'> {
  const { names, answers } = project;
  const known = project.networks.get(network);
  const addresses = [ip, ...(alias_ips ?? [])].map((one): InterfaceAddress => {
    const set = addressSetIn(one);
    return { inside: set ?? AddressSet.allIpv4, plane: 'private', exact: set !== undefined };
  });
  const subnet = known && subnetIdOf(known, ip, names);
  const hidden = answers.to(LOAD_BALANCERS).hole;
  return {
    kind: 'interface',
    id: names.privateInterface(server.id, network),
    name: `${server.name}/${known?.name ?? network}`,
    provenance: names.provenance(SERVERS, `${server.id}/network-${network}`, server.location?.name),
    network: project.networkId(network),
    ...(subnet === undefined ? { routeTable: networkRouteTable(network, project) } : { subnet }),
    addresses,
    owner: names.id('workload', server.id),
    isPrimary: !hasPublicInterface(server) && server.private_net[0]?.network === network,
    forwards: known?.routes.some((route) => route.gateway === ip) ?? false,
    // A load balancer that was not read may lead here, around every firewall.
    ...(hidden === undefined ? {} : { unmodelledIngress: hidden }),
    ...waysOf(project),
  };
}

function waysOf({ assumes, unreadWays }: CloudProject): Pick<Interface, 'assumes' | 'gaps'> {
  return {
    ...(assumes.length > 0 ? { assumes } : {}),
    ...(unreadWays.length > 0 ? { gaps: unreadWays } : {}),
  };
}
