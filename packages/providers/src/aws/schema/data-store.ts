import { z } from 'zod';
import { tags } from './tag.ts';

const endpoint = z
  .object({ Address: z.string().optional(), Port: z.number().optional() })
  .optional();

const cacheGroups = z.array(z.object({ SecurityGroupId: z.string().optional() })).optional();

/** An item of DescribeCacheClusters. */
export const cacheCluster = z.object({
  CacheClusterId: z.string(),
  ARN: z.string().optional(),
  Engine: z.string().optional(),
  CacheClusterStatus: z.string().optional(),
  CacheSubnetGroupName: z.string().optional(),
  ReplicationGroupId: z.string().optional(),
  AuthTokenEnabled: z.boolean().optional(),
  TransitEncryptionEnabled: z.boolean().optional(),
  TransitEncryptionMode: z.string().optional(),
  ConfigurationEndpoint: endpoint,
  CacheNodes: z
    .array(z.object({ Endpoint: endpoint, CustomerAvailabilityZone: z.string().optional() }))
    .optional(),
  SecurityGroups: cacheGroups,
});

/** A cache cluster as read. */
export type CacheCluster = z.infer<typeof cacheCluster>;

/** An item of DescribeReplicationGroups. */
export const replicationGroup = z.object({
  ReplicationGroupId: z.string(),
  ARN: z.string().optional(),
  AutomaticFailover: z.string().optional(),
  UserGroupIds: z.array(z.string()).optional(),
});

/** A replication group as read. */
export type ReplicationGroup = z.infer<typeof replicationGroup>;

/** An item of DescribeServerlessCaches. */
export const serverlessCache = z.object({
  ServerlessCacheName: z.string(),
  ARN: z.string().optional(),
  Engine: z.string().optional(),
  Status: z.string().optional(),
  SecurityGroupIds: z.array(z.string()).optional(),
  SubnetIds: z.array(z.string()).optional(),
  UserGroupId: z.string().optional(),
  Endpoint: endpoint,
  ReaderEndpoint: endpoint,
});

/** A serverless cache as read. */
export type ServerlessCache = z.infer<typeof serverlessCache>;

