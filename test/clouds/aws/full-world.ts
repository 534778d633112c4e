import { ACCOUNT, ALLOW_ALL, Estate, REGION } from './estate.ts';
import { trailEvent } from './trail.ts';
import type { AwsWorld } from './world.ts';

/** Planted where AWS answers secrets. */
export const PLANTED = [
  'planted-pre-shared-key',
  'planted-tunnel-config',
  'planted-environment',
  'AKIAPLANTEDCALLERKEY',
  'planted-request-parameter',
];

/** The account that is entered by a role. */
const OTHER_ACCOUNT = '222222222222';

/** The external id of that role, which is a secret too. */
export const EXTERNAL_ID = 'planted-external-id';

const LB = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;
const ALB = `${LB}:loadbalancer/app/site/40dc6c495c0c9188`;
const LISTENER = `${LB}:listener/app/site/40dc6c495c0c9188/f2f7dc8efc522ab2`;
const GROUP = `${LB}:targetgroup/web/73e2d6bc24d8a067`;
const ACCELERATOR = `arn:aws:globalaccelerator::${ACCOUNT}:accelerator/1234abcd`;

/** A small company that uses something of everything that is read, and an account of its own that is empty. */
export function fullWorld(): AwsWorld {
  const global = {
    'globalaccelerator:ListAccelerators': [
      {
        AcceleratorArn: ACCELERATOR,
        Name: 'edge',
        Enabled: true,
        IpSets: [{ IpFamily: 'IPv4', IpAddresses: ['75.2.60.5'] }],
      },
    ],
    'globalaccelerator:ListListeners': {
      [ACCELERATOR]: [
        {
          ListenerArn: `${ACCELERATOR}/listener/1`,
          Protocol: 'TCP',
          PortRanges: [{ FromPort: 443, ToPort: 444 }],
        },
      ],
    },
    'globalaccelerator:ListEndpointGroups': {
      [`${ACCELERATOR}/listener/1`]: [
        {
          EndpointGroupArn: `${ACCELERATOR}/listener/1/endpoint-group/1`,
          EndpointGroupRegion: REGION,
          EndpointDescriptions: [{ EndpointId: ALB, ClientIPPreservationEnabled: true }],
          PortOverrides: [{ ListenerPort: 444, EndpointPort: 443 }],
        },
      ],
    },
    's3:ListBuckets': [{ Name: 'company-backups' }],
  };
  return {
    accounts: {
      [ACCOUNT]: { name: 'company', ...region().inAccount(global) },
      [OTHER_ACCOUNT]: {
        name: 'sandbox',
        regions: { [REGION]: {} },
        role: { name: 'netposture', externalId: EXTERNAL_ID },
      },
    },
  };
}

function region(): Estate {
  return stores(balancers(gateways(networks(new Estate()))));
}

