import { type Estate, publicEstate } from '../../clouds/aws/estate.ts';
import { savedFiles } from '../../clouds/aws/saved-answers.ts';

/** The small office with a database whose security group admits `source`, and whose public switch is on. */
export async function officeWithDatabase(source: string): Promise<Record<string, string>> {
  const subnets = [
    { SubnetIdentifier: 'subnet-a', SubnetAvailabilityZone: { Name: 'eu-central-1a' } },
  ];
  const estate = office('web')
    .group('sg-orders', [`tcp 5432 ${source}`])
    .put('rds:DescribeDBInstances', {
      DBInstanceIdentifier: 'orders',
      DBInstanceArn: 'arn:aws:rds:eu-central-1:111111111111:db:orders',
      Engine: 'postgres',
      DBInstanceStatus: 'available',
      PubliclyAccessible: true,
      MultiAZ: false,
      AvailabilityZone: 'eu-central-1a',
      Endpoint: { Address: 'orders.abc.eu-central-1.rds.amazonaws.com', Port: 5432 },
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-orders', Status: 'active' }],
      DBSubnetGroup: { DBSubnetGroupName: 'main', VpcId: 'vpc-1', Subnets: subnets },
    })
    .card('eni-orders', {
      subnet: 'subnet-a',
      ip: '10.0.1.30',
      publicIp: '3.120.0.30',
      groups: ['sg-orders'],
      more: {
        RequesterManaged: true,
        RequesterId: 'amazon-rds',
        Description: 'RDSNetworkInterface',
      },
    });
  return filesOf(estate);
}

/**
 * A small AWS account as the AWS CLI saves it: `web` is open to the internet on 443, `db` to `web` on 5432.
 *
 * @param webName the tag by which the owner calls the web server
 */
export async function smallOffice(webName = 'web'): Promise<Record<string, string>> {
  return filesOf(office(webName));
}

function office(webName: string): Estate {
  return publicEstate()
    .group('sg-web', ['tcp 443 0.0.0.0/0'])
    .group('sg-db', ['tcp 5432 sg-web'])
    .instance(
      'web',
      { ip: '10.0.1.10', publicIp: '3.120.0.10', groups: ['sg-web'] },
      { Tags: [{ Key: 'Name', Value: webName }] },
    )
    .instance('db', { subnet: 'subnet-b', ip: '10.0.2.10', groups: ['sg-db'] });
}

async function filesOf(estate: Estate): Promise<Record<string, string>> {
  const files = await savedFiles(estate.alone());
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}
