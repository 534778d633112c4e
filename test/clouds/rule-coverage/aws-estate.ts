import { Estate, type Item, publicEstate, REGION } from '../aws/estate.ts';
import type { AwsWorld } from '../aws/world.ts';
import { chosen, onlyIf, type Planted } from './planted.ts';

const STAGING_ACCOUNT = '222222222222';

/** What the owner of {@link awsEstate} declares. */
export const AWS_POLICY = `
zones:
  apps: { labels: { role: app } }
  bastions: { labels: { role: bastion } }
  edge: { labels: { role: edge } }
  payments: { labels: { role: payments } }
  production: { labels: { env: production } }
  staging: { labels: { env: staging } }
  stock: { names: [stock] }
  tools: { names: [tools-1] }
addressSets:
  vpn: [203.0.112.7]
vpn: [vpn]
bastions: [bastions]
segmentation:
  - { from: staging, to: production, allow: [tcp/443] }
  - { from: apps, to: stock, require: [tcp/5432] }
publicEndpoints:
  - { names: [edge-*], ports: [tcp/443] }
databaseClients:
  - { clients: [apps, edge, tools] }
sensitiveZones: [payments]
environments: [production, staging]
isolation:
  - { label: customer }
tiers: { public: [edge], private: [apps] }
gateways: { names: [igw-*, nat-1] }
egressIdentities: [3.120.0.0/26, "2a05:d014:1::/56", 3.121.0.9]
waivers:
  - name: partner
    rule: undeclared-public-endpoint
    subject: sg-partner
    accepts: [{ sources: [203.0.112.50], ports: [tcp/9443] }]
    owner: platform
    reason: the partner moves to the balancer this quarter
    expires: 2027-06-30
`;

/** Two accounts: production with everything in one VPC, and staging. */
export function awsEstate(planted: Planted): AwsWorld {
  const estate = network(planted);
  servers(estate, planted);
  tenants(estate, planted);
  balancer(estate, planted);
  stores(estate, planted);
  endpoints(estate, planted);
  return {
    accounts: {
      [estate.account]: { name: 'production', ...estate.inAccount() },
      [STAGING_ACCOUNT]: { name: 'staging', ...staging().inAccount() },
    },
  };
}

