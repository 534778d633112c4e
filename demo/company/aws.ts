import { ALLOW_ALL, Estate, type Item } from '../../test/clouds/aws/estate.ts';
import type { AwsWorld } from '../../test/clouds/aws/world.ts';
import type { CompanyFacts } from './facts.ts';

/** The company's account and region. */
export const AWS_ACCOUNT = '111111111111';
export const AWS_REGION = 'eu-central-1';

const PUBLIC = ['subnet-public-a', 'subnet-public-b'];
const PRIVATE = ['subnet-private-a', 'subnet-private-b'];

/** Managed databases, a batch server, and what somebody left behind. */
export function awsWorld(facts: CompanyFacts): AwsWorld {
  const estate = new Estate({ account: AWS_ACCOUNT, region: AWS_REGION });
  network(estate, facts);
  database(estate, 'orders', 'postgres', 10, PUBLIC, facts.ordersAdmits);
  database(estate, 'customers', 'postgres', 11, PUBLIC, facts.customersAdmits);
  database(estate, 'shipping', 'postgres', 12, PUBLIC, facts.shippingAdmits);
  database(estate, 'invoices', 'mysql', 13, PUBLIC, facts.invoicesAdmits);
  database(estate, 'ledger', 'postgres', 14, PRIVATE, ['0.0.0.0/0']);
  return estate
    .group(
      'sg-batch',
      facts.batchAdmits.map((source) => `tcp 22 ${source}`),
      { named: 'batch' },
    )
    .group('sg-everything', ['-1 - 0.0.0.0/0'], { named: 'left-behind' })
    .instance(
      'batch-1',
      {
        subnet: 'subnet-batch',
        ip: '10.0.9.10',
        publicIp: '3.120.9.10',
        groups: ['sg-batch'],
      },
      { Tags: [{ Key: 'Name', Value: 'batch-1' }] },
    )
    .group('sg-exporter', [], { named: 'exporter' })
    .instance(
      'exporter-1',
      {
        subnet: 'subnet-public-a',
        ip: '10.0.1.50',
        publicIp: '3.120.1.50',
        groups: facts.exporterGroups,
      },
      { Tags: [{ Key: 'Name', Value: 'exporter-1' }] },
    )
    .alone();
}

function network(estate: Estate, facts: CompanyFacts): void {
  estate
    .vpc('vpc-1', '10.0.0.0/16', { Tags: [{ Key: 'Name', Value: 'larkfield' }] })
    .internetGateway('igw-1', 'vpc-1')
    .subnet('subnet-public-a', '10.0.1.0/24')
    .subnet('subnet-public-b', '10.0.2.0/24', { AvailabilityZone: `${AWS_REGION}b` })
    .subnet('subnet-private-a', '10.0.3.0/24')
    .subnet('subnet-private-b', '10.0.4.0/24', { AvailabilityZone: `${AWS_REGION}b` })
    .subnet('subnet-batch', '10.0.9.0/24')
    .routeTable('rtb-main', { main: true })
    .routeTable('rtb-public', { subnets: PUBLIC, routes: ['0.0.0.0/0 igw-1'] })
    .routeTable('rtb-private', { subnets: PRIVATE, routes: facts.ledgerRoutes })
    .routeTable('rtb-batch', { subnets: ['subnet-batch'], routes: facts.batchRoutes })
    .acl('acl-1', ALLOW_ALL, { subnets: [...PUBLIC, ...PRIVATE, 'subnet-batch'] })
    .put('ec2:DescribeFlowLogs', {
      FlowLogId: 'fl-1',
      ResourceId: 'vpc-1',
      TrafficType: 'ALL',
      FlowLogStatus: 'ACTIVE',
      DeliverLogsStatus: 'SUCCESS',
    });
}

/** An RDS instance with the public switch on, alone in its security group. */
function database(
  estate: Estate,
  name: string,
  engine: 'postgres' | 'mysql',
  host: number,
  subnets: readonly string[],
  admits: readonly string[],
): void {
  const port = engine === 'postgres' ? 5432 : 3306;
  const group = `sg-${name}`;
  estate
    .group(
      group,
      admits.map((source) => `tcp ${port} ${source}`),
      { named: name },
    )
    .put('rds:DescribeDBInstances', {
      DBInstanceIdentifier: name,
      DBInstanceArn: `arn:aws:rds:${AWS_REGION}:${AWS_ACCOUNT}:db:${name}`,
      Engine: engine,
      DBInstanceStatus: 'available',
      PubliclyAccessible: true,
      MultiAZ: false,
      AvailabilityZone: `${AWS_REGION}a`,
      Endpoint: { Address: `${name}.c1.${AWS_REGION}.rds.amazonaws.com`, Port: port },
      VpcSecurityGroups: [{ VpcSecurityGroupId: group, Status: 'active' }],
      DBSubnetGroup: {
        DBSubnetGroupName: subnets === PUBLIC ? 'public' : 'private',
        VpcId: 'vpc-1',
        Subnets: subnets.map(subnetOfGroup),
      },
    })
    .card(`eni-${name}`, {
      subnet: subnets[0] ?? '',
      ip: subnets === PUBLIC ? `10.0.1.${host}` : `10.0.3.${host}`,
      publicIp: `3.120.1.${host}`,
      groups: [group],
      more: {
        RequesterManaged: true,
        RequesterId: 'amazon-rds',
        Description: 'RDSNetworkInterface',
      },
    });
}

function subnetOfGroup(SubnetIdentifier: string): Item {
  const zone = SubnetIdentifier.endsWith('b') ? 'b' : 'a';
  return { SubnetIdentifier, SubnetAvailabilityZone: { Name: `${AWS_REGION}${zone}` } };
}