/** An item of DescribeCacheSubnetGroups. */
export const cacheSubnetGroup = z.object({
  CacheSubnetGroupName: z.string(),
  VpcId: z.string().optional(),
  Subnets: z
    .array(
      z.object({
        SubnetIdentifier: z.string().optional(),
        SubnetAvailabilityZone: z.object({ Name: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

/** An item of Redshift's DescribeClusters. */
export const redshiftCluster = z.object({
  ClusterIdentifier: z.string(),
  ClusterNamespaceArn: z.string().optional(),
  ClusterStatus: z.string().optional(),
  PubliclyAccessible: z.boolean().optional(),
  VpcId: z.string().optional(),
  AvailabilityZone: z.string().optional(),
  ClusterSubnetGroupName: z.string().optional(),
  VpcSecurityGroups: z.array(z.object({ VpcSecurityGroupId: z.string().optional() })).optional(),
  Endpoint: endpoint,
  ElasticIpStatus: z.object({ ElasticIp: z.string().optional() }).optional(),
  ClusterNodes: z
    .array(
      z.object({
        NodeRole: z.string().optional(),
        PrivateIPAddress: z.string().optional(),
        PublicIPAddress: z.string().optional(),
      }),
    )
    .optional(),
  Tags: tags,
});

/** A Redshift cluster as read. */
export type RedshiftCluster = z.infer<typeof redshiftCluster>;

/** An item of DescribeClusterSubnetGroups. */
export const redshiftSubnetGroup = z.object({
  ClusterSubnetGroupName: z.string(),
  VpcId: z.string().optional(),
  Subnets: z
    .array(
      z.object({
        SubnetIdentifier: z.string().optional(),
        SubnetAvailabilityZone: z.object({ Name: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

/** An item of DescribeEndpointAccess. */
export const redshiftEndpointAccess = z.object({
  EndpointName: z.string(),
  ClusterIdentifier: z.string().optional(),
});

/** An item of ListWorkgroups of Redshift Serverless. */
export const redshiftWorkgroup = z.object({
  workgroupName: z.string(),
  workgroupArn: z.string().optional(),
  status: z.string().optional(),
  publiclyAccessible: z.boolean().optional(),
  port: z.number().optional(),
  securityGroupIds: z.array(z.string()).optional(),
  subnetIds: z.array(z.string()).optional(),
  endpoint: z
    .object({
      address: z.string().optional(),
      port: z.number().optional(),
      vpcEndpoints: z
        .array(
          z.object({
            vpcId: z.string().optional(),
            networkInterfaces: z
              .array(
                z.object({
                  networkInterfaceId: z.string().optional(),
                  privateIpAddress: z.string().optional(),
                }),
              )
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/** A Redshift Serverless workgroup as read. */
export type RedshiftWorkgroup = z.infer<typeof redshiftWorkgroup>;

/** An item of ListDomainNames. */
export const domainName = z.object({ DomainName: z.string() });

/** An item of DescribeDomains. */
export const searchDomain = z.object({
  DomainName: z.string(),
  ARN: z.string().optional(),
  Deleted: z.boolean().optional(),
  Endpoint: z.string().optional(),
  EngineVersion: z.string().optional(),
  AccessPolicies: z.string().optional(),
  IPAddressType: z.string().optional(),
  VPCOptions: z
    .object({
      VPCId: z.string().optional(),
      SubnetIds: z.array(z.string()).optional(),
      SecurityGroupIds: z.array(z.string()).optional(),
    })
    .optional(),
  DomainEndpointOptions: z.object({ EnforceHTTPS: z.boolean().optional() }).optional(),
  AdvancedSecurityOptions: z
    .object({ Enabled: z.boolean().optional(), AnonymousAuthEnabled: z.boolean().optional() })
    .optional(),
});

/** An OpenSearch or Elasticsearch domain as read. */
export type SearchDomain = z.infer<typeof searchDomain>;

/** An item of ListClusters of EKS: a name. */
export const clusterName = z.string();

/** The answer of EKS's DescribeCluster. */
export const kubernetesCluster = z.object({
  name: z.string(),
  arn: z.string().optional(),
  status: z.string().optional(),
  endpoint: z.string().optional(),
  resourcesVpcConfig: z
    .object({
      subnetIds: z.array(z.string()).optional(),
      securityGroupIds: z.array(z.string()).optional(),
      clusterSecurityGroupId: z.string().optional(),
      vpcId: z.string().optional(),
      endpointPublicAccess: z.boolean().optional(),
      endpointPrivateAccess: z.boolean().optional(),
      publicAccessCidrs: z.array(z.string()).optional(),
    })
    .optional(),
  kubernetesNetworkConfig: z.object({ ipFamily: z.string().optional() }).optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

/** An EKS cluster as read. */
export type KubernetesCluster = z.infer<typeof kubernetesCluster>;

/** An item of MemoryDB's DescribeClusters. */
export const memoryCluster = z.object({
  Name: z.string(),
  ARN: z.string().optional(),
  Engine: z.string().optional(),
});

/** An item of MSK's ListClustersV2. */
export const brokerCluster = z.object({
  ClusterArn: z.string(),
  ClusterName: z.string().optional(),
  Provisioned: z
    .object({
      BrokerNodeGroupInfo: z
        .object({
          ConnectivityInfo: z
            .object({ PublicAccess: z.object({ Type: z.string().optional() }).optional() })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

/** An item of ListFunctions. */
export const lambdaFunction = z.object({
  FunctionName: z.string(),
  FunctionArn: z.string().optional(),
});

/** An item of ListFunctionUrlConfigs. */
export const functionUrl = z.object({
  FunctionUrl: z.string(),
  FunctionArn: z.string().optional(),
  AuthType: z.string().optional(),
});

/** An item of ListBuckets. */
export const bucket = z.object({ Name: z.string() });

/** An item of ListFirewalls. */
export const networkFirewall = z.object({
  FirewallArn: z.string(),
  FirewallName: z.string().optional(),
});