function network(planted: Planted): Estate {
  const estate = publicEstate()
    .change('ec2:DescribeVpcs', (vpc) => ({
      ...vpc,
      Ipv6CidrBlockAssociationSet: [
        { Ipv6CidrBlock: '2a05:d014:1::/56', Ipv6CidrBlockState: { State: 'associated' } },
      ],
    }))
    .subnet('subnet-c', '10.0.3.0/24', { ipv6: '2a05:d014:1:3::/64' })
    .change('ec2:DescribeNetworkAcls', (acl) => ({
      ...acl,
      Associations: ['subnet-a', 'subnet-b', 'subnet-c'].map((SubnetId) => ({
        NetworkAclId: 'acl-1',
        SubnetId,
      })),
    }))
    .routeTable('rtb-dual', { subnets: ['subnet-c'], routes: ['0.0.0.0/0 igw-1', '::/0 igw-1'] })
    .group('sg-default', planted('default-filter-in-use') ? ['-1 - sg-default'] : [], {
      named: 'default',
    })
    .put('ec2:DescribeFlowLogs', flowLog('vpc-1', planted('flow-logs-off')));
  const routes = ['0.0.0.0/0 nat-1'];
  estate.change('ec2:DescribeRouteTables', (table) =>
    table['RouteTableId'] === 'rtb-main'
      ? {
          ...table,
          Routes: [
            { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
            {
              DestinationCidrBlock: routes[0]?.split(' ')[0],
              NatGatewayId: 'nat-1',
              State: 'active',
            },
          ],
        }
      : table,
  );
  nat(estate, 'nat-1', '10.0.1.99', '3.120.0.50');
  if (planted('undeclared-gateway')) nat(estate, 'nat-2', '10.0.1.98', '3.120.0.51');
  estate.put(
    'ec2:DescribeAddresses',
    { PublicIp: '3.120.0.20', AllocationId: 'eipalloc-1' },
    ...onlyIf(!planted('dangling-allow-list-address'), {
      PublicIp: '3.120.0.60',
      AllocationId: 'eipalloc-2',
    }),
  );
  return estate;
}

function nat(estate: Estate, id: string, PrivateIp: string, PublicIp: string): void {
  const NetworkInterfaceId = `eni-${id}`;
  estate
    .put('ec2:DescribeNatGateways', {
      NatGatewayId: id,
      State: 'available',
      ConnectivityType: 'public',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-a',
      NatGatewayAddresses: [
        { PublicIp, PrivateIp, NetworkInterfaceId, AllocationId: `eipalloc-${id}` },
      ],
    })
    .card(NetworkInterfaceId, {
      ip: PrivateIp,
      publicIp: PublicIp,
      groups: [],
      more: { InterfaceType: 'natGateway', RequesterManaged: true },
    });
}

function servers(estate: Estate, planted: Planted): void {
  estate
    .group('sg-edge', [
      'tcp 443 0.0.0.0/0',
      'tcp 443 ::/0',
      ...onlyIf(planted('admin-port-public'), 'tcp 22 0.0.0.0/0'),
      ...onlyIf(planted('sensitive-port-public'), 'tcp 6379 0.0.0.0/0'),
      ...onlyIf(planted('ipv6-parity'), 'tcp 8444 ::/0'),
    ])
    .instance(
      'edge-1',
      {
        subnet: 'subnet-c',
        ip: '10.0.3.10',
        publicIp: '3.120.0.10',
        ipv6: '2a05:d014:1:3::10',
        groups: ['sg-edge'],
      },
      tagged('edge-1', { role: 'edge', env: 'production' }),
    )
    .group('sg-tools', [
      'tcp 443 203.0.112.7/32',
      ...onlyIf(planted('any-any-ingress'), '-1 - 0.0.0.0/0'),
    ])
    .instance('tools-1', { ip: '10.0.1.12', publicIp: '3.120.0.12', groups: ['sg-tools'] })
    .group('sg-blog', [
      'tcp 443 203.0.112.7/32',
      ...onlyIf(planted('undeclared-public-endpoint'), 'tcp 443 0.0.0.0/0'),
    ])
    .instance('blog-1', { ip: '10.0.1.13', publicIp: '3.120.0.13', groups: ['sg-blog'] })
    .group('sg-bastion', [
      'tcp 22 203.0.112.7/32',
      ...onlyIf(planted('bastion-open-beyond-vpn'), 'tcp 22 203.0.112.91/32'),
    ])
    .instance(
      'bastion-1',
      { ip: '10.0.1.14', publicIp: '3.120.0.14', groups: ['sg-bastion'] },
      tagged('bastion-1', { role: 'bastion' }),
    )
    .group('sg-partner', [
      `tcp 9443 ${chosen(planted('waiver-expired'), '203.0.112.0/24', '203.0.112.50/32')}`,
    ])
    .instance('partner-1', { ip: '10.0.1.15', publicIp: '3.120.0.15', groups: ['sg-partner'] })
    .group('sg-app', [
      'tcp 22 sg-bastion',
      `tcp 8443 ${chosen(planted('over-broad-allow-list'), '3.120.0.0/24', '3.120.0.10/32')}`,
      'tcp 8444 3.120.0.60/32',
      ...onlyIf(planted('admin-access-outside-vpn'), 'tcp 22 sg-edge'),
      ...onlyIf(planted('dead-rule'), 'tcp 9000 sg-retired'),
    ])
    .group('sg-retired', [])
    .instance(
      'app-1',
      { subnet: 'subnet-b', ip: '10.0.2.10', groups: ['sg-app'] },
      tagged('app-1', { role: 'app' }),
    )
    .instance(
      'app-2',
      planted('tier-in-wrong-subnet')
        ? { subnet: 'subnet-a', ip: '10.0.1.11', groups: ['sg-app'] }
        : { subnet: 'subnet-b', ip: '10.0.2.11', groups: ['sg-app'] },
      tagged('app-2', { role: 'app' }),
    )
    .group('sg-batch', [])
    .instance('batch-1', { subnet: 'subnet-b', ip: '10.0.2.12', groups: ['sg-batch'] })
    .instance('batch-2', {
      subnet: planted('egress-identity-undeclared') ? 'subnet-a' : 'subnet-b',
      ip: chosen(planted('egress-identity-undeclared'), '10.0.1.16', '10.0.2.16'),
      groups: ['sg-batch'],
      ...(planted('egress-identity-undeclared') ? { publicIp: '3.120.0.200' } : {}),
    })
    .group('sg-payments', [
      planted('default-deny-egress') ? 'to -1 - 0.0.0.0/0' : 'to tcp 443 203.0.112.0/24',
    ])
    .instance(
      'payments-1',
      { subnet: 'subnet-b', ip: '10.0.2.13', groups: ['sg-payments'] },
      tagged('payments-1', { role: 'payments', env: 'production' }),
    );
}

function tenants(estate: Estate, planted: Planted): void {
  estate
    .group('sg-red', ['-1 - sg-red'])
    .group('sg-blue', ['-1 - sg-blue', ...onlyIf(planted('tenant-isolation'), '-1 - sg-red')])
    .instance(
      'red-1',
      { subnet: 'subnet-b', ip: '10.0.2.40', groups: ['sg-red'] },
      tagged('red-1', { customer: 'red' }),
    )
    .instance(
      'blue-1',
      { subnet: 'subnet-b', ip: '10.0.2.41', groups: ['sg-blue'] },
      tagged('blue-1', { customer: 'blue' }),
    )
    .group('sg-prod', [
      'tcp 443 3.121.0.9/32',
      ...onlyIf(planted('segmentation-violation'), 'tcp 5000 3.121.0.9/32'),
    ])
    .instance(
      'prod-1',
      { ip: '10.0.1.20', publicIp: '3.120.0.20', groups: ['sg-prod'] },
      tagged('prod-1', { env: 'production' }),
    );
  if (planted('mixed-environments'))
    estate.instance(
      'stage-2',
      { subnet: 'subnet-b', ip: '10.0.2.42', groups: ['sg-batch'] },
      tagged('stage-2', { env: 'staging' }),
    );
}

/** The staging account: one server with a VPC of its own, and an address by which it comes. */
function staging(): Estate {
  return new Estate({ account: STAGING_ACCOUNT })
    .vpc('vpc-9', '10.9.0.0/16')
    .internetGateway('igw-9', 'vpc-9')
    .subnet('subnet-9', '10.9.1.0/24', { vpc: 'vpc-9' })
    .routeTable('rtb-9', {
      vpc: 'vpc-9',
      main: true,
      local: ['10.9.0.0/16'],
      routes: ['0.0.0.0/0 igw-9'],
    })
    .acl('acl-9', ['100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
      vpc: 'vpc-9',
      subnets: ['subnet-9'],
    })
    .group('sg-stage', [], { VpcId: 'vpc-9' })
    .instance(
      'stage-1',
      {
        subnet: 'subnet-9',
        ip: '10.9.1.10',
        publicIp: '3.121.0.9',
        groups: ['sg-stage'],
        more: { VpcId: 'vpc-9' },
      },
      { ...tagged('stage-1', { env: 'staging' }), VpcId: 'vpc-9' },
    )
    .put('ec2:DescribeFlowLogs', flowLog('vpc-9', false));
}

function balancer(estate: Estate, planted: Planted): void {
  const prefix = `arn:aws:elasticloadbalancing:${REGION}:${estate.account}`;
  const arn = `${prefix}:loadbalancer/app/edge-site/40dc6c495c0c9188`;
  const listener = `${prefix}:listener/app/edge-site/40dc6c495c0c9188/f2f7dc8efc522ab2`;
  const group = `${prefix}:targetgroup/web/73e2d6bc24d8a067`;
  const forward = { Type: 'forward', TargetGroupArn: group };
  estate
    .group('sg-alb', ['tcp 443 0.0.0.0/0'])
    .group('sg-web', ['tcp 8080 sg-alb', ...onlyIf(planted('origin-bypass'), 'tcp 8080 0.0.0.0/0')])
    .instance('web-1', { ip: '10.0.1.17', publicIp: '3.120.0.17', groups: ['sg-web'] })
    .put('elbv2:DescribeLoadBalancers', {
      LoadBalancerArn: arn,
      LoadBalancerName: 'edge-site',
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
      publicIp: '3.120.0.18',
      groups: ['sg-alb'],
      more: {
        RequesterManaged: true,
        RequesterId: 'amazon-elb',
        Description: 'ELB app/edge-site/40dc6c495c0c9188',
      },
    })
    .about('elbv2:DescribeListeners', arn, {
      ListenerArn: listener,
      LoadBalancerArn: arn,
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      DefaultActions: [forward],
    })
    .about('elbv2:DescribeRules', listener, {
      RuleArn: `${listener.replace(':listener/', ':listener-rule/')}/0123456789abcdef`,
      Priority: 'default',
      IsDefault: true,
      Actions: [forward],
    })
    .about('elbv2:DescribeLoadBalancerAttributes', arn, {
      Key: 'ipv6.deny_all_igw_traffic',
      Value: 'false',
    })
    .put('elbv2:DescribeTargetGroups', {
      TargetGroupArn: group,
      TargetGroupName: 'web',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: 'instance',
      IpAddressType: 'ipv4',
    })
    .about('elbv2:DescribeTargetGroupAttributes', group, {
      Key: 'stickiness.enabled',
      Value: 'false',
    })
    .about('elbv2:DescribeTargetHealth', group, {
      Target: { Id: 'i-web-1', Port: 8080 },
      TargetHealth: { State: 'healthy' },
    });
}

function stores(estate: Estate, planted: Planted): void {
  const isPublic = planted('no-public-database');
  const isSwitchedOn = planted('database-public-switch-on');
  const app = ['tcp 5432 sg-app'];
  estate
    .group('sg-orders', [...app, ...onlyIf(isPublic, 'tcp 5432 0.0.0.0/0')])
    .group('sg-ledger', app)
    .group('sg-stock', [
      ...onlyIf(!planted('required-flow-blocked'), 'tcp 5432 sg-app'),
      ...onlyIf(planted('database-reachable-beyond-clients'), 'tcp 5432 sg-batch'),
    ]);
  database(estate, 'orders', '30', isPublic);
  database(estate, 'ledger', '31', isSwitchedOn);
  database(estate, 'stock', '32', false);
}

/** A PostgreSQL database; with the switch on it stands in the public subnet and has a public address. */
function database(estate: Estate, name: string, host: string, isPublic: boolean): void {
  const subnet = isPublic ? 'subnet-a' : 'subnet-b';
  estate
    .put('rds:DescribeDBInstances', {
      DBInstanceIdentifier: name,
      DBInstanceArn: `arn:aws:rds:${REGION}:${estate.account}:db:${name}`,
      Engine: 'postgres',
      DBInstanceStatus: 'available',
      PubliclyAccessible: isPublic,
      MultiAZ: false,
      AvailabilityZone: `${REGION}a`,
      Endpoint: { Address: `${name}.${REGION}.rds.amazonaws.com`, Port: 5432 },
      VpcSecurityGroups: [{ VpcSecurityGroupId: `sg-${name}`, Status: 'active' }],
      DBSubnetGroup: {
        DBSubnetGroupName: name,
        VpcId: 'vpc-1',
        Subnets: [{ SubnetIdentifier: subnet, SubnetAvailabilityZone: { Name: `${REGION}a` } }],
      },
    })
    .card(`eni-${name}`, {
      subnet,
      ip: `10.0.${isPublic ? 1 : 2}.${host}`,
      groups: [`sg-${name}`],
      more: {
        RequesterManaged: true,
        RequesterId: 'amazon-rds',
        Description: 'RDSNetworkInterface',
        AvailabilityZone: `${REGION}a`,
      },
      ...(isPublic ? { publicIp: `3.120.0.${host}` } : {}),
    });
}

/** A cluster, and two search domains without a network: `logs` for our own servers, `archive` for the VPN. */
function endpoints(estate: Estate, planted: Planted): void {
  estate
    .group('sg-cluster', ['tcp 443 10.0.0.0/16'])
    .names('eks:ListClusters', 'kube')
    .about('eks:DescribeCluster', 'kube', {
      name: 'kube',
      arn: `arn:aws:eks:${REGION}:${estate.account}:cluster/kube`,
      status: 'ACTIVE',
      resourcesVpcConfig: {
        subnetIds: ['subnet-b'],
        clusterSecurityGroupId: 'sg-cluster',
        vpcId: 'vpc-1',
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: [chosen(planted('public-control-plane'), '0.0.0.0/0', '203.0.112.7/32')],
      },
    })
    .put(
      'opensearch:ListDomainNames',
      { DomainName: 'logs', EngineType: 'OpenSearch' },
      { DomainName: 'archive', EngineType: 'OpenSearch' },
    )
    .put(
      'opensearch:DescribeDomains',
      domain(estate, 'logs', '3.120.0.10/32', !planted('plaintext-over-internet')),
      domain(
        estate,
        'archive',
        chosen(planted('admission-list-open'), '0.0.0.0/0', '3.120.0.12/32'),
        true,
      ),
    );
}

function domain(estate: Estate, name: string, source: string, EnforceHTTPS: boolean): Item {
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'es:*',
    Resource: '*',
    Condition: { IpAddress: { 'aws:SourceIp': [source] } },
  };
  return {
    DomainId: `${estate.account}/${name}`,
    DomainName: name,
    ARN: `arn:aws:es:${REGION}:${estate.account}:domain/${name}`,
    ClusterConfig: {},
    Endpoint: `search-${name}.${REGION}.es.amazonaws.com`,
    DomainEndpointOptions: { EnforceHTTPS },
    AccessPolicies: JSON.stringify({ Statement: [statement] }),
  };
}

function flowLog(network: string, isFailing: boolean): Item {
  return {
    FlowLogId: `fl-${network}`,
    ResourceId: network,
    TrafficType: 'ALL',
    FlowLogStatus: 'ACTIVE',
    DeliverLogsStatus: isFailing ? 'FAILED' : 'SUCCESS',
  };
}

function tagged(name: string, labels: Readonly<Record<string, string>>): Item {
  const tags = Object.entries({ Name: name, ...labels });
  return { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
}
