/** How the simulated AWS answers one action. Written from the service models, independently of the collector. */
export interface SimulatedAction {
  /** The member that holds the items; absent = the item is the whole answer. */
  readonly list?: string;
  /** `object`: the member holds one object rather than a list. */
  readonly shape?: 'object';
  /** Page token in the request and in the answer. */
  readonly token?: readonly [request: string, answer: string];
  /** The page size parameter and its documented maximum. */
  readonly limit?: readonly [name: string, maximum: number];
  /** The parameter that names the object asked about. */
  readonly subject?: string;
  /** The parameter that lists names, and the member of an item that it selects by. */
  readonly select?: readonly [parameter: string, member: string];
  /** The page size where the request does not ask for one. */
  readonly defaultPage?: number;
  /** Answered where the world says nothing. */
  readonly otherwise?: readonly unknown[];
}

const nextToken = ['NextToken', 'NextToken'] as const;

function ec2(list: string, maximum = 1000): SimulatedAction {
  return { list, token: nextToken, limit: ['MaxResults', maximum] };
}

function records(list: string): SimulatedAction {
  return { list, token: ['Marker', 'Marker'], limit: ['MaxRecords', 100], defaultPage: 100 };
}

function balancers(list: string, subject?: string): SimulatedAction {
  return {
    list,
    token: ['Marker', 'NextMarker'],
    limit: ['PageSize', 400],
    defaultPage: 400,
    ...(subject === undefined ? {} : { subject }),
  };
}

