import { describe, expect, it } from 'vitest';
import { type Estate, publicEstate, usualEstate } from '../../clouds/aws/estate.ts';
import * as items from './misread-items.testkit.ts';
import * as routes from './misread-routes.testkit.ts';
import * as services from './misread-services.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows of AWS about managed services, each beside its naive neighbour. */

const PUBLIC_SUBNET = {
  SubnetIdentifier: 'subnet-a',
  SubnetAvailabilityZone: { Name: 'eu-central-1a' },
  SubnetStatus: 'Active',
};
const PRIVATE_SUBNET = {
  SubnetIdentifier: 'subnet-b',
  SubnetAvailabilityZone: { Name: 'eu-central-1b' },
  SubnetStatus: 'Active',
};

/** A publicly accessible PostgreSQL database whose interface stands in one of the subnets. */
function database(given: {
  readonly subnet: 'subnet-a' | 'subnet-b';
  readonly subnets?: readonly (typeof PUBLIC_SUBNET)[];
  readonly isPublic?: boolean;
  readonly multiAz?: boolean;
  readonly rule?: string;
  readonly withoutInterface?: boolean;
}): Estate {
  const zone = given.subnet === 'subnet-a' ? 'eu-central-1a' : 'eu-central-1b';
  const isPublic = given.isPublic ?? true;
  const estate = publicEstate()
    .change('ec2:DescribeSubnets', (subnet) =>
      subnet['SubnetId'] === 'subnet-b' ? { ...subnet, AvailabilityZone: 'eu-central-1b' } : subnet,
    )
    .group('sg-db', [given.rule ?? 'tcp 5432 0.0.0.0/0'])
    .put('rds:DescribeDBInstances', {
      DBInstanceIdentifier: 'orders',
      DBInstanceArn: 'arn:aws:rds:eu-central-1:111111111111:db:orders',
      Engine: 'postgres',
      DBInstanceStatus: 'available',
      PubliclyAccessible: isPublic,
      MultiAZ: given.multiAz ?? false,
      AvailabilityZone: zone,
      ...(given.multiAz === true
        ? {
            SecondaryAvailabilityZone: zone === 'eu-central-1a' ? 'eu-central-1b' : 'eu-central-1a',
          }
        : {}),
      Endpoint: { Address: 'orders.abc.eu-central-1.rds.amazonaws.com', Port: 5432 },
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }],
      DBSubnetGroup: {
        DBSubnetGroupName: 'main',
        VpcId: 'vpc-1',
        Subnets: given.subnets ?? [PUBLIC_SUBNET, PRIVATE_SUBNET],
      },
    });
  if (given.withoutInterface === true) return estate;
  const ip = given.subnet === 'subnet-a' ? '10.0.1.30' : '10.0.2.30';
  return estate.card('eni-orders', {
    subnet: given.subnet,
    ip,
    ...(isPublic ? { publicIp: '3.120.0.30' } : {}),
    groups: ['sg-db'],
    more: {
      RequesterManaged: true,
      RequesterId: 'amazon-rds',
      Description: 'RDSNetworkInterface',
      AvailabilityZone: zone,
    },
  });
}

