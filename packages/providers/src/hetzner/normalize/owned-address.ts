import {
  type AddressStability,
  type OwnedAddress,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { FLOATING_IPS, LOAD_BALANCERS, PRIMARY_IPS, SERVERS } from '../operations.ts';
import type { CloudProject } from './cloud-project.ts';

/** The public addresses of a project: primary, floating, of load balancers; assigned or idle. */
export function addOwnedAddresses(project: CloudProject): void {
  addPrimaryIps(project);
  addFloatingIps(project);
  addServerIps(project);
  addBalancerIps(project);
}

function addPrimaryIps(project: CloudProject): void {
  const { names, answers } = project;
  for (const ip of answers.to(PRIMARY_IPS).items) {
    const isAssigned = typeof ip.assignee_id === 'number' && ip.assignee_type !== 'unassigned';
    const holder = isAssigned ? ip.assignee_id : undefined;
    add(project, ip.ip, {
      nativeId: String(ip.id),
      name: ip.name,
      operation: PRIMARY_IPS,
      ...(ip.location ? { location: ip.location.name } : {}),
      ...(ip.labels ? { labels: ip.labels } : {}),
      // "The primary IP will be deleted once the assigned resource gets deleted."
      stability: ip.auto_delete ? 'ephemeral' : 'static',
      ...(typeof holder === 'number' ? { attachedTo: names.publicInterface(holder) } : {}),
      isEgressIdentity: isAssigned,
    });
  }
}

function addFloatingIps(project: CloudProject): void {
  const { names, answers } = project;
  for (const ip of answers.to(FLOATING_IPS).items) {
    const holder = ip.server;
    add(project, ip.ip, {
      nativeId: String(ip.id),
      name: ip.name,
      operation: FLOATING_IPS,
      ...(ip.home_location ? { location: ip.home_location.name } : {}),
      ...(ip.labels ? { labels: ip.labels } : {}),
      stability: 'static',
      ...(typeof holder === 'number'
        ? {
            attachedTo: names.publicInterface(holder),
            isEgressIdentity: unknown(
              'A floating IP receives; whether the server sends with it is decided in its operating system.',
            ),
          }
        : { isEgressIdentity: false }),
    });
  }
}

/** Addresses of servers that are not among the primary IPs that were read. */
function addServerIps(project: CloudProject): void {
  const { names, answers, servers } = project;
  const primary = answers.to(PRIMARY_IPS);
  const listed = new Set(primary.items.map(({ ip }) => ip));
  for (const server of servers.values()) {
    for (const own of [server.public_net.ipv4, server.public_net.ipv6]) {
      if (own === null || listed.has(own.ip)) continue;
      add(project, own.ip, {
        nativeId: own.ip,
        name: own.ip,
        operation: SERVERS,
        ...(server.location ? { location: server.location.name } : {}),
        // Nobody said that it outlives the server.
        stability: 'ephemeral',
        attachedTo: names.publicInterface(server.id),
        isEgressIdentity: true,
        ...(primary.hole === undefined ? {} : { gaps: [primary.key] }),
        ...(primary.assumedAbsent ? { assumes: [primary.key] } : {}),
      });
    }
  }
}

/** A balancer sends to its targets, never on behalf of anyone to the internet. */
function addBalancerIps(project: CloudProject): void {
  const { names, answers } = project;
  for (const balancer of answers.to(LOAD_BALANCERS).items) {
    const { enabled, ipv4, ipv6 } = balancer.public_net;
    for (const own of [ipv4, ipv6]) {
      if (typeof own?.ip !== 'string') continue;
      add(project, own.ip, {
        nativeId: own.ip,
        name: own.ip,
        operation: LOAD_BALANCERS,
        ...(balancer.location ? { location: balancer.location.name } : {}),
        stability: 'managed',
        attachedTo: enabled
          ? names.id('interface', `balancer-${balancer.id}/public`)
          : names.id('load-balancer', balancer.id),
        isEgressIdentity: false,
      });
    }
  }
}

interface Ownership {
  readonly nativeId: string;
  readonly name: string;
  readonly operation: { readonly id: string };
  readonly location?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly stability: AddressStability;
  readonly attachedTo?: ResourceId;
  readonly isEgressIdentity: boolean | Unknown;
  readonly gaps?: OwnedAddress['gaps'];
  readonly assumes?: OwnedAddress['assumes'];
}

function add({ names, records }: CloudProject, ip: string, ownership: Ownership): void {
  const addresses = addressSetIn(ip);
  if (addresses === undefined) return;
  const { nativeId, operation, location, gaps, assumes, ...own } = ownership;
  records.add({
    kind: 'address',
    id: names.id('address', nativeId),
    provenance: names.provenance(operation, nativeId, location),
    addresses,
    ...own,
    ...(gaps ? { gaps } : {}),
    ...(assumes ? { assumes } : {}),
  });
}

/** All addresses that records of this kind hold. */
export function addressesOwned(records: CloudProject['records']): AddressSet {
  const sets: AddressSet[] = [];
  for (const record of records.all()) if (record.kind === 'address') sets.push(record.addresses);
  return AddressSet.unionOf(sets);
}