function networks(estate: Estate): Estate {
  return estate
    .vpc('vpc-1', '10.0.0.0/16', {
      Ipv6CidrBlockAssociationSet: [
        { Ipv6CidrBlock: '2a05:d014:1::/56', Ipv6CidrBlockState: { State: 'associated' } },
      ],
      Tags: [{ Key: 'Name', Value: 'main' }],
    })
    .vpc('vpc-2', '10.1.0.0/16')
    .subnet('subnet-a', '10.0.1.0/24', { ipv6: '2a05:d014:1:1::/64' })
    .subnet('subnet-b', '10.0.2.0/24')
    .subnet('subnet-2', '10.1.1.0/24', { vpc: 'vpc-2' })
    .routeTable('rtb-main', {
      main: true,
      routes: ['0.0.0.0/0 nat-1', '10.1.0.0/16 pcx-1', 'pl-s3 vpce-s3'],
    })
    .routeTable('rtb-public', {
      subnets: ['subnet-a'],
      routes: ['0.0.0.0/0 igw-1', '::/0 igw-1', '10.2.0.0/16 tgw-1'],
    })
    .routeTable('rtb-2', {
      vpc: 'vpc-2',
      main: true,
      local: ['10.1.0.0/16'],
      routes: ['10.0.0.0/16 pcx-1', '192.168.0.0/16 vgw-1 propagated'],
    })
    .acl('acl-1', ALLOW_ALL, { subnets: ['subnet-a', 'subnet-b'], isDefault: true })
    .acl('acl-2', ALLOW_ALL, { vpc: 'vpc-2', subnets: ['subnet-2'], isDefault: true })
    .group('sg-web', ['tcp 443 0.0.0.0/0', 'tcp 443 ::/0', 'tcp 22 pl-office', 'tcp 8080 sg-alb'])
    .group('sg-alb', ['tcp 443 0.0.0.0/0'])
    .group('sg-db', ['tcp 5432 sg-web', 'tcp 6379 sg-web'])
    .group('sg-default', ['-1 - sg-default'], { named: 'default' })
    .put('ec2:DescribeSecurityGroupRules', {
      SecurityGroupRuleId: 'sgr-1',
      GroupId: 'sg-web',
      GroupOwnerId: ACCOUNT,
      IsEgress: false,
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      CidrIpv4: '0.0.0.0/0',
    })
    .put('ec2:DescribeSecurityGroupVpcAssociations', {
      GroupId: 'sg-web',
      VpcId: 'vpc-2',
      State: 'associated',
    })
    .put(
      'ec2:DescribeManagedPrefixLists',
      {
        PrefixListId: 'pl-office',
        PrefixListName: 'office',
        OwnerId: ACCOUNT,
        AddressFamily: 'IPv4',
      },
      {
        PrefixListId: 'pl-s3',
        PrefixListName: `com.amazonaws.${REGION}.s3`,
        OwnerId: 'AWS',
        AddressFamily: 'IPv4',
      },
    )
    .about('ec2:GetManagedPrefixListEntries', 'pl-office', {
      Cidr: '8.8.4.0/24',
      Description: 'office',
    })
    .about('ec2:GetManagedPrefixListEntries', 'pl-s3', { Cidr: '52.219.0.0/16' })
    .instance(
      'web',
      { ip: '10.0.1.10', publicIp: '3.120.0.10', ipv6: '2a05:d014:1:1::10', groups: ['sg-web'] },
      {
        MetadataOptions: {
          HttpTokens: 'required',
          HttpEndpoint: 'enabled',
          HttpPutResponseHopLimit: 1,
        },
      },
    )
    .put(
      'ec2:DescribeAddresses',
      {
        PublicIp: '3.120.0.10',
        AllocationId: 'eipalloc-1',
        AssociationId: 'eipassoc-1',
        NetworkInterfaceId: 'eni-web-0',
        InstanceId: 'i-web',
      },
      { PublicIp: '3.120.0.77', AllocationId: 'eipalloc-2' },
    )
    .put('ec2:DescribeFlowLogs', {
      FlowLogId: 'fl-1',
      ResourceId: 'vpc-1',
      TrafficType: 'ALL',
      FlowLogStatus: 'ACTIVE',
      DeliverLogsStatus: 'SUCCESS',
    })
    .put('ec2:DescribeVpcBlockPublicAccessOptions', {
      AwsAccountId: ACCOUNT,
      AwsRegion: REGION,
      InternetGatewayBlockMode: 'off',
      State: 'default-state',
    })
    .put('ec2:DescribeVpcBlockPublicAccessExclusions', {
      ExclusionId: 'vpcbpa-exclude-1',
      InternetGatewayExclusionMode: 'allow-bidirectional',
      ResourceArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:vpc/vpc-1`,
      State: 'create-complete',
    })
    .put('ec2:DescribeInstanceConnectEndpoints', {
      InstanceConnectEndpointId: 'eice-1',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-b',
      State: 'create-complete',
    });
}

function gateways(estate: Estate): Estate {
  const transit = { TransitGatewayId: 'tgw-1', State: 'available' };
  return estate
    .internetGateway('igw-1', 'vpc-1')
    .put('ec2:DescribeEgressOnlyInternetGateways', {
      EgressOnlyInternetGatewayId: 'eigw-1',
      Attachments: [{ VpcId: 'vpc-1', State: 'attached' }],
    })
    .put('ec2:DescribeNatGateways', {
      NatGatewayId: 'nat-1',
      State: 'available',
      ConnectivityType: 'public',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-a',
      NatGatewayAddresses: [
        {
          PublicIp: '3.120.0.99',
          PrivateIp: '10.0.1.99',
          NetworkInterfaceId: 'eni-nat',
          AllocationId: 'eipalloc-3',
        },
      ],
    })
    .card('eni-nat', {
      ip: '10.0.1.99',
      publicIp: '3.120.0.99',
      groups: [],
      more: { InterfaceType: 'natGateway', RequesterManaged: true },
    })
    .put('ec2:DescribeVpcPeeringConnections', {
      VpcPeeringConnectionId: 'pcx-1',
      Status: { Code: 'active' },
      RequesterVpcInfo: { VpcId: 'vpc-1', OwnerId: ACCOUNT, Region: REGION },
      AccepterVpcInfo: { VpcId: 'vpc-2', OwnerId: ACCOUNT, Region: REGION },
    })
    .put('ec2:DescribeVpnGateways', {
      VpnGatewayId: 'vgw-1',
      State: 'available',
      VpcAttachments: [{ VpcId: 'vpc-2', State: 'attached' }],
    })
    .put('ec2:DescribeVpnConnections', {
      VpnConnectionId: 'vpn-1',
      VpnGatewayId: 'vgw-1',
      State: 'available',
      CustomerGatewayConfiguration: `<vpn>${PLANTED[1]}</vpn>`,
      Options: { TunnelOptions: [{ PreSharedKey: PLANTED[0], OutsideIpAddress: '3.121.0.1' }] },
      VgwTelemetry: [{ OutsideIpAddress: '3.121.0.1', Status: 'UP' }],
    })
    .put(
      'ec2:DescribeVpcEndpoints',
      {
        VpcEndpointId: 'vpce-s3',
        VpcEndpointType: 'Gateway',
        VpcId: 'vpc-1',
        OwnerId: ACCOUNT,
        State: 'Available',
        ServiceName: `com.amazonaws.${REGION}.s3`,
      },
      {
        VpcEndpointId: 'vpce-sqs',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-1',
        OwnerId: ACCOUNT,
        State: 'Available',
        ServiceName: `com.amazonaws.${REGION}.sqs`,
        SubnetIds: ['subnet-b'],
        Groups: [{ GroupId: 'sg-default', GroupName: 'default' }],
        NetworkInterfaceIds: ['eni-sqs'],
      },
    )
    .card('eni-sqs', {
      subnet: 'subnet-b',
      ip: '10.0.2.80',
      groups: ['sg-default'],
      more: { InterfaceType: 'vpc_endpoint', RequesterManaged: true },
    })
    .put('ec2:DescribeClientVpnEndpoints', {
      ClientVpnEndpointId: 'cvpn-endpoint-1',
      Status: { Code: 'available' },
      DnsName: `*.cvpn-endpoint-1.prod.clientvpn.${REGION}.amazonaws.com`,
      ClientCidrBlock: '172.20.0.0/16',
      TransportProtocol: 'udp',
      VpnPort: 443,
      AuthenticationOptions: [{ Type: 'certificate-authentication' }],
      VpcId: 'vpc-1',
      SecurityGroupIds: ['sg-default'],
      EndpointIpAddressType: 'ipv4',
    })
    .about('ec2:DescribeClientVpnAuthorizationRules', 'cvpn-endpoint-1', {
      ClientVpnEndpointId: 'cvpn-endpoint-1',
      DestinationCidr: '10.0.2.0/24',
      AccessAll: true,
      Status: { Code: 'active' },
    })
    .about('ec2:DescribeClientVpnTargetNetworks', 'cvpn-endpoint-1', {
      AssociationId: 'cvpn-assoc-1',
      ClientVpnEndpointId: 'cvpn-endpoint-1',
      VpcId: 'vpc-1',
      TargetNetworkId: 'subnet-b',
      SecurityGroups: ['sg-default'],
      Status: { Code: 'associated' },
    })
    .put('ec2:DescribeVpcEndpointServiceConfigurations', {
      ServiceId: 'vpce-svc-1',
      ServiceName: `com.amazonaws.vpce.${REGION}.vpce-svc-1`,
      ServiceState: 'Available',
      AcceptanceRequired: true,
      NetworkLoadBalancerArns: [`${LB}:loadbalancer/net/shared/60dc6c495c0c9188`],
    })
    .about('ec2:DescribeVpcEndpointServicePermissions', 'vpce-svc-1', {
      ServicePermissionId: 'vpce-svc-perm-1',
      ServiceId: 'vpce-svc-1',
      PrincipalType: 'Account',
      Principal: 'arn:aws:iam::222222222222:root',
    })
    .put('ec2:DescribeTransitGateways', {
      ...transit,
      TransitGatewayArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:transit-gateway/tgw-1`,
      OwnerId: ACCOUNT,
      Options: { SecurityGroupReferencingSupport: 'disable' },
    })
    .put(
      'ec2:DescribeTransitGatewayAttachments',
      {
        ...transit,
        TransitGatewayAttachmentId: 'tgw-attach-1',
        TransitGatewayOwnerId: ACCOUNT,
        ResourceOwnerId: ACCOUNT,
        ResourceType: 'vpc',
        ResourceId: 'vpc-1',
        Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' },
      },
      {
        ...transit,
        TransitGatewayAttachmentId: 'tgw-attach-p',
        TransitGatewayOwnerId: ACCOUNT,
        ResourceOwnerId: ACCOUNT,
        ResourceType: 'peering',
        ResourceId: 'tgw-far',
      },
    )
    .put('ec2:DescribeTransitGatewayVpcAttachments', {
      ...transit,
      TransitGatewayAttachmentId: 'tgw-attach-1',
      VpcId: 'vpc-1',
      VpcOwnerId: ACCOUNT,
      SubnetIds: ['subnet-a'],
      Options: { SecurityGroupReferencingSupport: 'enable' },
    })
    .put('ec2:DescribeTransitGatewayPeeringAttachments', {
      TransitGatewayAttachmentId: 'tgw-attach-p',
      State: 'available',
      RequesterTgwInfo: { TransitGatewayId: 'tgw-1', OwnerId: ACCOUNT, Region: REGION },
      AccepterTgwInfo: { TransitGatewayId: 'tgw-far', OwnerId: ACCOUNT, Region: 'us-east-1' },
    })
    .put('ec2:DescribeTransitGatewayRouteTables', {
      TransitGatewayRouteTableId: 'tgw-rtb-1',
      TransitGatewayId: 'tgw-1',
      State: 'available',
    })
    .about('ec2:SearchTransitGatewayRoutes', 'tgw-rtb-1', {
      DestinationCidrBlock: '10.0.0.0/16',
      Type: 'propagated',
      State: 'active',
      TransitGatewayAttachments: [
        { TransitGatewayAttachmentId: 'tgw-attach-1', ResourceType: 'vpc', ResourceId: 'vpc-1' },
      ],
    });
}

