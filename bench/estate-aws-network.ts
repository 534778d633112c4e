import { ACCOUNT, type AwsItem, awsId, nameTag, REGION } from './estate-aws-id.ts';
import type { NetworkPlan, RulePlan } from './estate-plan.ts';

/** The subnet at a position of a network. */
export function subnetId(network: string, position: number): string {
  return awsId('subnet', `${network}-${position}`);
}

/** The zone of a subnet: two zones in turn. */
export function zoneOf(position: number): string {
  return `${REGION}${position % 2 === 0 ? 'a' : 'b'}`;
}

/** A planned network without groups and hosts: VPC, subnets, gateways, route tables, network ACL and peering. */
export function* networkItems(plan: NetworkPlan): Generator<AwsItem> {
  const { name } = plan;
  const vpc = awsId('vpc', name);
  yield {
    operation: 'DescribeVpcs',
    item: {
      OwnerId: ACCOUNT,
      InstanceTenancy: 'default',
      Ipv6CidrBlockAssociationSet: [
        {
          AssociationId: awsId('vpc-cidr-assoc', `${name}-6`),
          Ipv6CidrBlock: plan.range6,
          Ipv6CidrBlockState: { State: 'associated' },
          NetworkBorderGroup: REGION,
          Ipv6Pool: 'Amazon',
          Ipv6AddressAttribute: 'public',
          IpSource: 'amazon',
        },
      ],
      CidrBlockAssociationSet: [
        {
          AssociationId: awsId('vpc-cidr-assoc', name),
          CidrBlock: plan.range,
          CidrBlockState: { State: 'associated' },
        },
      ],
      IsDefault: false,
      BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
      Tags: nameTag(name),
      VpcId: vpc,
      State: 'available',
      CidrBlock: plan.range,
      DhcpOptionsId: 'dopt-0123456789abcdef0',
    },
  };
  yield* plan.subnets.map((range, position) => subnetItem(plan, range, position));
  yield* gatewayItems(plan, vpc);
  yield* routeTableItems(plan, vpc);
  yield networkAclItem(plan, vpc);
}

