import { describe, expect, it } from 'vitest';
import { Estate, publicEstate } from '../../clouds/aws/estate.ts';
import { situationOf } from './situation.testkit.ts';

/** Networks that several accounts share, and connections between accounts. */

const OWNER = '111111111111';
const GUEST = '222222222222';

/** An instance of the guest in a subnet of the owner, whose routes and network ACLs only the owner sees. */
function guest(): Estate {
  return new Estate({ account: GUEST })
    .vpc('vpc-1', '10.0.0.0/16', { OwnerId: OWNER })
    .subnet('subnet-a', '10.0.1.0/24', { OwnerId: OWNER })
    .group('sg-guest', ['tcp 22 0.0.0.0/0'])
    .instance('web', { ip: '10.0.1.10', publicIp: '3.120.0.10', groups: ['sg-guest'] });
}

describe('a subnet that one account shares with another', () => {
  it('takes routes and network ACL from its owner', async () => {
    const world = {
      accounts: { [OWNER]: publicEstate().inAccount(), [GUEST]: guest().inAccount() },
    };
    const situation = await situationOf(world);

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', 'web', 'tcp 23')).toEqual(['denied', 'denied']);
    expect(situation.record('subnet', 'subnet-a').provenance.account).toBe(OWNER);
  });

  it('leaves the answer undetermined while its owner was not read', async () => {
    const situation = await situationOf({ accounts: { [GUEST]: guest().inAccount() } });

    expect(situation.ask('internet', 'web', 'tcp 22')[1]).not.toBe('allowed');
    expect(situation.ask('internet', 'web', 'tcp 23')[0]).toBe('denied');
  });
});

describe('a peering between two accounts', () => {
  const peering = {
    VpcPeeringConnectionId: 'pcx-1',
    Status: { Code: 'active' },
    RequesterVpcInfo: { VpcId: 'vpc-1', OwnerId: OWNER, Region: 'eu-central-1' },
    AccepterVpcInfo: { VpcId: 'vpc-2', OwnerId: GUEST, Region: 'eu-central-1' },
  };
  const near = () =>
    new Estate()
      .vpc('vpc-1', '10.0.0.0/16')
      .subnet('subnet-a', '10.0.1.0/24')
      .routeTable('rtb-1', { main: true, routes: ['10.1.0.0/16 pcx-1'] })
      .acl('acl-1', ['100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
        subnets: ['subnet-a'],
      })
      .put('ec2:DescribeVpcPeeringConnections', peering)
      .group('sg-app', [])
      .card('eni-app', { ip: '10.0.1.10', groups: ['sg-app'] });
  const far = (peer: string) =>
    new Estate({ account: GUEST })
      .vpc('vpc-2', '10.1.0.0/16')
      .subnet('subnet-2', '10.1.1.0/24', { vpc: 'vpc-2' })
      .routeTable('rtb-2', {
        vpc: 'vpc-2',
        main: true,
        local: ['10.1.0.0/16'],
        routes: ['10.0.0.0/16 pcx-1'],
      })
      .acl('acl-2', ['100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
        vpc: 'vpc-2',
        subnets: ['subnet-2'],
      })
      .put('ec2:DescribeVpcPeeringConnections', peering)
      .group('sg-db', [], {
        VpcId: 'vpc-2',
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 5432,
            ToPort: 5432,
            UserIdGroupPairs: [
              {
                GroupId: peer,
                UserId: OWNER,
                VpcPeeringConnectionId: 'pcx-1',
                PeeringStatus: 'active',
              },
            ],
          },
        ],
      })
      .card('eni-db', { vpc: 'vpc-2', subnet: 'subnet-2', ip: '10.1.1.10', groups: ['sg-db'] });
  const both = (peer: string) => ({
    accounts: { [OWNER]: near().inAccount(), [GUEST]: far(peer).inAccount() },
  });

  it('is one gateway, across which the other account’s group is honoured', async () => {
    const situation = await situationOf(both('sg-app'));

    expect(situation.ask('eni-app', 'eni-db', 'tcp 5432')).toEqual(['allowed', 'allowed']);
  });

  it('admits nobody of another group', async () => {
    const situation = await situationOf(both('sg-other'));

    expect(situation.ask('eni-app', 'eni-db', 'tcp 5432')[0]).not.toBe('allowed');
  });

  it('leads somewhere unseen while the other account was not read', async () => {
    const situation = await situationOf({ accounts: { [OWNER]: near().inAccount() } });

    expect(situation.ask('eni-app', '10.1.1.10', 'tcp 5432')[0]).not.toBe('allowed');
  });
});