function balancers(estate: Estate): Estate {
  return estate
    .put('elbv2:DescribeLoadBalancers', {
      LoadBalancerArn: ALB,
      LoadBalancerName: 'site',
      Scheme: 'internet-facing',
      Type: 'application',
      VpcId: 'vpc-1',
      State: { Code: 'active' },
      IpAddressType: 'ipv4',
      SecurityGroups: ['sg-alb'],
      AvailabilityZones: [{ ZoneName: `${REGION}a`, SubnetId: 'subnet-a' }],
    })
    .card('eni-alb', {
      ip: '10.0.1.60',
      publicIp: '3.120.0.60',
      groups: ['sg-alb'],
      more: {
        RequesterManaged: true,
        RequesterId: 'amazon-elb',
        Description: 'ELB app/site/40dc6c495c0c9188',
      },
    })
    .about('elbv2:DescribeListeners', ALB, {
      ListenerArn: LISTENER,
      LoadBalancerArn: ALB,
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: GROUP }],
    })
    .about('elbv2:DescribeRules', LISTENER, {
      RuleArn: LISTENER.replace(':listener/', ':listener-rule/').concat('/0123456789abcdef'),
      Priority: 'default',
      IsDefault: true,
      Actions: [{ Type: 'forward', TargetGroupArn: GROUP }],
    })
    .about('elbv2:DescribeLoadBalancerAttributes', ALB, {
      Key: 'ipv6.deny_all_igw_traffic',
      Value: 'false',
    })
    .put('elbv2:DescribeTargetGroups', {
      TargetGroupArn: GROUP,
      TargetGroupName: 'web',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: 'instance',
      IpAddressType: 'ipv4',
    })
    .about('elbv2:DescribeTargetGroupAttributes', GROUP, {
      Key: 'stickiness.enabled',
      Value: 'false',
    })
    .about('elbv2:DescribeTargetHealth', GROUP, {
      Target: { Id: 'i-web', Port: 8080 },
      TargetHealth: { State: 'healthy' },
    })
    .put('elb:DescribeLoadBalancers', {
      LoadBalancerName: 'old',
      Scheme: 'internal',
      VPCId: 'vpc-1',
      Subnets: ['subnet-b'],
      SecurityGroups: ['sg-alb'],
      Instances: [{ InstanceId: 'i-web' }],
      ListenerDescriptions: [
        {
          Listener: {
            Protocol: 'HTTP',
            LoadBalancerPort: 80,
            InstanceProtocol: 'HTTP',
            InstancePort: 8080,
          },
          PolicyNames: [],
        },
      ],
    });
}