function subnetItem(plan: NetworkPlan, range: string, position: number): AwsItem {
  const id = subnetId(plan.name, position);
  return {
    operation: 'DescribeSubnets',
    item: {
      AvailabilityZoneId: `euc1-az${(position % 2) + 1}`,
      MapCustomerOwnedIpOnLaunch: false,
      OwnerId: ACCOUNT,
      AssignIpv6AddressOnCreation: false,
      Ipv6CidrBlockAssociationSet: [],
      Tags: nameTag(`${plan.name}-${position}`),
      SubnetArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/${id}`,
      EnableDns64: false,
      Ipv6Native: false,
      BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
      SubnetId: id,
      State: 'available',
      VpcId: awsId('vpc', plan.name),
      CidrBlock: range,
      AvailableIpAddressCount: 16_000,
      AvailabilityZone: zoneOf(position),
      DefaultForAz: false,
      MapPublicIpOnLaunch: position < 2,
    },
  };
}

function* gatewayItems(
  { name, index, natAddress, isPeered }: NetworkPlan,
  vpc: string,
): Generator<AwsItem> {
  yield {
    operation: 'DescribeInternetGateways',
    item: {
      Attachments: [{ State: 'available', VpcId: vpc }],
      InternetGatewayId: awsId('igw', name),
      OwnerId: ACCOUNT,
      Tags: nameTag(`${name}-igw`),
    },
  };
  yield {
    operation: 'DescribeNatGateways',
    item: {
      CreateTime: '2026-01-05T08:00:00+00:00',
      NatGatewayAddresses: [
        {
          AllocationId: awsId('eipalloc', `${name}-nat`),
          NetworkInterfaceId: awsId('eni', `${name}-nat`),
          PrivateIp: `10.${index % 256}.63.255`,
          PublicIp: natAddress,
          IsPrimary: true,
          Status: 'succeeded',
        },
      ],
      NatGatewayId: awsId('nat', name),
      State: 'available',
      SubnetId: subnetId(name, 0),
      VpcId: vpc,
      Tags: nameTag(`${name}-nat`),
      ConnectivityType: 'public',
      AvailabilityMode: 'zonal',
    },
  };
  if (!isPeered) return;
  const side = (position: number) => ({
    CidrBlock: `10.${position % 256}.0.0/16`,
    OwnerId: ACCOUNT,
    VpcId: awsId('vpc', `net-${position}`),
    Region: REGION,
  });
  yield {
    operation: 'DescribeVpcPeeringConnections',
    item: {
      AccepterVpcInfo: side(index),
      RequesterVpcInfo: side(index - 1),
      Status: { Code: 'active', Message: 'Active' },
      Tags: nameTag(`peer-${index}`),
      VpcPeeringConnectionId: awsId('pcx', name),
    },
  };
}

function* routeTableItems({ name, range, range6 }: NetworkPlan, vpc: string): Generator<AwsItem> {
  const route = (destination: string, target: object) => ({
    ...(destination.includes(':')
      ? { DestinationIpv6CidrBlock: destination }
      : { DestinationCidrBlock: destination }),
    ...target,
    Origin: 'CreateRoute',
    State: 'active',
  });
  const association = (table: string, more: object) => ({
    RouteTableId: table,
    ...more,
    AssociationState: { State: 'associated' },
  });
  const local = [
    { ...route(range, { GatewayId: 'local' }), Origin: 'CreateRouteTable' },
    { ...route(range6, { GatewayId: 'local' }), Origin: 'CreateRouteTable' },
  ];
  const table = (own: string, subnets: readonly number[], routes: readonly object[]): AwsItem => {
    const id = awsId('rtb', own);
    return {
      operation: 'DescribeRouteTables',
      item: {
        Associations: subnets.map((position) =>
          association(id, { Main: false, SubnetId: subnetId(name, position) }),
        ),
        PropagatingVgws: [],
        RouteTableId: id,
        Routes: [...local, ...routes],
        Tags: nameTag(own),
        VpcId: vpc,
        OwnerId: ACCOUNT,
      },
    };
  };
  const igw = { GatewayId: awsId('igw', name) };
  const nat = { NatGatewayId: awsId('nat', name) };
  yield table(`${name}-public`, [0, 1], [route('0.0.0.0/0', igw), route('::/0', igw)]);
  yield table(`${name}-private`, [2, 3], [route('0.0.0.0/0', nat)]);
}

/** Protocols as network ACLs write them. */
const NUMBERS = { tcp: '6', udp: '17', icmp: '1', all: '-1' } as const;

/** The network's ACL at all of its subnets; one without a border allows everything, as default ACLs do. */
function networkAclItem({ name, border }: NetworkPlan, vpc: string): AwsItem {
  const id = awsId('acl', name);
  const entry = (number: number, egress: boolean, action: string, cidr: string, more: object) => ({
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    Egress: egress,
    RuleAction: action,
    RuleNumber: number,
    ...more,
  });
  const every = { Protocol: '-1' };
  const around = (egress: boolean) => [
    entry(100, egress, 'allow', '0.0.0.0/0', every),
    entry(101, egress, 'allow', '::/0', every),
    entry(32_767, egress, 'deny', '0.0.0.0/0', every),
    entry(32_768, egress, 'deny', '::/0', every),
  ];
  return {
    operation: 'DescribeNetworkAcls',
    item: {
      Associations: [0, 1, 2, 3].map((position) => ({
        NetworkAclAssociationId: awsId('aclassoc', `${name}-${position}`),
        NetworkAclId: id,
        SubnetId: subnetId(name, position),
      })),
      Entries: [
        ...(border ?? []).map((rule, line) =>
          entry(line + 1, false, rule.action, prefixOf(rule), entryTransport(rule)),
        ),
        ...around(false),
        ...around(true),
      ],
      IsDefault: border === undefined,
      NetworkAclId: id,
      Tags: nameTag(`${name}-border`),
      VpcId: vpc,
      OwnerId: ACCOUNT,
    },
  };
}

function prefixOf({ peer }: RulePlan): string {
  if (typeof peer !== 'string') throw new Error('a network ACL names prefixes only');
  return peer;
}

function entryTransport({ transport }: RulePlan): object {
  const { protocol, ports } = transport;
  return {
    Protocol: NUMBERS[protocol],
    ...(ports === undefined ? {} : { PortRange: { From: ports[0], To: ports[1] } }),
    ...(protocol === 'icmp' ? { IcmpTypeCode: { Code: -1, Type: -1 } } : {}),
  };
}
