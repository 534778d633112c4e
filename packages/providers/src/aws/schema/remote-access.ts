import { z } from 'zod';
import { tags } from './tag.ts';

const status = z.object({ Code: z.string().optional() }).optional();

/** An item of DescribeClientVpnEndpoints. */
export const clientVpnEndpoint = z.object({
  ClientVpnEndpointId: z.string(),
  Status: status,
  DnsName: z.string().optional(),
  TransportProtocol: z.string().optional(),
  VpnPort: z.number().optional(),
  EndpointIpAddressType: z.string().optional(),
  AuthenticationOptions: z.array(z.object({ Type: z.string().optional() })).optional(),
  VpcId: z.string().optional(),
  SecurityGroupIds: z.array(z.string()).optional(),
  TransitGatewayConfiguration: z.object({ TransitGatewayId: z.string().optional() }).optional(),
  Tags: tags,
});

/** A Client VPN endpoint as read. */
export type ClientVpnEndpoint = z.infer<typeof clientVpnEndpoint>;

/** An item of DescribeClientVpnAuthorizationRules. */
export const clientVpnAuthorizationRule = z.object({
  ClientVpnEndpointId: z.string().optional(),
  DestinationCidr: z.string().optional(),
  AccessAll: z.boolean().optional(),
  GroupId: z.string().optional(),
  Status: status,
});

/** An item of DescribeClientVpnTargetNetworks: a subnet into which clients are led. */
export const clientVpnTargetNetwork = z.object({
  AssociationId: z.string(),
  ClientVpnEndpointId: z.string().optional(),
  VpcId: z.string().optional(),
  TargetNetworkId: z.string().optional(),
  SecurityGroups: z.array(z.string()).optional(),
  Status: status,
});

/** A subnet into which the clients of an endpoint are led, as read. */
export type ClientVpnTargetNetwork = z.infer<typeof clientVpnTargetNetwork>;

/** An item of DescribeVpcEndpointServiceConfigurations: something of one's own that others reach through PrivateLink. */
export const endpointService = z.object({
  ServiceId: z.string(),
  ServiceName: z.string().optional(),
  ServiceState: z.string().optional(),
  AcceptanceRequired: z.boolean().optional(),
  NetworkLoadBalancerArns: z.array(z.string()).optional(),
  GatewayLoadBalancerArns: z.array(z.string()).optional(),
  Tags: tags,
});

/** An item of DescribeVpcEndpointServicePermissions: who may make an endpoint for a service. */
export const endpointServicePermission = z.object({
  ServicePermissionId: z.string().optional(),
  ServiceId: z.string().optional(),
  PrincipalType: z.string().optional(),
  Principal: z.string().optional(),
});
