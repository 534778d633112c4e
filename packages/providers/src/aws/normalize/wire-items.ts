import type { z } from 'zod';
import type * as balancer from '../schema/balancer.ts';
import type * as store from '../schema/data-store.ts';
import type * as database from '../schema/database.ts';
import type * as filter from '../schema/filter.ts';
import type * as gateway from '../schema/gateway.ts';
import type * as card from '../schema/interface.ts';
import type * as lightsail from '../schema/lightsail.ts';
import type * as network from '../schema/network.ts';

/** The item that each operation's schema makes, so that a reading has the type of its operation. */
export interface WireItems {
  readonly DescribeVpcs: network.Vpc;
  readonly DescribeSubnets: network.Subnet;
  readonly DescribeRouteTables: network.WireRouteTable;
  readonly DescribeFlowLogs: network.WireFlowLog;
  readonly DescribeVpcBlockPublicAccessOptions: network.BlockPublicAccessOptions;
  readonly DescribeVpcBlockPublicAccessExclusions: network.BlockPublicAccessExclusion;
  readonly DescribeSecurityGroups: filter.SecurityGroup;
  readonly DescribeSecurityGroupRules: filter.SecurityGroupRule;
  readonly DescribeNetworkAcls: filter.NetworkAcl;
  readonly DescribeManagedPrefixLists: filter.PrefixList;
  readonly GetManagedPrefixListEntries: z.infer<typeof filter.prefixListEntry>;
  readonly DescribeNetworkInterfaces: card.NetworkInterface;
  readonly DescribeInstances: z.infer<typeof card.reservation>;
  readonly DescribeAddresses: card.ElasticAddress;
  readonly DescribeInternetGateways: z.infer<typeof gateway.internetGateway>;
  readonly DescribeEgressOnlyInternetGateways: z.infer<typeof gateway.egressOnlyGateway>;
  readonly DescribeNatGateways: gateway.NatGateway;
  readonly DescribeVpcPeeringConnections: gateway.PeeringConnection;
  readonly DescribeVpnGateways: z.infer<typeof gateway.vpnGateway>;
  readonly DescribeVpnConnections: z.infer<typeof gateway.vpnConnection>;
  readonly DescribeVpcEndpoints: gateway.VpcEndpoint;
  readonly DescribeTransitGateways: gateway.TransitGateway;
  readonly DescribeTransitGatewayAttachments: gateway.WireTransitAttachment;
  readonly DescribeTransitGatewayVpcAttachments: gateway.TransitVpcAttachment;
  readonly DescribeTransitGatewayPeeringAttachments: z.infer<
    typeof gateway.transitPeeringAttachment
  >;
  readonly DescribeTransitGatewayRouteTables: z.infer<typeof gateway.transitRouteTable>;
  readonly SearchTransitGatewayRoutes: gateway.TransitRoute;
  readonly 'elbv2-DescribeLoadBalancers': balancer.WireLoadBalancer;
  readonly DescribeListeners: balancer.WireListener;
  readonly DescribeRules: z.infer<typeof balancer.listenerRule>;
  readonly DescribeTargetGroups: balancer.TargetGroup;
  readonly DescribeTargetGroupAttributes: z.infer<typeof balancer.attribute>;
  readonly DescribeTargetHealth: z.infer<typeof balancer.targetHealth>;
  readonly 'elb-DescribeLoadBalancers': balancer.ClassicLoadBalancer;
  readonly ListAccelerators: balancer.Accelerator;
  readonly 'globalaccelerator-ListListeners': z.infer<typeof balancer.acceleratorListener>;
  readonly ListEndpointGroups: balancer.EndpointGroup;
  readonly DescribeDBInstances: database.DbInstance;
  readonly DescribeDBClusters: database.DbCluster;
  readonly DescribeDBSubnetGroups: z.infer<typeof database.dbSubnetGroup>;
  readonly DescribeDBProxies: database.DbProxy;
  readonly DescribeDBProxyEndpoints: database.DbProxyEndpoint;
  readonly DescribeDBShardGroups: z.infer<typeof database.dbShardGroup>;
  readonly DescribeCacheClusters: store.CacheCluster;
  readonly DescribeReplicationGroups: store.ReplicationGroup;
  readonly DescribeServerlessCaches: store.ServerlessCache;
  readonly DescribeCacheSubnetGroups: z.infer<typeof store.cacheSubnetGroup>;
  readonly 'redshift-DescribeClusters': store.RedshiftCluster;
  readonly DescribeClusterSubnetGroups: z.infer<typeof store.redshiftSubnetGroup>;
  readonly DescribeEndpointAccess: z.infer<typeof store.redshiftEndpointAccess>;
  readonly ListWorkgroups: store.RedshiftWorkgroup;
  readonly ListDomainNames: z.infer<typeof store.domainName>;
  readonly DescribeDomains: store.SearchDomain;
  readonly ListClusters: string;
  readonly DescribeCluster: store.KubernetesCluster;
  readonly DescribeInstanceConnectEndpoints: { readonly InstanceConnectEndpointId: string };
  readonly GetInstances: lightsail.LightsailInstance;
  readonly GetStaticIps: z.infer<typeof lightsail.lightsailStaticIp>;
  readonly GetRelationalDatabases: z.infer<typeof lightsail.lightsailResource>;
  readonly GetLoadBalancers: z.infer<typeof lightsail.lightsailResource>;
  readonly GetContainerServices: z.infer<typeof lightsail.lightsailResource>;
  readonly 'memorydb-DescribeClusters': z.infer<typeof store.memoryCluster>;
  readonly ListClustersV2: z.infer<typeof store.brokerCluster>;
  readonly ListFunctions: z.infer<typeof store.lambdaFunction>;
  readonly ListFunctionUrlConfigs: z.infer<typeof store.functionUrl>;
  readonly ListBuckets: z.infer<typeof store.bucket>;
  readonly ListAccounts: { readonly Id: string; readonly Name?: string | undefined };
}

/** The operations whose answers are interpreted. */
export type ReadOperation = keyof WireItems;
