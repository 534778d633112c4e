import { describe, expect, it } from 'vitest';
import { type Estate, publicEstate, usualEstate } from '../../clouds/aws/estate.ts';
import { situationOf } from './situation.testkit.ts';

/** Who gets into a network by Client VPN, through PrivateLink, and past an inspecting firewall. */

const ENDPOINT = 'cvpn-endpoint-1';

/** People enter subnet-a, with the group sg-vpn, and may reach what the rules name. */
function clientVpn(given: {
  readonly destinations: readonly string[];
  readonly transit?: boolean;
}): Estate {
  return usualEstate()
    .group('sg-vpn', [])
    .group('sg-db', ['tcp 5432 sg-vpn', 'tcp 22 10.0.1.0/24'])
    .instance('db', { ip: '10.0.2.10', subnet: 'subnet-b', groups: ['sg-db'] })
    .put('ec2:DescribeClientVpnEndpoints', {
      ClientVpnEndpointId: ENDPOINT,
      Status: { Code: 'available' },
      DnsName: '*.cvpn-endpoint-1.prod.clientvpn.eu-central-1.amazonaws.com',
      ClientCidrBlock: '172.20.0.0/16',
      TransportProtocol: 'tcp',
      VpnPort: 1194,
      AuthenticationOptions: [{ Type: 'federated-authentication' }],
      ...(given.transit === true
        ? { TransitGatewayConfiguration: { TransitGatewayId: 'tgw-1' } }
        : { VpcId: 'vpc-1', SecurityGroupIds: ['sg-vpn'] }),
    })
    .about(
      'ec2:DescribeClientVpnAuthorizationRules',
      ENDPOINT,
      ...given.destinations.map((DestinationCidr) => ({
        ClientVpnEndpointId: ENDPOINT,
        DestinationCidr,
        AccessAll: true,
        Status: { Code: 'active' },
      })),
    )
    .about(
      'ec2:DescribeClientVpnTargetNetworks',
      ENDPOINT,
      ...(given.transit === true
        ? []
        : [
            {
              AssociationId: 'cvpn-assoc-1',
              ClientVpnEndpointId: ENDPOINT,
              VpcId: 'vpc-1',
              TargetNetworkId: 'subnet-a',
              SecurityGroups: ['sg-vpn'],
              Status: { Code: 'associated' },
            },
          ]),
    );
}

const CARD = {
  subnet: 'subnet-a',
  ip: '10.0.1.70',
  groups: ['sg-vpn'],
  more: { RequesterManaged: true, Description: 'ClientVPN Endpoint resource' },
};

describe('a Client VPN endpoint', () => {
  it('stands on the internet at its port, behind its authentication', async () => {
    const situation = await situationOf(clientVpn({ destinations: ['10.0.0.0/16'] }).alone());

    expect(situation.ask('internet', ENDPOINT, 'tcp 1194')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', ENDPOINT, 'udp 443')).toEqual(['denied', 'denied']);
    expect(situation.record('service', ENDPOINT).endpoints[0]?.authentication).toBe('token');
  });

  it('leads its clients to where a rule leads, as members of its groups', async () => {
    const estate = clientVpn({ destinations: ['10.0.0.0/16'] }).card('eni-vpn', CARD);
    const situation = await situationOf(estate.alone());

    expect(situation.ask('eni-vpn', 'db', 'tcp 5432')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('eni-vpn', 'db', 'tcp 3306')).toEqual(['denied', 'denied']);
    expect(situation.ask(ENDPOINT, 'db', 'tcp 5432')).toEqual(['allowed', 'allowed']);
  });

  it('and nowhere else', async () => {
    const estate = clientVpn({ destinations: ['10.0.1.0/24'] }).card('eni-vpn', CARD);

    expect((await situationOf(estate.alone())).ask(ENDPOINT, 'db', 'tcp 5432')).toEqual([
      'denied',
      'denied',
    ]);
  });

  it('is not entered from the network', async () => {
    const estate = clientVpn({ destinations: ['10.0.0.0/16'] })
      .change('ec2:DescribeSecurityGroups', (group) =>
        group['GroupId'] === 'sg-vpn'
          ? {
              ...group,
              IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
            }
          : group,
      )
      .card('eni-vpn', CARD);

    expect((await situationOf(estate.alone())).ask('db', 'eni-vpn', 'tcp 443')).toEqual([
      'denied',
      'denied',
    ]);
  });

  it('leads there as well where its interface is not among those that were read', async () => {
    const situation = await situationOf(clientVpn({ destinations: ['10.0.0.0/16'] }).alone());

    expect(situation.ask(ENDPOINT, 'db', 'tcp 22')[0]).toBe('allowed');
  });

  it('leads nobody knows where, where its rules could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'ec2:DescribeClientVpnAuthorizationRules' }] as const;
    const estate = clientVpn({ destinations: ['10.0.0.0/16'] }).card('eni-vpn', CARD);
    const situation = await situationOf(estate.alone(), faults);

    expect(situation.ask(ENDPOINT, 'db', 'tcp 5432')).toEqual(['undetermined', 'undetermined']);
  });

  it('is undetermined where its clients enter a transit gateway, or nobody knows which subnets', async () => {
    const faults = [{ kind: 'deny', action: 'ec2:DescribeClientVpnTargetNetworks' }] as const;
    const unread = await situationOf(clientVpn({ destinations: [] }).alone(), faults);
    const transit = await situationOf(clientVpn({ destinations: [], transit: true }).alone());

    expect(unread.record('service', ENDPOINT).inventoryOnly).toContain(
      'DescribeClientVpnTargetNetworks',
    );
    expect(transit.record('service', ENDPOINT).inventoryOnly).toContain('tgw-1');
  });
});