describe('AWS-T15: a publicly accessible database in private subnets', () => {
  it('converses with nobody outside', async () => {
    const situation = await situationOf(
      database({ subnet: 'subnet-b', subnets: [PRIVATE_SUBNET] }).alone(),
    );

    expect(situation.ask('internet', 'orders', 'tcp 5432')).toEqual(['allowed', 'denied']);
    expect(situation.record('service', 'orders').publicSwitch).toBe(true);
    expect(situation.findings('orders')).toEqual(['database-public-switch-on: open']);
    expect(
      situation
        .misread(routes.everySubnetIsPublic(situation.graph))
        .ask('internet', 'orders', 'tcp 5432'),
    ).toEqual(['allowed', 'allowed']);
  });

  it('and in a public one with everybody', async () => {
    const situation = await situationOf(database({ subnet: 'subnet-a' }).alone());

    expect(situation.ask('internet', 'orders', 'tcp 5432')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', 'orders', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(situation.findings('orders')).toContain('no-public-database: open');
  });

  it('not public, nothing arrives', async () => {
    expect(
      (await situationOf(database({ subnet: 'subnet-a', isPublic: false }).alone())).ask(
        'internet',
        'orders',
        'tcp 5432',
      ),
    ).toEqual(['denied', 'denied']);
  });

  it('comes out the same where its interface is not among those that were read', async () => {
    const open = await situationOf(
      database({ subnet: 'subnet-a', withoutInterface: true }).alone(),
    );
    const closed = await situationOf(
      database({ subnet: 'subnet-b', subnets: [PRIVATE_SUBNET], withoutInterface: true }).alone(),
    );

    expect(open.ask('internet', 'orders', 'tcp 5432')).toEqual(['allowed', 'allowed']);
    expect(closed.ask('internet', 'orders', 'tcp 5432')).toEqual(['allowed', 'denied']);
  });
});

describe('AWS-T16: a subnet group with a public and a private subnet', () => {
  it('is closed now and open after a failover of a Multi-AZ database', async () => {
    const situation = await situationOf(database({ subnet: 'subnet-b', multiAz: true }).alone());

    expect(situation.ask('internet', 'orders', 'tcp 5432')[1]).toBe('denied');
    expect(situation.afterFailover('orders', 'tcp 5432')).toEqual(['allowed', 'allowed']);
    expect(situation.findings('orders')).toContain('no-public-database: open');
    expect(situation.misread(services.knowsNoFailover).afterFailover('orders', 'tcp 5432')[1]).toBe(
      'denied',
    );
  });

  it('a database in one zone does not fail over', async () => {
    const situation = await situationOf(database({ subnet: 'subnet-b' }).alone());

    expect(situation.afterFailover('orders', 'tcp 5432')[1]).toBe('denied');
    expect(situation.findings('orders')).toEqual(['database-public-switch-on: open']);
    expect(
      situation.misreadItems(items.everyDatabaseMoves).afterFailover('orders', 'tcp 5432')[1],
    ).toBe('allowed');
  });
});

describe('AWS-T17: an Aurora cluster with express configuration has no network', () => {
  const world = (express: boolean) =>
    publicEstate()
      .put('rds:DescribeDBClusters', {
        DBClusterIdentifier: 'quick',
        DBClusterArn: 'arn:aws:rds:eu-central-1:111111111111:cluster:quick',
        Engine: 'aurora-postgresql',
        Status: 'available',
        Port: 5432,
        Endpoint: 'quick.cluster.eu-central-1.rds.amazonaws.com',
        InternetAccessGatewayEnabled: express,
        VPCNetworkingEnabled: !express,
      })
      .alone();

  it('and a public endpoint behind IAM', async () => {
    const situation = await situationOf(world(true));

    expect(situation.ask('internet', 'quick', 'tcp 5432')).toEqual(['allowed', 'allowed']);
    expect(situation.record('service', 'quick').endpoints[0]?.authentication).toBe('iam');
    expect(situation.findings('quick')).toContain('no-public-database: open');
    expect(
      situation
        .misread(services.overlooksPublicEndpoints(situation.graph))
        .ask('internet', 'quick', 'tcp 5432')[0],
    ).toBe('denied');
  });

  it('another cluster without instances is not called clean', async () => {
    const situation = await situationOf(world(false));

    expect(situation.record('service', 'quick').inventoryOnly).toContain('not known');
  });
});

describe('AWS-T27: a search domain without a network', () => {
  const anyone = JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'es:*', Resource: '*' }],
  });
  const office = JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'es:*',
        Resource: '*',
        Condition: { IpAddress: { 'aws:SourceIp': ['8.8.8.0/24'] } },
      },
    ],
  });
  const world = (more: Readonly<Record<string, unknown>>) =>
    publicEstate()
      .group('sg-es', ['tcp 443 10.0.0.0/16'])
      .put('opensearch:ListDomainNames', { DomainName: 'logs', EngineType: 'OpenSearch' })
      .put('opensearch:DescribeDomains', {
        DomainId: '111111111111/logs',
        DomainName: 'logs',
        ARN: 'arn:aws:es:eu-central-1:111111111111:domain/logs',
        ClusterConfig: {},
        Endpoint: 'search-logs.eu-central-1.es.amazonaws.com',
        DomainEndpointOptions: { EnforceHTTPS: true },
        ...more,
      })
      .alone();

  it('is public, and open to anybody by its policy', async () => {
    const situation = await situationOf(world({ AccessPolicies: anyone }));

    expect(situation.ask('internet', 'logs', 'tcp 443')).toEqual(['allowed', 'allowed']);
    expect(situation.record('service', 'logs').endpoints[0]?.authentication).toBe('none');
    expect(situation.findings('logs')).toContain('no-public-database: open');
    expect(
      situation
        .misread(services.overlooksPublicEndpoints(situation.graph))
        .ask('internet', 'logs', 'tcp 443')[0],
    ).toBe('denied');
  });

  it('with an address condition it is open to those addresses', async () => {
    const situation = await situationOf(world({ AccessPolicies: office }));

    expect(situation.admitted('internet', 'logs', 'tcp 443').sources).toBe('8.8.8.0/24');
    expect(
      situation
        .misread(services.overlooksAdmissionLists(situation.graph))
        .ask('9.9.9.9', 'logs', 'tcp 443')[0],
    ).toBe('allowed');
  });

  it('with a network it is private', async () => {
    const vpc = {
      VPCOptions: { VPCId: 'vpc-1', SubnetIds: ['subnet-b'], SecurityGroupIds: ['sg-es'] },
      AccessPolicies: anyone,
    };

    expect((await situationOf(world(vpc))).ask('internet', 'logs', 'tcp 443')).toEqual([
      'denied',
      'denied',
    ]);
  });
});