function stores(estate: Estate): Estate {
  const subnets = [
    { SubnetIdentifier: 'subnet-b', SubnetAvailabilityZone: { Name: `${REGION}a` } },
  ];
  const vpcGroups = [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }];
  estate
    .put('rds:DescribeDBInstances', {
      DBInstanceIdentifier: 'orders',
      DBInstanceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders`,
      Engine: 'postgres',
      DBInstanceStatus: 'available',
      PubliclyAccessible: false,
      MultiAZ: false,
      AvailabilityZone: `${REGION}a`,
      Endpoint: { Address: `orders.${REGION}.rds.amazonaws.com`, Port: 5432 },
      VpcSecurityGroups: vpcGroups,
      DBSubnetGroup: { DBSubnetGroupName: 'main', VpcId: 'vpc-1', Subnets: subnets },
    })
    .card('eni-orders', {
      subnet: 'subnet-b',
      ip: '10.0.2.30',
      groups: ['sg-db'],
      more: {
        RequesterManaged: true,
        Description: 'RDSNetworkInterface',
        AvailabilityZone: `${REGION}a`,
      },
    })
    .put('rds:DescribeDBClusters', {
      DBClusterIdentifier: 'quick',
      Engine: 'aurora-postgresql',
      Status: 'available',
      Port: 5432,
      InternetAccessGatewayEnabled: true,
      VPCNetworkingEnabled: false,
    })
    .put('rds:DescribeDBSubnetGroups', {
      DBSubnetGroupName: 'main',
      VpcId: 'vpc-1',
      Subnets: subnets,
    })
    .put('rds:DescribeDBProxies', {
      DBProxyName: 'pool',
      DBProxyArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db-proxy:pool`,
      EngineFamily: 'POSTGRESQL',
      VpcId: 'vpc-1',
      VpcSecurityGroupIds: ['sg-db'],
      VpcSubnetIds: ['subnet-b'],
      RequireTLS: true,
    })
    .put('rds:DescribeDBProxyEndpoints', {
      DBProxyEndpointName: 'readers',
      DBProxyName: 'pool',
      VpcId: 'vpc-1',
      VpcSecurityGroupIds: ['sg-db'],
      VpcSubnetIds: ['subnet-b'],
      IsDefault: false,
    })
    .put('rds:DescribeDBShardGroups', {
      DBShardGroupIdentifier: 'shards',
      PubliclyAccessible: false,
    })
    .put('elasticache:DescribeCacheClusters', {
      CacheClusterId: 'sessions-001',
      Engine: 'redis',
      CacheClusterStatus: 'available',
      CacheSubnetGroupName: 'main',
      ReplicationGroupId: 'sessions',
      SecurityGroups: [{ SecurityGroupId: 'sg-db', Status: 'active' }],
      CacheNodes: [
        {
          CacheNodeId: '0001',
          Endpoint: { Address: 'sessions.cache.amazonaws.com', Port: 6379 },
          CustomerAvailabilityZone: `${REGION}a`,
        },
      ],
    })
    .put('elasticache:DescribeReplicationGroups', {
      ReplicationGroupId: 'sessions',
      AutomaticFailover: 'enabled',
    })
    .put('elasticache:DescribeServerlessCaches', {
      ServerlessCacheName: 'burst',
      Engine: 'valkey',
      SecurityGroupIds: ['sg-db'],
      SubnetIds: ['subnet-b'],
      Endpoint: { Address: 'burst.cache.amazonaws.com', Port: 6379 },
    })
    .put('elasticache:DescribeCacheSubnetGroups', {
      CacheSubnetGroupName: 'main',
      VpcId: 'vpc-1',
      Subnets: subnets,
    })
    .put('redshift:DescribeClusters', {
      ClusterIdentifier: 'reports',
      ClusterStatus: 'available',
      PubliclyAccessible: false,
      VpcId: 'vpc-1',
      AvailabilityZone: `${REGION}a`,
      ClusterSubnetGroupName: 'main',
      VpcSecurityGroups: vpcGroups,
      Endpoint: { Address: 'reports.redshift.amazonaws.com', Port: 5439 },
      ClusterNodes: [{ NodeRole: 'LEADER', PrivateIPAddress: '10.0.2.90' }],
    })
    .put('redshift:DescribeClusterSubnetGroups', {
      ClusterSubnetGroupName: 'main',
      VpcId: 'vpc-1',
      Subnets: subnets,
    })
    .put('redshift:DescribeEndpointAccess', {
      EndpointName: 'partner',
      ClusterIdentifier: 'reports',
    })
    .put('redshift-serverless:ListWorkgroups', {
      workgroupName: 'adhoc',
      publiclyAccessible: false,
      securityGroupIds: ['sg-db'],
      subnetIds: ['subnet-b'],
      port: 5439,
    })
    .put('opensearch:ListDomainNames', { DomainName: 'logs', EngineType: 'OpenSearch' })
    .put('opensearch:DescribeDomains', {
      DomainId: `${ACCOUNT}/logs`,
      DomainName: 'logs',
      ARN: `arn:aws:es:${REGION}:${ACCOUNT}:domain/logs`,
      ClusterConfig: {},
      VPCOptions: { VPCId: 'vpc-1', SubnetIds: ['subnet-b'], SecurityGroupIds: ['sg-db'] },
      DomainEndpointOptions: { EnforceHTTPS: true },
    })
    .names('eks:ListClusters', 'prod')
    .about('eks:DescribeCluster', 'prod', {
      name: 'prod',
      arn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`,
      status: 'ACTIVE',
      resourcesVpcConfig: {
        subnetIds: ['subnet-b'],
        clusterSecurityGroupId: 'sg-db',
        vpcId: 'vpc-1',
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: ['8.8.4.0/24'],
      },
    });
  return inventory(estate);
}

function inventory(estate: Estate): Estate {
  return estate
    .put('lightsail:GetInstances', {
      name: 'blog',
      arn: `arn:aws:lightsail:${REGION}:${ACCOUNT}:Instance/1`,
      publicIpAddress: '3.120.9.9',
      blueprintId: 'wordpress',
      networking: {
        ports: [
          { fromPort: 443, toPort: 443, protocol: 'tcp', cidrs: ['0.0.0.0/0'], ipv6Cidrs: [] },
        ],
      },
    })
    .put('lightsail:GetStaticIps', {
      name: 'blog-ip',
      ipAddress: '3.120.9.9',
      isAttached: true,
      attachedTo: 'blog',
    })
    .put('lightsail:GetRelationalDatabases', { name: 'blog-db', publiclyAccessible: false })
    .put('lightsail:GetLoadBalancers', { name: 'blog-lb', publicPorts: [443] })
    .put('lightsail:GetContainerServices', {
      containerServiceName: 'jobs',
      currentDeployment: { containers: { app: { environment: { PASSWORD: PLANTED[2] } } } },
    })
    .put('memorydb:DescribeClusters', { Name: 'rank', NumberOfShards: 1, Engine: 'valkey' })
    .put('kafka:ListClustersV2', {
      ClusterArn: `arn:aws:kafka:${REGION}:${ACCOUNT}:cluster/events/1`,
      ClusterName: 'events',
      ClusterType: 'PROVISIONED',
    })
    .put('lambda:ListFunctions', {
      FunctionName: 'hook',
      FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:hook`,
      Environment: { Variables: { PASSWORD: PLANTED[2] } },
    })
    .about('lambda:ListFunctionUrlConfigs', 'hook', {
      FunctionUrl: 'https://abc.lambda-url.eu-central-1.on.aws/',
      FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:hook`,
      AuthType: 'NONE',
      CreationTime: '2026-01-01T00:00:00Z',
      LastModifiedTime: '2026-01-01T00:00:00Z',
    })
    .put('network-firewall:ListFirewalls', {
      FirewallArn: `arn:aws:network-firewall:${REGION}:${ACCOUNT}:firewall/edge`,
      FirewallName: 'edge',
    })
    .put(
      'cloudtrail:LookupEvents',
      // Shortly before the moment at which the clock of tests stands.
      trailEvent({
        name: 'ModifyDBInstance',
        at: '2025-12-31T23:30:00Z',
        resources: ['orders'],
        parameters: { dBInstanceIdentifier: 'orders', masterUserPassword: PLANTED[4] },
        ...(PLANTED[3] === undefined ? {} : { accessKey: PLANTED[3] }),
      }),
    );
}
