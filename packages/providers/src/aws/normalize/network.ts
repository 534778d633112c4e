import { type FlowLog, type Known, type ResourceId, unknown } from '@netposture/network/graph';
import type { Subnet, Vpc, WireFlowLog } from '../schema/network.ts';
import { addressesOfAll } from './address-text.ts';
import { internetBlockOf } from './block-public-access.ts';
import { named } from './naming.ts';
import { aclBySubnet } from './network-acl.ts';
import { tableByMember } from './route-table.ts';
import type { Scope } from './scope.ts';

/** VPCs as networks. */
export function normalizeVpcs(scope: Scope): void {
  const flowLogs = flowLogsByResource(scope);
  const assumed = scope.assumptions(
    scope.read('DescribeInternetGateways'),
    scope.read('DescribeVpcPeeringConnections'),
    scope.read('DescribeTransitGatewayAttachments'),
  );
  for (const vpc of scope.read('DescribeVpcs').items) {
    const account = scope.accountFor(vpc.OwnerId);
    if (account === undefined) continue;
    const id = scope.announce('network', vpc.VpcId, account);
    scope.draft.add({
      kind: 'network',
      id,
      ...named(vpc.VpcId, vpc.Tags),
      provenance: scope.provenance('DescribeVpcs', vpc.VpcId, {
        account,
        console: `vpcconsole/home#VpcDetails:VpcId=${vpc.VpcId}`,
      }),
      ranges: rangesOf(vpc),
      isDefault: vpc.IsDefault === true,
      isPublicSpace: false,
      flowLog: flowLogOf(scope, flowLogs, vpc.VpcId),
      ...assumed,
    });
  }
}

/** The ranges that a VPC has now: those being taken away do not count. */
export function rangesOf(vpc: Vpc) {
  const associated = (state: string | undefined) =>
    state === undefined || state === 'associated' || state === 'associating';
  return addressesOfAll([
    vpc.CidrBlock,
    ...(vpc.CidrBlockAssociationSet ?? [])
      .filter(({ CidrBlockState }) => associated(CidrBlockState?.State))
      .map(({ CidrBlock }) => CidrBlock),
    ...(vpc.Ipv6CidrBlockAssociationSet ?? [])
      .filter(({ Ipv6CidrBlockState }) => associated(Ipv6CidrBlockState?.State))
      .map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ]);
}

/** Subnets, with their route table, network ACL and the block on public access. */
export function normalizeSubnets(scope: Scope): void {
  const acls = aclBySubnet(scope);
  const tables = tableByMember(scope);
  const flowLogs = flowLogsByResource(scope);
  const options = scope.read('DescribeVpcBlockPublicAccessOptions');
  for (const subnet of scope.read('DescribeSubnets').items) {
    const account = scope.accountFor(subnet.OwnerId);
    if (account === undefined) continue;
    const id = scope.announce('subnet', subnet.SubnetId, account);
    scope.draft.add({
      kind: 'subnet',
      id,
      ...named(subnet.SubnetId, subnet.Tags),
      provenance: scope.provenance('DescribeSubnets', subnet.SubnetId, {
        account,
        uri: subnet.SubnetArn,
        console: `vpcconsole/home#SubnetDetails:subnetId=${subnet.SubnetId}`,
      }),
      network: scope.refer('network', subnet.VpcId, account),
      ranges: subnetRanges(subnet),
      ...(subnet.AvailabilityZone === undefined ? {} : { zone: subnet.AvailabilityZone }),
      routeTable: tableOf(scope, tables, subnet),
      filter: aclOf(scope, acls, subnet),
      internetBlock: internetBlockOf(scope, subnet),
      assignsPublicAddresses: subnet.MapPublicIpOnLaunch === true,
      flowLog: flowLogOf(scope, flowLogs, subnet.SubnetId),
      ...scope.assumptions(options),
    });
  }
}

/** The addresses of a subnet, of both families. */
export function subnetRanges(subnet: Subnet) {
  const ipv6 = (subnet.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock);
  return addressesOfAll([subnet.CidrBlock, ...ipv6]);
}

/** The subnet's own association, else the main table of its network. */
function tableOf(
  scope: Scope,
  tables: ReadonlyMap<string, ResourceId>,
  subnet: Subnet,
): Known<ResourceId> {
  const { cause } = scope.read('DescribeRouteTables');
  const own = tables.get(subnet.SubnetId);
  if (own !== undefined) return own;
  // The main table is the answer only where no explicit association can be missing.
  if (cause !== undefined) return cause;
  return (
    tables.get(subnet.VpcId) ??
    unknown(
      `No route table that was read belongs to ${subnet.SubnetId} or is the main one of ${subnet.VpcId}.`,
    )
  );
}

function aclOf(
  scope: Scope,
  acls: ReadonlyMap<string, ResourceId>,
  subnet: Subnet,
): Known<ResourceId> {
  const own = acls.get(subnet.SubnetId);
  if (own !== undefined) return own;
  return (
    scope.read('DescribeNetworkAcls').cause ??
    unknown(`No network ACL that was read belongs to ${subnet.SubnetId}, and every subnet has one.`)
  );
}

function flowLogsByResource(scope: Scope): ReadonlyMap<string, readonly WireFlowLog[]> {
  const byResource = new Map<string, WireFlowLog[]>();
  for (const log of scope.read('DescribeFlowLogs').items) {
    if (log.ResourceId === undefined) continue;
    const known = byResource.get(log.ResourceId);
    if (known === undefined) byResource.set(log.ResourceId, [log]);
    else known.push(log);
  }
  return byResource;
}

function flowLogOf(
  scope: Scope,
  logs: ReadonlyMap<string, readonly WireFlowLog[]>,
  resource: string,
): Known<FlowLog> {
  const own = logs.get(resource) ?? [];
  const works = own.find(
    ({ FlowLogStatus, DeliverLogsStatus }) =>
      FlowLogStatus === 'ACTIVE' && DeliverLogsStatus !== 'FAILED',
  );
  const log = works ?? own[0];
  if (log === undefined) {
    const { cause, assumes } = scope.read('DescribeFlowLogs');
    if (cause !== undefined) return cause;
    // A feature without a file is taken to be unused; that a log is off would be a claim, not an assumption.
    if (assumes !== undefined) return unknown('No file that was given lists the flow logs.');
    return { state: 'off', traffic: 'all' };
  }
  const traffic =
    log.TrafficType === 'ACCEPT' ? 'accepted' : log.TrafficType === 'REJECT' ? 'rejected' : 'all';
  if (works !== undefined) return { state: 'on', traffic };
  const detail = log.DeliverLogsErrorMessage;
  return { state: 'failing', traffic, ...(detail === undefined ? {} : { detail }) };
}
