/** The AWS services that are asked, by the name under which IAM and the documentation know them. */
export type ServiceName =
  | 'ec2'
  | 'sts'
  | 'organizations'
  | 'elbv2'
  | 'elb'
  | 'rds'
  | 'elasticache'
  | 'memorydb'
  | 'redshift'
  | 'redshift-serverless'
  | 'opensearch'
  | 'eks'
  | 'kafka'
  | 'lambda'
  | 'lightsail'
  | 'globalaccelerator'
  | 'network-firewall'
  | 's3'
  | 'cloudtrail';

/** How one service is reached and named. */
export interface Service {
  /** The client library, loaded when the service is first asked. */
  readonly load: () => Promise<object>;
  /** The library's client class. */
  readonly client: string;
  /** The prefix of its IAM actions. */
  readonly iamPrefix: string;
  /** The one region that answers for the whole partition, for services that are not regional. */
  readonly region?: string;
  /** Where its API is described; the action's name is appended. */
  readonly documentation: string;
}

/** Every service, with its client library behind a lazy import: together they cost 200 ms and 100 MB to load. */
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  ec2: {
    load: () => import('@aws-sdk/client-ec2'),
    client: 'EC2Client',
    iamPrefix: 'ec2',
    documentation: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_',
  },
  sts: {
    load: () => import('@aws-sdk/client-sts'),
    client: 'STSClient',
    iamPrefix: 'sts',
    documentation: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_',
  },
  organizations: {
    load: () => import('@aws-sdk/client-organizations'),
    client: 'OrganizationsClient',
    iamPrefix: 'organizations',
    region: 'us-east-1',
    documentation: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_',
  },
  elbv2: {
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
    client: 'ElasticLoadBalancingV2Client',
    iamPrefix: 'elasticloadbalancing',
    documentation: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_',
  },
  elb: {
    load: () => import('@aws-sdk/client-elastic-load-balancing'),
    client: 'ElasticLoadBalancingClient',
    iamPrefix: 'elasticloadbalancing',
    documentation: 'https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_',
  },
  rds: {
    load: () => import('@aws-sdk/client-rds'),
    client: 'RDSClient',
    iamPrefix: 'rds',
    documentation: 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_',
  },
  elasticache: {
    load: () => import('@aws-sdk/client-elasticache'),
    client: 'ElastiCacheClient',
    iamPrefix: 'elasticache',
    documentation: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_',
  },
  memorydb: {
    load: () => import('@aws-sdk/client-memorydb'),
    client: 'MemoryDBClient',
    iamPrefix: 'memorydb',
    documentation: 'https://docs.aws.amazon.com/memorydb/latest/APIReference/API_',
  },
  redshift: {
    load: () => import('@aws-sdk/client-redshift'),
    client: 'RedshiftClient',
    iamPrefix: 'redshift',
    documentation: 'https://docs.aws.amazon.com/redshift/latest/APIReference/API_',
  },
  'redshift-serverless': {
    load: () => import('@aws-sdk/client-redshift-serverless'),
    client: 'RedshiftServerlessClient',
    iamPrefix: 'redshift-serverless',
    documentation: 'https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_',
  },
  opensearch: {
    load: () => import('@aws-sdk/client-opensearch'),
    client: 'OpenSearchClient',
    iamPrefix: 'es',
    documentation: 'https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_',
  },
  eks: {
    load: () => import('@aws-sdk/client-eks'),
    client: 'EKSClient',
    iamPrefix: 'eks',
    documentation: 'https://docs.aws.amazon.com/eks/latest/APIReference/API_',
  },
  kafka: {
    load: () => import('@aws-sdk/client-kafka'),
    client: 'KafkaClient',
    iamPrefix: 'kafka',
    documentation: 'https://docs.aws.amazon.com/msk/1.0/apireference/v2-clusters.html#',
  },
  lambda: {
    load: () => import('@aws-sdk/client-lambda'),
    client: 'LambdaClient',
    iamPrefix: 'lambda',
    documentation: 'https://docs.aws.amazon.com/lambda/latest/api/API_',
  },
  lightsail: {
    load: () => import('@aws-sdk/client-lightsail'),
    client: 'LightsailClient',
    iamPrefix: 'lightsail',
    documentation: 'https://docs.aws.amazon.com/lightsail/2016-11-28/api-reference/API_',
  },
  globalaccelerator: {
    load: () => import('@aws-sdk/client-global-accelerator'),
    client: 'GlobalAcceleratorClient',
    iamPrefix: 'globalaccelerator',
    // https://docs.aws.amazon.com/global-accelerator/latest/api/Welcome.html, read 2026-11-21.
    region: 'us-west-2',
    documentation: 'https://docs.aws.amazon.com/global-accelerator/latest/api/API_',
  },
  'network-firewall': {
    load: () => import('@aws-sdk/client-network-firewall'),
    client: 'NetworkFirewallClient',
    iamPrefix: 'network-firewall',
    documentation: 'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_',
  },
  s3: {
    load: () => import('@aws-sdk/client-s3'),
    client: 'S3Client',
    iamPrefix: 's3',
    region: 'us-east-1',
    documentation: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_',
  },
  cloudtrail: {
    load: () => import('@aws-sdk/client-cloudtrail'),
    client: 'CloudTrailClient',
    iamPrefix: 'cloudtrail',
    documentation: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_',
  },
};