describe('AWS-T28: the public endpoint of a Kubernetes cluster and its list', () => {
  const world = (config: Readonly<Record<string, unknown>>) =>
    publicEstate()
      .group('sg-eks', ['tcp 443 10.0.0.0/16'])
      .names('eks:ListClusters', 'prod')
      .about('eks:DescribeCluster', 'prod', {
        name: 'prod',
        arn: 'arn:aws:eks:eu-central-1:111111111111:cluster/prod',
        status: 'ACTIVE',
        endpoint: 'https://ABC.gr7.eu-central-1.eks.amazonaws.com',
        resourcesVpcConfig: {
          subnetIds: ['subnet-b'],
          securityGroupIds: [],
          clusterSecurityGroupId: 'sg-eks',
          vpcId: 'vpc-1',
          endpointPrivateAccess: true,
          ...config,
        },
      })
      .alone();

  it('is open to the prefixes of the list', async () => {
    const situation = await situationOf(
      world({ endpointPublicAccess: true, publicAccessCidrs: ['8.8.8.8/32'] }),
    );

    expect(situation.admitted('internet', 'prod', 'tcp 443').sources).toBe('8.8.8.8/32');
    expect(
      situation
        .misread(services.overlooksAdmissionLists(situation.graph))
        .ask('9.9.9.9', 'prod', 'tcp 443')[0],
    ).toBe('allowed');
  });

  it('and to everybody by default', async () => {
    const situation = await situationOf(
      world({ endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] }),
    );

    expect(situation.ask('9.9.9.9', 'prod', 'tcp 443')).toEqual(['allowed', 'allowed']);
    expect(situation.findings('prod')).toContain('public-control-plane: open');
  });

  it('without a public endpoint to nobody outside', async () => {
    const situation = await situationOf(
      world({ endpointPublicAccess: false, publicAccessCidrs: ['0.0.0.0/0'] }),
    );

    expect(situation.ask('internet', 'prod', 'tcp 443')).toEqual(['denied', 'denied']);
  });

  it('is undetermined where its settings could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'eks:DescribeCluster' }] as const;
    const situation = await situationOf(world({ endpointPublicAccess: false }), faults);

    expect(situation.record('service', 'prod').inventoryOnly).toContain('DescribeCluster');
  });
});