/** Every action that the simulated AWS knows, by service and name. Any other one is a violation. */
export const ACTIONS: Readonly<Record<string, SimulatedAction>> = {
  'ec2:DescribeRegions': { list: 'Regions' },
  'ec2:DescribeVpcs': ec2('Vpcs'),
  'ec2:DescribeSubnets': ec2('Subnets'),
  'ec2:DescribeRouteTables': ec2('RouteTables', 100),
  'ec2:DescribeSecurityGroups': ec2('SecurityGroups'),
  'ec2:DescribeSecurityGroupRules': ec2('SecurityGroupRules'),
  'ec2:DescribeSecurityGroupVpcAssociations': ec2('SecurityGroupVpcAssociations'),
  'ec2:DescribeNetworkAcls': ec2('NetworkAcls'),
  'ec2:DescribeManagedPrefixLists': ec2('PrefixLists', 100),
  'ec2:GetManagedPrefixListEntries': { ...ec2('Entries', 100), subject: 'PrefixListId' },
  'ec2:DescribeNetworkInterfaces': ec2('NetworkInterfaces'),
  'ec2:DescribeInstances': ec2('Reservations'),
  'ec2:DescribeAddresses': { list: 'Addresses' },
  'ec2:DescribeFlowLogs': ec2('FlowLogs'),
  'ec2:DescribeVpcBlockPublicAccessOptions': {
    list: 'VpcBlockPublicAccessOptions',
    shape: 'object',
    otherwise: [{ InternetGatewayBlockMode: 'off', State: 'default-state' }],
  },
  'ec2:DescribeVpcBlockPublicAccessExclusions': ec2('VpcBlockPublicAccessExclusions'),
  'ec2:DescribeInstanceConnectEndpoints': ec2('InstanceConnectEndpoints', 50),
  'ec2:DescribeInternetGateways': ec2('InternetGateways'),
  'ec2:DescribeEgressOnlyInternetGateways': ec2('EgressOnlyInternetGateways', 255),
  'ec2:DescribeNatGateways': ec2('NatGateways'),
  'ec2:DescribeVpcPeeringConnections': ec2('VpcPeeringConnections'),
  'ec2:DescribeVpnGateways': { list: 'VpnGateways' },
  'ec2:DescribeVpnConnections': { list: 'VpnConnections' },
  'ec2:DescribeVpcEndpoints': ec2('VpcEndpoints'),
  'ec2:DescribeClientVpnEndpoints': ec2('ClientVpnEndpoints'),
  'ec2:DescribeClientVpnAuthorizationRules': {
    ...ec2('AuthorizationRules'),
    subject: 'ClientVpnEndpointId',
  },
  'ec2:DescribeClientVpnTargetNetworks': {
    ...ec2('ClientVpnTargetNetworks'),
    subject: 'ClientVpnEndpointId',
  },
  'ec2:DescribeVpcEndpointServiceConfigurations': ec2('ServiceConfigurations'),
  'ec2:DescribeVpcEndpointServicePermissions': {
    ...ec2('AllowedPrincipals'),
    subject: 'ServiceId',
  },
  'ec2:DescribeTransitGateways': ec2('TransitGateways'),
  'ec2:DescribeTransitGatewayAttachments': ec2('TransitGatewayAttachments'),
  'ec2:DescribeTransitGatewayVpcAttachments': ec2('TransitGatewayVpcAttachments'),
  'ec2:DescribeTransitGatewayPeeringAttachments': ec2('TransitGatewayPeeringAttachments'),
  'ec2:DescribeTransitGatewayRouteTables': ec2('TransitGatewayRouteTables'),
  'ec2:SearchTransitGatewayRoutes': { ...ec2('Routes'), subject: 'TransitGatewayRouteTableId' },
  'sts:GetCallerIdentity': {},
  'organizations:ListAccounts': {
    list: 'Accounts',
    token: nextToken,
    limit: ['MaxResults', 20],
    defaultPage: 20,
  },
  'elbv2:DescribeLoadBalancers': balancers('LoadBalancers'),
  'elbv2:DescribeListeners': balancers('Listeners', 'LoadBalancerArn'),
  'elbv2:DescribeRules': balancers('Rules', 'ListenerArn'),
  'elbv2:DescribeLoadBalancerAttributes': { list: 'Attributes', subject: 'LoadBalancerArn' },
  'elbv2:DescribeTargetGroups': balancers('TargetGroups'),
  'elbv2:DescribeTargetGroupAttributes': { list: 'Attributes', subject: 'TargetGroupArn' },
  'elbv2:DescribeTargetHealth': { list: 'TargetHealthDescriptions', subject: 'TargetGroupArn' },
  'elb:DescribeLoadBalancers': balancers('LoadBalancerDescriptions'),
  'globalaccelerator:ListAccelerators': {
    list: 'Accelerators',
    token: nextToken,
    limit: ['MaxResults', 100],
    defaultPage: 10,
  },
  'globalaccelerator:ListListeners': {
    list: 'Listeners',
    token: nextToken,
    limit: ['MaxResults', 100],
    defaultPage: 10,
    subject: 'AcceleratorArn',
  },
  'globalaccelerator:ListEndpointGroups': {
    list: 'EndpointGroups',
    token: nextToken,
    limit: ['MaxResults', 100],
    defaultPage: 10,
    subject: 'ListenerArn',
  },
  'rds:DescribeDBInstances': records('DBInstances'),
  'rds:DescribeDBClusters': records('DBClusters'),
  'rds:DescribeDBSubnetGroups': records('DBSubnetGroups'),
  'rds:DescribeDBProxies': records('DBProxies'),
  'rds:DescribeDBProxyEndpoints': records('DBProxyEndpoints'),
  'rds:DescribeDBShardGroups': records('DBShardGroups'),
  'elasticache:DescribeCacheClusters': records('CacheClusters'),
  'elasticache:DescribeReplicationGroups': records('ReplicationGroups'),
  'elasticache:DescribeServerlessCaches': {
    list: 'ServerlessCaches',
    token: nextToken,
    limit: ['MaxResults', 50],
    defaultPage: 50,
  },
  'elasticache:DescribeCacheSubnetGroups': records('CacheSubnetGroups'),
  'redshift:DescribeClusters': records('Clusters'),
  'redshift:DescribeClusterSubnetGroups': records('ClusterSubnetGroups'),
  'redshift:DescribeEndpointAccess': records('EndpointAccessList'),
  'redshift-serverless:ListWorkgroups': {
    list: 'workgroups',
    token: ['nextToken', 'nextToken'],
    limit: ['maxResults', 100],
    defaultPage: 100,
  },
  'opensearch:ListDomainNames': { list: 'DomainNames' },
  'opensearch:DescribeDomains': { list: 'DomainStatusList', select: ['DomainNames', 'DomainName'] },
  'eks:ListClusters': {
    list: 'clusters',
    token: ['nextToken', 'nextToken'],
    limit: ['maxResults', 100],
    defaultPage: 100,
  },
  'eks:DescribeCluster': { list: 'cluster', shape: 'object', subject: 'name' },
  'lightsail:GetInstances': { list: 'instances', token: ['pageToken', 'nextPageToken'] },
  'lightsail:GetStaticIps': { list: 'staticIps', token: ['pageToken', 'nextPageToken'] },
  'lightsail:GetRelationalDatabases': {
    list: 'relationalDatabases',
    token: ['pageToken', 'nextPageToken'],
  },
  'lightsail:GetLoadBalancers': { list: 'loadBalancers', token: ['pageToken', 'nextPageToken'] },
  'lightsail:GetContainerServices': { list: 'containerServices' },
  'memorydb:DescribeClusters': {
    list: 'Clusters',
    token: nextToken,
    limit: ['MaxResults', 50],
    defaultPage: 50,
  },
  'kafka:ListClustersV2': {
    list: 'ClusterInfoList',
    token: nextToken,
    limit: ['MaxResults', 100],
    defaultPage: 100,
  },
  'lambda:ListFunctions': {
    list: 'Functions',
    token: ['Marker', 'NextMarker'],
    limit: ['MaxItems', 10_000],
    defaultPage: 50,
  },
  'lambda:ListFunctionUrlConfigs': {
    list: 'FunctionUrlConfigs',
    token: ['Marker', 'NextMarker'],
    limit: ['MaxItems', 50],
    defaultPage: 50,
    subject: 'FunctionName',
  },
  'network-firewall:ListFirewalls': {
    list: 'Firewalls',
    token: nextToken,
    limit: ['MaxResults', 100],
    defaultPage: 100,
  },
  's3:ListBuckets': {
    list: 'Buckets',
    token: ['ContinuationToken', 'ContinuationToken'],
    limit: ['MaxBuckets', 10_000],
    defaultPage: 10_000,
  },
  'cloudtrail:LookupEvents': {
    list: 'Events',
    token: nextToken,
    limit: ['MaxResults', 50],
    defaultPage: 50,
  },
};
