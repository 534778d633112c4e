import { type Estate, type Item, publicEstate, REGION } from '../../clouds/aws/estate.ts';
import type { AwsWorld } from '../../clouds/aws/world.ts';

/** A PostgreSQL instance `orders` with these rules of its group; public ones stand in the public subnet. */
function withDatabase(estate: Estate, rules: readonly string[], isPublic: boolean): Estate {
  const subnet = isPublic ? 'subnet-a' : 'subnet-b';
  return estate
    .group('sg-orders', rules)
    .put('rds:DescribeDBInstances', {
      DBInstanceIdentifier: 'orders',
      DBInstanceArn: `arn:aws:rds:${REGION}:${estate.account}:db:orders`,
      Engine: 'postgres',
      DBInstanceStatus: 'available',
      PubliclyAccessible: isPublic,
      MultiAZ: false,
      AvailabilityZone: `${REGION}a`,
      Endpoint: { Address: `orders.${REGION}.rds.amazonaws.com`, Port: 5432 },
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-orders', Status: 'active' }],
      DBSubnetGroup: {
        DBSubnetGroupName: 'main',
        VpcId: 'vpc-1',
        Subnets: [{ SubnetIdentifier: subnet, SubnetAvailabilityZone: { Name: `${REGION}a` } }],
      },
    })
    .card('eni-orders', {
      subnet,
      ip: isPublic ? '10.0.1.30' : '10.0.2.30',
      groups: ['sg-orders'],
      more: {
        RequesterManaged: true,
        RequesterId: 'amazon-rds',
        Description: 'RDSNetworkInterface',
        AvailabilityZone: `${REGION}a`,
      },
      ...(isPublic ? { publicIp: '3.120.0.30' } : {}),
    });
}

function tagged(name: string, labels: Readonly<Record<string, string>>): Item {
  const tags = Object.entries({ Name: name, ...labels });
  return { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
}

/** A database whose public address admits this source. */
export function publicDatabase(source: string): AwsWorld {
  return withDatabase(publicEstate(), [`tcp 5432 ${source}`], true).alone();
}

/** An application host, a batch host, and a database that admits these groups. */
export function hostsAndDatabase(...groups: readonly string[]): AwsWorld {
  const estate = publicEstate()
    .group('sg-app', [])
    .instance(
      'app-1',
      { subnet: 'subnet-b', ip: '10.0.2.10', groups: ['sg-app'] },
      tagged('app-1', { role: 'app' }),
    )
    .group('sg-batch', [])
    .instance('batch-1', { subnet: 'subnet-b', ip: '10.0.2.11', groups: ['sg-batch'] });
  const rules = groups.map((group) => `tcp 5432 ${group}`);
  return withDatabase(estate, rules, false).alone();
}

/** The edge in the public subnet, the database in the private one, and the application where it is told. */
export function threeTiers(app: { readonly subnet: string; readonly ip: string }): AwsWorld {
  const estate = publicEstate()
    .group('sg-1', [])
    .instance(
      'edge-1',
      { ip: '10.0.1.10', publicIp: '3.120.0.10' },
      tagged('edge-1', { role: 'edge' }),
    )
    .instance('app-1', app, tagged('app-1', { role: 'app' }));
  return withDatabase(estate, ['tcp 5432 sg-1'], false).alone();
}

/** A network with internet gateways of these names. */
export function gatewaysNamed(...names: readonly string[]): AwsWorld {
  const estate = publicEstate().change('ec2:DescribeInternetGateways', (gateway) => ({
    ...gateway,
    Tags: [{ Key: 'Name', Value: names[0] ?? '' }],
  }));
  for (const [index, name] of names.slice(1).entries()) {
    const vpc = `vpc-${index + 2}`;
    estate.vpc(vpc, `10.${index + 2}.0.0/16`).put('ec2:DescribeInternetGateways', {
      InternetGatewayId: `igw-${index + 2}`,
      OwnerId: estate.account,
      Attachments: [{ VpcId: vpc, State: 'available' }],
      Tags: [{ Key: 'Name', Value: name }],
    });
  }
  return estate.alone();
}

/** A network whose flow log records this traffic. */
export function flowLogOf(TrafficType: 'ALL' | 'REJECT'): AwsWorld {
  return publicEstate()
    .put('ec2:DescribeFlowLogs', {
      FlowLogId: 'fl-1',
      ResourceId: 'vpc-1',
      TrafficType,
      FlowLogStatus: 'ACTIVE',
      DeliverLogsStatus: 'SUCCESS',
    })
    .alone();
}

/** A server whose group admits this source by HTTPS. */
export function serverAdmitting(source: string): AwsWorld {
  return publicEstate()
    .group('sg-api', [`tcp 443 ${source}`])
    .instance('api-1', { ip: '10.0.1.10', publicIp: '3.120.0.10', groups: ['sg-api'] })
    .alone();
}

/** A Kubernetes cluster whose public endpoint admits this range. */
export function clusterAdmitting(range: string): AwsWorld {
  const estate = publicEstate();
  return estate
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
        endpointPrivateAccess: false,
        publicAccessCidrs: [range],
      },
    })
    .alone();
}
