import type {
  Known,
  Network as NetworkRecord,
  ResourceId,
  Subnet,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import type { Operation } from '../../operation.ts';
import { NETWORKS } from '../operations.ts';
import type { Network } from '../schema/cloud.ts';
import type { CloudProject } from './cloud-project.ts';
import type { Names } from './names.ts';
import { addRouteTables } from './route.ts';

/**
 * A private network: its members reach each other across all its subnets, and nothing filters them.
 * Source: "Networks" of https://docs.hetzner.cloud/reference/cloud (2026-05).
 */
export function addNetwork(network: Network, project: CloudProject): void {
  const { names, records } = project;
  const provenance = names.provenance(NETWORKS, network.id);
  const record: NetworkRecord = {
    kind: 'network',
    id: names.id('network', network.id),
    name: network.name,
    provenance,
    ...(network.labels ? { labels: network.labels } : {}),
    ranges: addressSetIn(network.ip_range) ?? AddressSet.empty,
    isDefault: false,
    isPublicSpace: false,
  };
  records.add(record);
  for (const { ip_range, network_zone, type } of network.subnets) {
    const ranges = ip_range ? addressSetIn(ip_range) : undefined;
    if (!ip_range || ranges === undefined) continue;
    const subnet: Subnet = {
      kind: 'subnet',
      id: subnetId(network, ip_range, names),
      name: `${network.name} ${ip_range}`,
      provenance: { ...provenance, nativeId: `${network.id}/${ip_range}` },
      network: record.id,
      ranges,
      zone: network_zone,
      routeTable: names.routeTable(network.id, type === 'vswitch'),
      assignsPublicAddresses: false,
    };
    records.add(subnet);
  }
  addRouteTables(network, project);
}

/** The network that stands for the internet: members are on it with addresses of their own. */
export function addPublicSpace(
  names: Names,
  records: CloudProject['records'],
  operation: Operation,
): void {
  records.add({
    kind: 'network',
    id: names.publicSpace(),
    name: `${names.account} public network`,
    provenance: names.provenance(operation, 'public'),
    ranges: AddressSet.empty,
    isDefault: true,
    isPublicSpace: true,
  });
}

/** The subnet of a network in which an address lies. */
export function subnetIdOf(network: Network, ip: string, names: Names): ResourceId | undefined {
  const address = addressSetIn(ip);
  const subnet = network.subnets.find(({ ip_range }) => {
    const range = ip_range ? addressSetIn(ip_range) : undefined;
    return address !== undefined && range !== undefined && address.isSubsetOf(range);
  });
  return subnet?.ip_range ? subnetId(network, subnet.ip_range, names) : undefined;
}

/** The table for members of a network that stand in none of its subnets. */
export function networkRouteTable(network: number, project: CloudProject): Known<ResourceId> {
  if (project.networks.has(network)) return project.names.routeTable(network, false);
  return project.holeOfNetwork(network);
}

function subnetId(network: Network, range: string, names: Names): ResourceId {
  return names.id('subnet', `${network.id}/${range}`);
}
