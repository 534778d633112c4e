import { z } from 'zod';
import { tags } from './tag.ts';

const attachments = z
  .array(z.object({ VpcId: z.string().optional(), State: z.string().optional() }))
  .optional();

/** An item of DescribeInternetGateways. */
export const internetGateway = z.object({
  InternetGatewayId: z.string(),
  OwnerId: z.string().optional(),
  Attachments: attachments,
  Tags: tags,
});

/** An item of DescribeEgressOnlyInternetGateways. */
export const egressOnlyGateway = z.object({
  EgressOnlyInternetGatewayId: z.string(),
  Attachments: attachments,
  Tags: tags,
});

/** An item of DescribeNatGateways. */
export const natGateway = z.object({
  NatGatewayId: z.string(),
  State: z.string().optional(),
  ConnectivityType: z.string().optional(),
  AvailabilityMode: z.string().optional(),
  VpcId: z.string().optional(),
  SubnetId: z.string().optional(),
  NatGatewayAddresses: z
    .array(
      z.object({
        PublicIp: z.string().optional(),
        PrivateIp: z.string().optional(),
        AllocationId: z.string().optional(),
        NetworkInterfaceId: z.string().optional(),
      }),
    )
    .optional(),
  Tags: tags,
});

/** A NAT gateway as read. */
export type NatGateway = z.infer<typeof natGateway>;

const peeringSide = z
  .object({
    VpcId: z.string().optional(),
    OwnerId: z.string().optional(),
    Region: z.string().optional(),
  })
  .optional();

/** An item of DescribeVpcPeeringConnections. */
export const peeringConnection = z.object({
  VpcPeeringConnectionId: z.string(),
  Status: z.object({ Code: z.string().optional() }).optional(),
  RequesterVpcInfo: peeringSide,
  AccepterVpcInfo: peeringSide,
  Tags: tags,
});

/** A peering connection as read. */
export type PeeringConnection = z.infer<typeof peeringConnection>;

/** An item of DescribeVpnGateways. */
export const vpnGateway = z.object({
  VpnGatewayId: z.string(),
  State: z.string().optional(),
  VpcAttachments: attachments,
  Tags: tags,
});

/** An item of DescribeVpnConnections: never its pre-shared keys, which are dropped before this is read. */
export const vpnConnection = z.object({
  VpnConnectionId: z.string(),
  State: z.string().optional(),
  VpnGatewayId: z.string().optional(),
  TransitGatewayId: z.string().optional(),
  VgwTelemetry: z
    .array(z.object({ OutsideIpAddress: z.string().optional(), Status: z.string().optional() }))
    .optional(),
  Tags: tags,
});

/** An item of DescribeVpcEndpoints. */
export const vpcEndpoint = z.object({
  VpcEndpointId: z.string(),
  VpcEndpointType: z.string().optional(),
  VpcId: z.string().optional(),
  ServiceName: z.string().optional(),
  State: z.string().optional(),
  OwnerId: z.string().optional(),
  SubnetIds: z.array(z.string()).optional(),
  Groups: z.array(z.object({ GroupId: z.string().optional() })).optional(),
  NetworkInterfaceIds: z.array(z.string()).optional(),
  Tags: tags,
});

/** A VPC endpoint as read. */
export type VpcEndpoint = z.infer<typeof vpcEndpoint>;

/** An item of DescribeTransitGateways. */
export const transitGateway = z.object({
  TransitGatewayId: z.string(),
  TransitGatewayArn: z.string().optional(),
  OwnerId: z.string().optional(),
  State: z.string().optional(),
  Options: z.object({ SecurityGroupReferencingSupport: z.string().optional() }).optional(),
  Tags: tags,
});

/** A transit gateway as read. */
export type TransitGateway = z.infer<typeof transitGateway>;

/** An item of DescribeTransitGatewayAttachments. */
export const transitAttachment = z.object({
  TransitGatewayAttachmentId: z.string(),
  TransitGatewayId: z.string().optional(),
  TransitGatewayOwnerId: z.string().optional(),
  ResourceOwnerId: z.string().optional(),
  ResourceType: z.string().optional(),
  ResourceId: z.string().optional(),
  State: z.string().optional(),
  Association: z
    .object({
      TransitGatewayRouteTableId: z.string().optional(),
      State: z.string().optional(),
    })
    .optional(),
});

/** A transit gateway attachment of any kind as read. */
export type WireTransitAttachment = z.infer<typeof transitAttachment>;

/** An item of DescribeTransitGatewayVpcAttachments. */
export const transitVpcAttachment = z.object({
  TransitGatewayAttachmentId: z.string(),
  TransitGatewayId: z.string().optional(),
  VpcId: z.string().optional(),
  VpcOwnerId: z.string().optional(),
  SubnetIds: z.array(z.string()).optional(),
  State: z.string().optional(),
  Options: z.object({ SecurityGroupReferencingSupport: z.string().optional() }).optional(),
});

/** A VPC's attachment to a transit gateway as read. */
export type TransitVpcAttachment = z.infer<typeof transitVpcAttachment>;

const transitSide = z
  .object({
    TransitGatewayId: z.string().optional(),
    OwnerId: z.string().optional(),
    Region: z.string().optional(),
  })
  .optional();

/** An item of DescribeTransitGatewayPeeringAttachments. */
export const transitPeeringAttachment = z.object({
  TransitGatewayAttachmentId: z.string(),
  RequesterTgwInfo: transitSide,
  AccepterTgwInfo: transitSide,
  State: z.string().optional(),
});

/** An item of DescribeTransitGatewayRouteTables. */
export const transitRouteTable = z.object({
  TransitGatewayRouteTableId: z.string(),
  TransitGatewayId: z.string().optional(),
  State: z.string().optional(),
  Tags: tags,
});

/** An item of SearchTransitGatewayRoutes. */
export const transitRoute = z.object({
  DestinationCidrBlock: z.string().optional(),
  PrefixListId: z.string().optional(),
  TransitGatewayAttachments: z
    .array(z.object({ TransitGatewayAttachmentId: z.string().optional() }))
    .optional(),
  Type: z.string().optional(),
  State: z.string().optional(),
});

/** A route of a transit gateway table as read. */
export type TransitRoute = z.infer<typeof transitRoute>;