describe('AWS-T30: an interface endpoint made without groups has the default group', () => {
  const world = (rules: readonly string[]) =>
    usualEstate()
      .group('sg-default', rules, { named: 'default' })
      .group('sg-1', ['to -1 - 0.0.0.0/0'])
      .instance('app', { ip: '10.0.1.10' })
      .put('ec2:DescribeVpcEndpoints', {
        VpcEndpointId: 'vpce-1',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-1',
        OwnerId: '111111111111',
        State: 'available',
        ServiceName: 'com.amazonaws.eu-central-1.sqs',
        SubnetIds: ['subnet-b'],
        Groups: [],
        NetworkInterfaceIds: ['eni-gone'],
      })
      .alone();

  it('which keeps out who is not in it', async () => {
    const situation = await situationOf(world(['-1 - sg-default']));

    expect(situation.ask('app', 'vpce-1', 'tcp 443')).toEqual(['denied', 'denied']);
    expect(
      situation
        .misread(services.overlooksDefaultGroups(situation.graph))
        .ask('app', 'vpce-1', 'tcp 443')[0],
    ).toBe('allowed');
  });

  it('and admits whom it names', async () => {
    expect(
      (await situationOf(world(['tcp 443 10.0.0.0/16']))).ask('app', 'vpce-1', 'tcp 443'),
    ).toEqual(['allowed', 'allowed']);
  });
});

describe('AWS-T33: Lightsail has a control plane of its own', () => {
  const world = (port: Readonly<Record<string, unknown>>) =>
    publicEstate()
      .put('lightsail:GetInstances', {
        name: 'blog',
        arn: 'arn:aws:lightsail:eu-central-1:111111111111:Instance/1',
        publicIpAddress: '3.120.9.9',
        privateIpAddress: '172.26.0.9',
        ipv6Addresses: ['2a05:d014:9::9'],
        state: { code: 16, name: 'running' },
        networking: {
          ports: [
            {
              fromPort: 0,
              toPort: 65535,
              protocol: 'all',
              accessDirection: 'inbound',
              ipv6Cidrs: [],
              ...port,
            },
          ],
        },
      })
      .alone();

  it('whose instances are as open as their own firewall', async () => {
    const situation = await situationOf(world({ cidrs: ['0.0.0.0/0'] }));

    expect(situation.ask('internet-ipv4', 'blog', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet-ipv6', 'blog', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(situation.findings('firewall of blog')).toContain('admin-port-public: open');
    expect(
      situation.misread(services.overlooksLightsail).ask('internet', 'blog', 'tcp 22')[0],
    ).toBe('denied');
  });

  it('and IPv6 has a list of its own', async () => {
    const situation = await situationOf(world({ cidrs: [], ipv6Cidrs: ['::/0'] }));

    expect(situation.ask('internet-ipv6', 'blog', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet-ipv4', 'blog', 'tcp 22')).toEqual(['denied', 'denied']);
  });
});

describe('a cache is reached from its network alone', () => {
  const world = () =>
    publicEstate()
      .group('sg-cache', ['tcp 6379 sg-1'])
      .group('sg-1', [])
      .instance('app', { ip: '10.0.1.10' })
      .put('elasticache:DescribeCacheSubnetGroups', {
        CacheSubnetGroupName: 'main',
        VpcId: 'vpc-1',
        Subnets: [
          { SubnetIdentifier: 'subnet-b', SubnetAvailabilityZone: { Name: 'eu-central-1a' } },
        ],
      })
      .put('elasticache:DescribeCacheClusters', {
        CacheClusterId: 'sessions',
        Engine: 'redis',
        CacheClusterStatus: 'available',
        CacheSubnetGroupName: 'main',
        SecurityGroups: [{ SecurityGroupId: 'sg-cache', Status: 'active' }],
        CacheNodes: [
          {
            CacheNodeId: '0001',
            Endpoint: { Address: 'sessions.abc.cache.amazonaws.com', Port: 6379 },
            CustomerAvailabilityZone: 'eu-central-1a',
          },
        ],
      })
      .card('eni-cache', {
        subnet: 'subnet-b',
        ip: '10.0.2.40',
        groups: ['sg-cache'],
        more: {
          RequesterManaged: true,
          RequesterId: 'amazon-elasticache',
          Description: 'ElastiCache sessions',
        },
      });

  it('by the members of the group that it admits', async () => {
    const situation = await situationOf(world().alone());

    expect(situation.ask('app', 'sessions', 'tcp 6379')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', 'sessions', 'tcp 6379')).toEqual(['denied', 'denied']);
    expect(situation.record('service', 'sessions').endpoints[0]).toMatchObject({
      authentication: 'none',
      tls: 'absent',
    });
  });
});