describe('an endpoint service', () => {
  const world = (principal: string) =>
    publicEstate()
      .put('ec2:DescribeVpcEndpointServiceConfigurations', {
        ServiceId: 'vpce-svc-1',
        ServiceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-1',
        ServiceState: 'Available',
        AcceptanceRequired: false,
        NetworkLoadBalancerArns: [
          'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/net/shared/60dc6c495c0c9188',
        ],
      })
      .about('ec2:DescribeVpcEndpointServicePermissions', 'vpce-svc-1', {
        ServiceId: 'vpce-svc-1',
        ServicePermissionId: 'vpce-svc-perm-1',
        PrincipalType: principal === '*' ? 'All' : 'Account',
        Principal: principal,
      })
      .alone();

  it('is listed with who may consume it, and never called clean', async () => {
    const open = await situationOf(world('*'));
    const closed = await situationOf(world('arn:aws:iam::222222222222:root'));

    expect(open.record('service', 'vpce-svc-1').publicSwitch).toBe(true);
    expect(closed.record('service', 'vpce-svc-1').publicSwitch).toBe(false);
    expect(closed.record('service', 'vpce-svc-1').inventoryOnly).toContain('net/shared');
  });

  it('is perhaps open to everybody where the permissions could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'ec2:DescribeVpcEndpointServicePermissions' }] as const;
    const situation = await situationOf(world('arn:aws:iam::222222222222:root'), faults);

    expect(situation.record('service', 'vpce-svc-1').publicSwitch).toMatchObject({
      kind: 'unknown',
    });
  });
});

describe('a path through a Network Firewall', () => {
  /** The public subnet sends everything to the firewall's endpoint, and the gateway's own table brings it back there. */
  const world = (listed: boolean) => {
    const estate = usualEstate()
      .routeTable('rtb-a', { subnets: ['subnet-a'], routes: ['0.0.0.0/0 vpce-firewall'] })
      .routeTable('rtb-edge', { gateway: 'igw-1', routes: ['10.0.1.0/24 vpce-firewall'] })
      .group('sg-1', ['tcp 443 0.0.0.0/0'])
      .instance('web', { ip: '10.0.1.10', publicIp: '3.120.0.10' })
      .put('network-firewall:ListFirewalls', {
        FirewallName: 'inspection',
        FirewallArn: 'arn:aws:network-firewall:eu-central-1:111111111111:firewall/inspection',
      });
    if (!listed) return estate.alone();
    return estate
      .put('ec2:DescribeVpcEndpoints', {
        VpcEndpointId: 'vpce-firewall',
        VpcEndpointType: 'GatewayLoadBalancer',
        VpcId: 'vpc-1',
        OwnerId: '111111111111',
        State: 'available',
        ServiceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-firewall',
        SubnetIds: ['subnet-b'],
        Tags: [{ Key: 'AWSNetworkFirewallManaged', Value: 'true' }],
      })
      .alone();
  };

  it('is undetermined both ways', async () => {
    const situation = await situationOf(world(true));

    expect(situation.ask('internet', 'web', 'tcp 443')).toEqual(['undetermined', 'undetermined']);
    expect(situation.ask('web', '8.8.8.8', 'tcp 443')).toEqual(['undetermined', 'undetermined']);
  });

  it('also where its endpoint is not among those that were read', async () => {
    const situation = await situationOf(world(false));

    expect(situation.ask('internet', 'web', 'tcp 443')).toEqual(['undetermined', 'undetermined']);
    expect(situation.ask('web', '8.8.8.8', 'tcp 443')).toEqual(['undetermined', 'undetermined']);
  });

  it('but what the group refuses stays refused', async () => {
    const situation = await situationOf(world(true));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
  });
});
