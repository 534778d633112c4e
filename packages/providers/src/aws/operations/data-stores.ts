import { type AwsOperation, awsOperation, textMember } from '../aws-operation.ts';
import {
  cacheCluster,
  cacheSubnetGroup,
  clusterName,
  domainName,
  kubernetesCluster,
  redshiftCluster,
  redshiftEndpointAccess,
  redshiftSubnetGroup,
  redshiftWorkgroup,
  replicationGroup,
  searchDomain,
  serverlessCache,
} from '../schema/data-store.ts';

const PAGE = { MaxRecords: 100 };

/** https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DescribeDomains.html: a small number of names per call. */
const DOMAINS_PER_CALL = 5;

/** The calls about caches, warehouses, search domains and Kubernetes clusters. */
export const DATA_STORE_OPERATIONS: readonly AwsOperation[] = [
  awsOperation({
    service: 'elasticache',
    action: 'DescribeCacheClusters',
    reads: 'the cache clusters and their nodes',
    item: cacheCluster,
    idMember: 'CacheClusterId',
    list: 'CacheClusters',
    input: { MaxRecords: 100, ShowCacheNodeInfo: true },
    token: 'Marker',
    feeds: ['service', 'interface'],
  }),
  awsOperation({
    service: 'elasticache',
    action: 'DescribeReplicationGroups',
    reads: 'the replication groups of caches',
    item: replicationGroup,
    idMember: 'ReplicationGroupId',
    list: 'ReplicationGroups',
    input: PAGE,
    token: 'Marker',
    feeds: ['service'],
  }),
  awsOperation({
    service: 'elasticache',
    action: 'DescribeServerlessCaches',
    reads: 'the serverless caches',
    item: serverlessCache,
    idMember: 'ServerlessCacheName',
    list: 'ServerlessCaches',
    input: { MaxResults: 50 },
    token: 'NextToken',
    feeds: ['service', 'interface'],
  }),
  awsOperation({
    service: 'elasticache',
    action: 'DescribeCacheSubnetGroups',
    reads: 'the subnets in which caches may stand',
    item: cacheSubnetGroup,
    idMember: 'CacheSubnetGroupName',
    list: 'CacheSubnetGroups',
    input: PAGE,
    token: 'Marker',
    feeds: ['service'],
  }),
  awsOperation({
    service: 'redshift',
    action: 'DescribeClusters',
    id: 'redshift-DescribeClusters',
    reads: 'the Redshift clusters',
    item: redshiftCluster,
    idMember: 'ClusterIdentifier',
    list: 'Clusters',
    input: PAGE,
    token: 'Marker',
    secretPaths: ['**.MasterUserPassword'],
    fileNames: ['redshift-clusters'],
    feeds: ['service', 'interface'],
  }),
  awsOperation({
    service: 'redshift',
    action: 'DescribeClusterSubnetGroups',
    reads: 'the subnets in which Redshift clusters may stand',
    item: redshiftSubnetGroup,
    idMember: 'ClusterSubnetGroupName',
    list: 'ClusterSubnetGroups',
    input: PAGE,
    token: 'Marker',
    feeds: ['service'],
  }),
  awsOperation({
    service: 'redshift',
    action: 'DescribeEndpointAccess',
    reads: 'the further endpoints of Redshift clusters',
    item: redshiftEndpointAccess,
    idMember: 'EndpointName',
    list: 'EndpointAccessList',
    input: PAGE,
    token: 'Marker',
    depth: 'inventory',
    feeds: ['service'],
  }),
  awsOperation({
    service: 'redshift-serverless',
    action: 'ListWorkgroups',
    reads: 'the workgroups of Redshift Serverless',
    item: redshiftWorkgroup,
    idMember: 'workgroupName',
    list: 'workgroups',
    input: { maxResults: 100 },
    token: 'nextToken',
    feeds: ['service', 'interface'],
  }),
  awsOperation({
    service: 'opensearch',
    action: 'ListDomainNames',
    reads: 'the names of the search domains',
    item: domainName,
    idMember: 'DomainName',
    list: 'DomainNames',
    marks: ['DomainName', 'EngineType'],
    satisfiedBy: ['DescribeDomains'],
    feeds: ['service'],
  }),
  awsOperation({
    service: 'opensearch',
    action: 'DescribeDomains',
    reads: 'the search domains, whether they are public, and their access policies',
    item: searchDomain,
    idMember: 'DomainName',
    list: 'DomainStatusList',
    batches: {
      of: ['ListDomainNames'],
      from: (read) => {
        const names = read('ListDomainNames').map((item) => textMember(item, 'DomainName'));
        const known = names.filter((name) => name !== undefined);
        const calls = Math.ceil(known.length / DOMAINS_PER_CALL);
        return Array.from({ length: calls }, (_, at) => ({
          DomainNames: known.slice(at * DOMAINS_PER_CALL, (at + 1) * DOMAINS_PER_CALL),
        }));
      },
    },
    feeds: ['service', 'interface', 'filter'],
  }),
  awsOperation({
    service: 'eks',
    action: 'ListClusters',
    reads: 'the names of the Kubernetes clusters',
    item: clusterName,
    idMember: '',
    list: 'clusters',
    input: { maxResults: 100 },
    token: 'nextToken',
    feeds: ['service'],
  }),
  awsOperation({
    service: 'eks',
    action: 'DescribeCluster',
    reads: 'the access settings of one Kubernetes control plane',
    item: kubernetesCluster,
    idMember: 'name',
    list: 'cluster',
    marks: ['name', 'resourcesVpcConfig'],
    perSubject: 'cluster',
    subjects: {
      of: ['ListClusters'],
      from: (read) =>
        read('ListClusters')
          .filter((name) => typeof name === 'string')
          .map((name) => ({ subject: name, input: { name } })),
    },
    feeds: ['service', 'interface', 'filter'],
  }),
];
