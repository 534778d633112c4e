import type { AddressStability, Known, ResourceId } from '@netposture/network/graph';
import type { ElasticAddress, NetworkInterface } from '../schema/interface.ts';
import { addressesOf } from './address-text.ts';
import { interfacesIn } from './interface-list.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';
import type { ReadOperation } from './wire-items.ts';

/** Every public address and range that belongs to the account: what tells our own entries in allow lists from strangers'. */
export function normalizeOwnedAddresses(scope: Scope): void {
  const seen = new Set<string>();
  const natAddresses = new Set(
    scope
      .read('DescribeNatGateways')
      .items.flatMap(({ NatGatewayAddresses }) => NatGatewayAddresses ?? [])
      .flatMap(({ PublicIp }) => PublicIp ?? []),
  );
  for (const address of scope.read('DescribeAddresses').items) {
    const stability = stabilityOf(address, natAddresses);
    const card = address.NetworkInterfaceId;
    const attached = card === undefined ? undefined : scope.refer('interface', card);
    seen.add(address.PublicIp);
    add(scope, 'DescribeAddresses', address.PublicIp, {
      stability,
      attachedTo: attached,
      isEgressIdentity: sends(stability),
      tags: address.Tags,
    });
  }
  for (const card of interfacesIn(scope).items) addAssigned(scope, card, seen, natAddresses);
  for (const gateway of scope.read('DescribeNatGateways').items) {
    for (const { PublicIp: ip } of gateway.NatGatewayAddresses ?? []) {
      if (ip === undefined || seen.has(ip)) continue;
      seen.add(ip);
      const attachedTo = scope.refer('gateway', gateway.NatGatewayId);
      add(scope, 'DescribeNatGateways', ip, {
        stability: 'egress',
        attachedTo,
        isEgressIdentity: true,
      });
    }
  }
  addRanges(scope);
  addElsewhere(scope, seen);
}

interface Facts {
  readonly stability: AddressStability;
  readonly attachedTo?: ResourceId | undefined;
  readonly isEgressIdentity: Known<boolean>;
  readonly tags?: ElasticAddress['Tags'];
}

function add(scope: Scope, operation: ReadOperation, text: string, facts: Facts): void {
  const addresses = addressesOf(text);
  if (addresses === undefined) return;
  scope.draft.add({
    kind: 'address',
    id: scope.announce('address', text),
    ...named(text, facts.tags),
    provenance: scope.provenance(operation, text),
    addresses,
    stability: facts.stability,
    isEgressIdentity: facts.isEgressIdentity,
    ...(facts.attachedTo === undefined ? {} : { attachedTo: facts.attachedTo }),
  });
}

function stabilityOf(address: ElasticAddress, nat: ReadonlySet<string>): AddressStability {
  if (nat.has(address.PublicIp)) return 'egress';
  return address.ServiceManaged === undefined
    ? 'static'
    : address.ServiceManaged === 'rnat'
      ? 'egress'
      : 'managed';
}

/** Addresses of balancers and databases receive only; traffic of their owners leaves with others. */
function sends(stability: AddressStability): boolean {
  return stability !== 'managed';
}

/** Public addresses that are no elastic ones: assigned until the instance stops, or managed with their service. */
function addAssigned(
  scope: Scope,
  card: NetworkInterface,
  seen: Set<string>,
  nat: ReadonlySet<string>,
): void {
  const account = scope.accountFor(card.OwnerId);
  if (account === undefined) return;
  for (const { Association } of card.PrivateIpAddresses ?? []) {
    const ip = Association?.PublicIp;
    if (ip === undefined || seen.has(ip)) continue;
    seen.add(ip);
    const isInstance = card.Attachment?.InstanceId?.startsWith('i-') === true;
    const stability: AddressStability = nat.has(ip)
      ? 'egress'
      : isInstance
        ? 'ephemeral'
        : 'managed';
    add(scope, 'DescribeNetworkInterfaces', ip, {
      stability,
      attachedTo: scope.refer('interface', card.NetworkInterfaceId),
      isEgressIdentity: sends(stability),
    });
  }
}

/** IPv6 ranges of networks are public addresses of ours as a whole. */
function addRanges(scope: Scope): void {
  for (const vpc of scope.read('DescribeVpcs').items) {
    if (scope.accountFor(vpc.OwnerId) === undefined) continue;
    for (const {
      Ipv6CidrBlock: range,
      Ipv6AddressAttribute: attribute,
      IpSource,
    } of vpc.Ipv6CidrBlockAssociationSet ?? []) {
      if (range === undefined || attribute === 'private' || IpSource === 'none') continue;
      add(scope, 'DescribeVpcs', range, {
        stability: 'static',
        attachedTo: scope.refer('network', vpc.VpcId),
        isEgressIdentity: true,
      });
    }
  }
}

/** Addresses of services that keep lists of their own. */
function addElsewhere(scope: Scope, seen: Set<string>): void {
  if (scope.location === 'global') {
    for (const { AcceleratorArn, IpSets } of scope.read('ListAccelerators').items) {
      for (const ip of (IpSets ?? []).flatMap(({ IpAddresses }) => IpAddresses ?? [])) {
        const attachedTo = scope.refer('load-balancer', AcceleratorArn);
        add(scope, 'ListAccelerators', ip, {
          stability: 'managed',
          attachedTo,
          isEgressIdentity: false,
        });
      }
    }
  }
  const fixed = scope.read('GetStaticIps');
  for (const { ipAddress: ip, attachedTo } of fixed.items) {
    if (ip === undefined || seen.has(ip)) continue;
    seen.add(ip);
    const holder =
      attachedTo === undefined ? undefined : scope.find('workload', `lightsail/${attachedTo}`);
    add(scope, 'GetStaticIps', ip, {
      stability: 'static',
      attachedTo: holder,
      isEgressIdentity: true,
    });
  }
  for (const { name, publicIpAddress: ip, isStaticIp } of scope.read('GetInstances').items) {
    if (ip === undefined || seen.has(ip)) continue;
    seen.add(ip);
    add(scope, 'GetInstances', ip, {
      stability: isStaticIp === true ? 'static' : 'ephemeral',
      attachedTo: scope.find('workload', `lightsail/${name}`),
      isEgressIdentity: true,
    });
  }
  for (const { VgwTelemetry, VpnGatewayId } of scope.read('DescribeVpnConnections').items) {
    for (const { OutsideIpAddress: ip } of VgwTelemetry ?? []) {
      if (ip === undefined || seen.has(ip)) continue;
      seen.add(ip);
      add(scope, 'DescribeVpnConnections', ip, {
        stability: 'managed',
        attachedTo: VpnGatewayId === undefined ? undefined : scope.refer('gateway', VpnGatewayId),
        isEgressIdentity: false,
      });
    }
  }
}
