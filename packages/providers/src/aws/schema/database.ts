import { z } from 'zod';
import { tags } from './tag.ts';

const vpcGroups = z.array(z.object({ VpcSecurityGroupId: z.string().optional() })).optional();

const subnetGroup = z.object({
  DBSubnetGroupName: z.string().optional(),
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

/** An item of DescribeDBInstances, of RDS, Aurora, Neptune and DocumentDB alike. */
export const dbInstance = z.object({
  DBInstanceIdentifier: z.string(),
  DBInstanceArn: z.string().optional(),
  DBClusterIdentifier: z.string().optional(),
  Engine: z.string().optional(),
  DBInstanceStatus: z.string().optional(),
  PubliclyAccessible: z.boolean().optional(),
  MultiAZ: z.boolean().optional(),
  AvailabilityZone: z.string().optional(),
  SecondaryAvailabilityZone: z.string().optional(),
  NetworkType: z.string().optional(),
  IAMDatabaseAuthenticationEnabled: z.boolean().optional(),
  Endpoint: z.object({ Address: z.string().optional(), Port: z.number().optional() }).optional(),
  VpcSecurityGroups: vpcGroups,
  DBSubnetGroup: subnetGroup.optional(),
  TagList: tags,
});

/** A database instance as read. */
export type DbInstance = z.infer<typeof dbInstance>;

/** An item of DescribeDBClusters. */
export const dbCluster = z.object({
  DBClusterIdentifier: z.string(),
  DBClusterArn: z.string().optional(),
  Engine: z.string().optional(),
  Status: z.string().optional(),
  Port: z.number().optional(),
  Endpoint: z.string().optional(),
  ReaderEndpoint: z.string().optional(),
  DBSubnetGroup: z.string().optional(),
  MultiAZ: z.boolean().optional(),
  PubliclyAccessible: z.boolean().optional(),
  IAMDatabaseAuthenticationEnabled: z.boolean().optional(),
  InternetAccessGatewayEnabled: z.boolean().optional(),
  VPCNetworkingEnabled: z.boolean().optional(),
  DBClusterMembers: z.array(z.object({ DBInstanceIdentifier: z.string().optional() })).optional(),
  VpcSecurityGroups: vpcGroups,
  TagList: tags,
});

/** A database cluster as read. */
export type DbCluster = z.infer<typeof dbCluster>;

/** An item of DescribeDBSubnetGroups. */
export const dbSubnetGroup = subnetGroup;

/** An item of DescribeDBProxies. */
export const dbProxy = z.object({
  DBProxyName: z.string(),
  DBProxyArn: z.string().optional(),
  Status: z.string().optional(),
  EngineFamily: z.string().optional(),
  VpcId: z.string().optional(),
  VpcSecurityGroupIds: z.array(z.string()).optional(),
  VpcSubnetIds: z.array(z.string()).optional(),
  Endpoint: z.string().optional(),
  RequireTLS: z.boolean().optional(),
});

/** A database proxy as read. */
export type DbProxy = z.infer<typeof dbProxy>;

/** An item of DescribeDBProxyEndpoints. */
export const dbProxyEndpoint = z.object({
  DBProxyEndpointName: z.string(),
  DBProxyEndpointArn: z.string().optional(),
  DBProxyName: z.string().optional(),
  VpcId: z.string().optional(),
  VpcSecurityGroupIds: z.array(z.string()).optional(),
  VpcSubnetIds: z.array(z.string()).optional(),
  Endpoint: z.string().optional(),
  IsDefault: z.boolean().optional(),
});

/** A database proxy endpoint as read. */
export type DbProxyEndpoint = z.infer<typeof dbProxyEndpoint>;

/** An item of DescribeDBShardGroups. */
export const dbShardGroup = z.object({
  DBShardGroupIdentifier: z.string(),
  DBShardGroupArn: z.string().optional(),
  PubliclyAccessible: z.boolean().optional(),
});
