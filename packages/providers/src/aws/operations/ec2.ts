import { z } from 'zod';
import type { Subjects } from '../aws-operation.ts';
import { type AwsOperation, awsOperation, listAt, textMember } from '../aws-operation.ts';
import {
  groupVpcAssociation,
  networkAcl,
  prefixList,
  prefixListEntry,
  securityGroup,
  securityGroupRule,
} from '../schema/filter.ts';
import { elasticAddress, networkInterface, reservation } from '../schema/interface.ts';
import {
  blockPublicAccessExclusion,
  blockPublicAccessOptions,
  flowLog,
  routeTable,
  subnet,
  vpc,
} from '../schema/network.ts';

const PAGE = { MaxResults: 1000 };

/** The prefix lists worth reading: the customers' own, and of AWS's those that a rule or route names. */
const prefixLists: Subjects = {
  of: ['DescribeManagedPrefixLists', 'DescribeSecurityGroups', 'DescribeRouteTables'],
  from: (read) => {
    const named = new Set<string>();
    for (const group of read('DescribeSecurityGroups')) {
      for (const direction of ['IpPermissions', 'IpPermissionsEgress']) {
        for (const permission of listAt(group, direction)) {
          for (const list of listAt(permission, 'PrefixListIds')) {
            named.add(textMember(list, 'PrefixListId') ?? '');
          }
        }
      }
    }
    for (const table of read('DescribeRouteTables')) {
      for (const route of listAt(table, 'Routes')) {
        named.add(textMember(route, 'DestinationPrefixListId') ?? '');
      }
    }
    for (const list of read('DescribeManagedPrefixLists')) {
      if (textMember(list, 'OwnerId') !== 'AWS') named.add(textMember(list, 'PrefixListId') ?? '');
    }
    named.delete('');
    return [...named].sort().map((subject) => ({
      subject,
      input: { PrefixListId: subject, MaxResults: 100 },
    }));
  },
};

/** The calls that say what networks, filters and interfaces there are. */
export const EC2_OPERATIONS: readonly AwsOperation[] = [
  awsOperation({
    service: 'ec2',
    action: 'DescribeVpcs',
    reads: 'the virtual networks and their address ranges',
    item: vpc,
    idMember: 'VpcId',
    list: 'Vpcs',
    input: PAGE,
    token: 'NextToken',
    feeds: ['network'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeSubnets',
    reads: 'the subnets',
    item: subnet,
    idMember: 'SubnetId',
    list: 'Subnets',
    input: PAGE,
    token: 'NextToken',
    need: 'essential',
    feeds: ['subnet'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeRouteTables',
    reads: 'the route tables, and which subnet uses which',
    item: routeTable,
    idMember: 'RouteTableId',
    list: 'RouteTables',
    input: { MaxResults: 100 },
    token: 'NextToken',
    need: 'essential',
    feeds: ['route-table', 'subnet', 'gateway'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeSecurityGroups',
    reads: 'the security groups and their rules',
    item: securityGroup,
    idMember: 'GroupId',
    list: 'SecurityGroups',
    input: PAGE,
    token: 'NextToken',
    need: 'essential',
    feeds: ['filter'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeSecurityGroupRules',
    reads: 'the ids of security group rules',
    item: securityGroupRule,
    idMember: 'SecurityGroupRuleId',
    list: 'SecurityGroupRules',
    input: PAGE,
    token: 'NextToken',
    satisfiedBy: ['DescribeSecurityGroups'],
    feeds: ['filter'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeSecurityGroupVpcAssociations',
    reads: 'the further virtual networks in which a security group may be used',
    item: groupVpcAssociation,
    idMember: 'GroupId',
    list: 'SecurityGroupVpcAssociations',
    input: PAGE,
    token: 'NextToken',
    depth: 'inventory',
    feeds: ['filter'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeNetworkAcls',
    reads: 'the network ACLs, and which subnet uses which',
    item: networkAcl,
    idMember: 'NetworkAclId',
    list: 'NetworkAcls',
    input: PAGE,
    token: 'NextToken',
    need: 'essential',
    feeds: ['filter', 'subnet'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeManagedPrefixLists',
    reads: 'the prefix lists that rules and routes name',
    item: prefixList,
    idMember: 'PrefixListId',
    list: 'PrefixLists',
    input: { MaxResults: 100 },
    token: 'NextToken',
    feeds: ['address-group'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'GetManagedPrefixListEntries',
    reads: 'the prefixes of one prefix list',
    item: prefixListEntry,
    idMember: 'Cidr',
    list: 'Entries',
    token: 'NextToken',
    perSubject: 'prefix list',
    subjects: prefixLists,
    feeds: ['address-group', 'route-table'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeNetworkInterfaces',
    reads: 'the network interfaces, their addresses and security groups',
    item: networkInterface,
    idMember: 'NetworkInterfaceId',
    list: 'NetworkInterfaces',
    // Interfaces of AWS-managed resources are left out of the answer where the account hides them.
    input: { MaxResults: 1000, IncludeManagedResources: true },
    token: 'NextToken',
    need: 'essential',
    satisfiedBy: ['DescribeInstances'],
    feeds: ['interface', 'address'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeInstances',
    reads: 'the instances, their state and metadata service',
    item: reservation,
    idMember: 'ReservationId',
    list: 'Reservations',
    marks: ['Instances'],
    input: { MaxResults: 1000, IncludeManagedResources: true },
    token: 'NextToken',
    fileNames: ['instances', 'reservations'],
    feeds: ['workload', 'interface'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeAddresses',
    reads: 'the elastic addresses',
    item: elasticAddress,
    idMember: 'PublicIp',
    list: 'Addresses',
    feeds: ['address'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeFlowLogs',
    reads: 'which networks, subnets and interfaces record their traffic',
    item: flowLog,
    idMember: 'FlowLogId',
    list: 'FlowLogs',
    input: PAGE,
    token: 'NextToken',
    feeds: ['network', 'subnet'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeVpcBlockPublicAccessOptions',
    reads: 'whether internet gateways are blocked for the whole account',
    item: blockPublicAccessOptions,
    idMember: 'AwsRegion',
    list: 'VpcBlockPublicAccessOptions',
    marks: ['InternetGatewayBlockMode'],
    feeds: ['subnet'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeVpcBlockPublicAccessExclusions',
    reads: 'the networks and subnets that the block leaves out',
    item: blockPublicAccessExclusion,
    idMember: 'ExclusionId',
    list: 'VpcBlockPublicAccessExclusions',
    marks: ['InternetGatewayExclusionMode', 'ResourceArn'],
    input: PAGE,
    token: 'NextToken',
    feeds: ['subnet'],
  }),
  awsOperation({
    service: 'ec2',
    action: 'DescribeInstanceConnectEndpoints',
    reads: 'the endpoints through which instances can be connected to without an address',
    item: z.object({
      InstanceConnectEndpointId: z.string(),
      VpcId: z.string().optional(),
      SubnetId: z.string().optional(),
      State: z.string().optional(),
      NetworkInterfaceIds: z.array(z.string()).optional(),
    }),
    idMember: 'InstanceConnectEndpointId',
    list: 'InstanceConnectEndpoints',
    input: { MaxResults: 50 },
    token: 'NextToken',
    depth: 'inventory',
    feeds: ['service'],
  }),
];
