import { z } from 'zod';
import { tags } from './tag.ts';

const blockPublicAccessStates = z
  .object({ InternetGatewayBlockMode: z.string().optional() })
  .optional();

const ipv6Associations = z
  .array(
    z.object({
      Ipv6CidrBlock: z.string().optional(),
      Ipv6CidrBlockState: z.object({ State: z.string().optional() }).optional(),
      Ipv6AddressAttribute: z.string().optional(),
      IpSource: z.string().optional(),
    }),
  )
  .optional();

/** An item of DescribeVpcs. */
export const vpc = z.object({
  VpcId: z.string(),
  OwnerId: z.string().optional(),
  IsDefault: z.boolean().optional(),
  CidrBlock: z.string().optional(),
  CidrBlockAssociationSet: z
    .array(
      z.object({
        CidrBlock: z.string().optional(),
        CidrBlockState: z.object({ State: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  Ipv6CidrBlockAssociationSet: ipv6Associations,
  BlockPublicAccessStates: blockPublicAccessStates,
  Tags: tags,
});

/** A VPC as read. */
export type Vpc = z.infer<typeof vpc>;

/** An item of DescribeSubnets. */
export const subnet = z.object({
  SubnetId: z.string(),
  VpcId: z.string(),
  OwnerId: z.string().optional(),
  SubnetArn: z.string().optional(),
  AvailabilityZone: z.string().optional(),
  CidrBlock: z.string().optional(),
  Ipv6CidrBlockAssociationSet: ipv6Associations,
  MapPublicIpOnLaunch: z.boolean().optional(),
  BlockPublicAccessStates: blockPublicAccessStates,
  Tags: tags,
});

/** A subnet as read. */
export type Subnet = z.infer<typeof subnet>;

const route = z.object({
  DestinationCidrBlock: z.string().optional(),
  DestinationIpv6CidrBlock: z.string().optional(),
  DestinationPrefixListId: z.string().optional(),
  GatewayId: z.string().optional(),
  EgressOnlyInternetGatewayId: z.string().optional(),
  NatGatewayId: z.string().optional(),
  TransitGatewayId: z.string().optional(),
  VpcPeeringConnectionId: z.string().optional(),
  NetworkInterfaceId: z.string().optional(),
  InstanceId: z.string().optional(),
  LocalGatewayId: z.string().optional(),
  CarrierGatewayId: z.string().optional(),
  CoreNetworkArn: z.string().optional(),
  OdbNetworkArn: z.string().optional(),
  Origin: z.string().optional(),
  State: z.string().optional(),
});

/** One route of a table as read. */
export type WireRoute = z.infer<typeof route>;

/** An item of DescribeRouteTables. */
export const routeTable = z.object({
  RouteTableId: z.string(),
  VpcId: z.string().optional(),
  OwnerId: z.string().optional(),
  Associations: z
    .array(
      z.object({
        Main: z.boolean().optional(),
        SubnetId: z.string().optional(),
        GatewayId: z.string().optional(),
        AssociationState: z.object({ State: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  Routes: z.array(route).optional(),
  Tags: tags,
});

/** A route table as read. */
export type WireRouteTable = z.infer<typeof routeTable>;

/** An item of DescribeFlowLogs. */
export const flowLog = z.object({
  FlowLogId: z.string(),
  ResourceId: z.string().optional(),
  TrafficType: z.string().optional(),
  FlowLogStatus: z.string().optional(),
  DeliverLogsStatus: z.string().optional(),
  DeliverLogsErrorMessage: z.string().optional(),
});

/** A flow log as read. */
export type WireFlowLog = z.infer<typeof flowLog>;

/** The answer of DescribeVpcBlockPublicAccessOptions. */
export const blockPublicAccessOptions = z.object({
  AwsAccountId: z.string().optional(),
  AwsRegion: z.string().optional(),
  State: z.string().optional(),
  InternetGatewayBlockMode: z.string().optional(),
  ManagedBy: z.string().optional(),
});

/** The account-wide block of one region as read. */
export type BlockPublicAccessOptions = z.infer<typeof blockPublicAccessOptions>;

/** An item of DescribeVpcBlockPublicAccessExclusions. */
export const blockPublicAccessExclusion = z.object({
  ExclusionId: z.string(),
  ResourceArn: z.string().optional(),
  InternetGatewayExclusionMode: z.string().optional(),
  State: z.string().optional(),
});

/** An exclusion from the block as read. */
export type BlockPublicAccessExclusion = z.infer<typeof blockPublicAccessExclusion>;

/** An item of DescribeRegions. */
export const region = z.object({ RegionName: z.string(), OptInStatus: z.string().optional() });
