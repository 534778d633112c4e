import { describe, expect, it } from 'vitest';
import { Estate, publicEstate, usualEstate } from '../../clouds/aws/estate.ts';
import * as items from './misread-items.testkit.ts';
import * as routes from './misread-routes.testkit.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows of AWS about routes, gateways and blocks, each beside its naive neighbour. */

const WEB = { ip: '10.0.1.10', publicIp: '3.120.0.10' };
const SSH = ['tcp 22 0.0.0.0/0', 'tcp 22 ::/0', 'to -1 - 0.0.0.0/0', 'to -1 - ::/0'];

function natEstate(defaultRoute: string): Estate {
  return usualEstate()
    .subnet('subnet-nat', '10.0.9.0/24')
    .change('ec2:DescribeNetworkAcls', (acl) => ({
      ...acl,
      Associations: ['subnet-a', 'subnet-b', 'subnet-nat'].map((SubnetId) => ({
        NetworkAclId: 'acl-1',
        SubnetId,
      })),
    }))
    .routeTable('rtb-nat', { subnets: ['subnet-nat'], routes: ['0.0.0.0/0 igw-1'] })
    .routeTable('rtb-a', { subnets: ['subnet-a'], routes: [`0.0.0.0/0 ${defaultRoute}`] })
    .put('ec2:DescribeNatGateways', {
      NatGatewayId: 'nat-1',
      State: 'available',
      ConnectivityType: 'public',
      VpcId: 'vpc-1',
      SubnetId: 'subnet-nat',
      NatGatewayAddresses: [
        {
          PublicIp: '3.120.0.99',
          PrivateIp: '10.0.9.9',
          NetworkInterfaceId: 'eni-nat',
          AllocationId: 'eipalloc-nat',
        },
      ],
    })
    .card('eni-nat', {
      subnet: 'subnet-nat',
      ip: '10.0.9.9',
      publicIp: '3.120.0.99',
      groups: [],
      more: { InterfaceType: 'nat_gateway', RequesterManaged: true },
    })
    .group('sg-1', SSH)
    .instance('web', WEB);
}

describe('AWS-T03: a public address in a subnet whose default route is a NAT gateway', () => {
  it('gets the first packet, and its reply does not come back', async () => {
    const situation = await situationOf(natEstate('nat-1').alone());

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'denied']);
    expect(situation.ask('web', '8.8.8.8', 'tcp 443')).toEqual(['allowed', 'allowed']);
    expect(situation.findings('sg-1')).toEqual([]);
    expect(
      situation
        .misread(routes.everySubnetIsPublic(situation.graph))
        .ask('internet', 'web', 'tcp 22'),
    ).toEqual(['allowed', 'allowed']);
  });

  it('and converses where the route is an internet gateway', async () => {
    const situation = await situationOf(natEstate('igw-1').alone());

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.findings('sg-1')).toContain('admin-port-public: open');
  });

  it('nothing gets into the NAT gateway itself', async () => {
    const situation = await situationOf(natEstate('nat-1').alone());

    expect(situation.ask('internet', 'eni-nat', 'tcp 22')[0]).toBe('denied');
  });
});

function dualStack(
  given: { readonly route?: string; readonly deny?: boolean; readonly ipv6?: boolean } = {},
) {
  return usualEstate({ ipv6: true })
    .put('ec2:DescribeEgressOnlyInternetGateways', {
      EgressOnlyInternetGatewayId: 'eigw-1',
      Attachments: [{ VpcId: 'vpc-1', State: 'attached' }],
    })
    .routeTable('rtb-public', {
      subnets: ['subnet-a'],
      local: ['10.0.0.0/16', '2a05:d014:1::/56'],
      routes: ['0.0.0.0/0 igw-1', `::/0 ${given.route ?? 'igw-1'}`],
    })
    .group('sg-1', SSH)
    .instance('web', {
      ip: '10.0.1.10',
      ...(given.ipv6 === false ? {} : { ipv6: '2a05:d014:1:1::10' }),
      ...(given.deny === true ? { more: { DenyAllIgwTraffic: true } } : {}),
    })
    .alone();
}

describe('AWS-T05: IPv6 addresses are public without any public IPv4 address', () => {
  it('is exposed on IPv6 alone', async () => {
    const situation = await situationOf(dualStack());

    expect(situation.ask('internet-ipv6', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet-ipv4', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(
      situation.misread(naive.readsPrimaryAddressesOnly).ask('internet', 'web', 'tcp 22')[0],
    ).toBe('denied');
  });

  it('and without the IPv6 address it is not', async () => {
    expect(
      (await situationOf(dualStack({ ipv6: false }))).ask('internet', 'web', 'tcp 22')[0],
    ).toBe('denied');
  });
});

describe('AWS-T06: IPv6 behind an egress-only gateway', () => {
  it('never converses with a stranger who begins; whether his first packet arrives, nobody knows', async () => {
    const situation = await situationOf(dualStack({ route: 'eigw-1' }));

    expect(situation.ask('internet-ipv6', 'web', 'tcp 22')).toEqual(['undetermined', 'denied']);
    expect(situation.ask('web', '2a00:1450::1', 'tcp 443')).toEqual(['allowed', 'allowed']);
    expect(
      situation
        .misread(routes.everySubnetIsPublic(situation.graph))
        .ask('internet-ipv6', 'web', 'tcp 22'),
    ).toEqual(['allowed', 'allowed']);
  });

  it('and with DenyAllIgwTraffic nothing even arrives', async () => {
    const situation = await situationOf(dualStack({ deny: true }));

    expect(situation.ask('internet-ipv6', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(
      situation.misread(routes.overlooksInternetDenial).ask('internet-ipv6', 'web', 'tcp 22'),
    ).toEqual(['allowed', 'allowed']);
  });
});

function blocked(given: {
  readonly mode: string;
  readonly exclusions?: readonly Readonly<Record<string, unknown>>[];
}): Estate {
  return publicEstate()
    .group('sg-1', SSH)
    .instance('web', WEB)
    .put('ec2:DescribeVpcBlockPublicAccessOptions', {
      InternetGatewayBlockMode: given.mode,
      State: 'update-complete',
      AwsRegion: 'eu-central-1',
      ExclusionsAllowed: 'allowed',
    })
    .put('ec2:DescribeVpcBlockPublicAccessExclusions', ...(given.exclusions ?? []));
}

const EXCLUSION = {
  ExclusionId: 'vpcbpa-exclude-1',
  InternetGatewayExclusionMode: 'allow-bidirectional',
  ResourceArn: 'arn:aws:ec2:eu-central-1:111111111111:subnet/subnet-a',
  State: 'create-complete',
};

describe('AWS-T18: VPC Block Public Access overrides everything', () => {
  it('keeps out what groups and routes admit', async () => {
    const situation = await situationOf(blocked({ mode: 'block-bidirectional' }).alone());

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(situation.misread(naive.overlooksBlocks).ask('internet', 'web', 'tcp 22')[0]).toBe(
      'allowed',
    );
  });

  it('and does nothing when it is off', async () => {
    expect(
      (await situationOf(blocked({ mode: 'off' }).alone())).ask('internet', 'web', 'tcp 22'),
    ).toEqual(['allowed', 'allowed']);
  });

  it('is undetermined where it could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'ec2:DescribeVpcBlockPublicAccessOptions' }] as const;

    expect(
      (await situationOf(blocked({ mode: 'off' }).alone(), faults)).ask(
        'internet',
        'web',
        'tcp 22',
      ),
    ).toEqual(['undetermined', 'undetermined']);
  });
});

describe('AWS-T19: an exclusion takes a subnet out of the block', () => {
  it('so that it is exposed', async () => {
    const situation = await situationOf(
      blocked({ mode: 'block-bidirectional', exclusions: [EXCLUSION] }).alone(),
    );

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(
      situation.misreadItems(items.overlooksExclusions).ask('internet', 'web', 'tcp 22')[0],
    ).toBe('denied');
  });

  it('but not while it is being removed', async () => {
    const world = blocked({
      mode: 'block-bidirectional',
      exclusions: [{ ...EXCLUSION, State: 'delete-in-progress' }],
    }).alone();
    const situation = await situationOf(world);

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(
      situation.misreadItems(items.countsEveryExclusion).ask('internet', 'web', 'tcp 22')[0],
    ).toBe('allowed');
  });
});

describe('AWS-T20: block-ingress takes egress through the internet gateway too', () => {
  it('from an instance with a public address', async () => {
    const situation = await situationOf(blocked({ mode: 'block-ingress' }).alone());

    expect(situation.ask('web', '8.8.8.8', 'tcp 443')).toEqual(['denied', 'denied']);
    expect(situation.misread(naive.overlooksBlocks).ask('web', '8.8.8.8', 'tcp 443')[0]).toBe(
      'allowed',
    );
  });

  it('but not through a NAT gateway', async () => {
    const world = natEstate('nat-1')
      .put('ec2:DescribeVpcBlockPublicAccessOptions', {
        InternetGatewayBlockMode: 'block-ingress',
        State: 'update-complete',
      })
      .alone();

    expect((await situationOf(world)).ask('web', '8.8.8.8', 'tcp 443')).toEqual([
      'allowed',
      'allowed',
    ]);
  });
});

describe('AWS-T21: a reference across a peering that is gone matches nothing', () => {
  const world = (status: string) => {
    const estate = publicEstate()
      .vpc('vpc-2', '10.1.0.0/16')
      .subnet('subnet-2', '10.1.1.0/24', { vpc: 'vpc-2' })
      .routeTable('rtb-2', {
        vpc: 'vpc-2',
        main: true,
        local: ['10.1.0.0/16'],
        routes: [`10.0.0.0/16 pcx-1 ${status === 'active' ? 'active' : 'blackhole'}`],
      })
      .routeTable('rtb-a', { subnets: ['subnet-x'], routes: [] })
      .acl('acl-2', ['100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
        vpc: 'vpc-2',
        subnets: ['subnet-2'],
      })
      .put('ec2:DescribeVpcPeeringConnections', {
        VpcPeeringConnectionId: 'pcx-1',
        Status: { Code: status },
        RequesterVpcInfo: { VpcId: 'vpc-1', OwnerId: '111111111111', Region: 'eu-central-1' },
        AccepterVpcInfo: { VpcId: 'vpc-2', OwnerId: '111111111111', Region: 'eu-central-1' },
      })
      .group('sg-peer', [], { VpcId: 'vpc-2' })
      .group('sg-1', [])
      .change('ec2:DescribeSecurityGroups', (group) =>
        group['GroupId'] === 'sg-1'
          ? {
              ...group,
              IpPermissions: [
                {
                  IpProtocol: 'tcp',
                  FromPort: 22,
                  ToPort: 22,
                  UserIdGroupPairs: [
                    {
                      GroupId: 'sg-peer',
                      UserId: '111111111111',
                      VpcId: 'vpc-2',
                      VpcPeeringConnectionId: 'pcx-1',
                      PeeringStatus: status,
                    },
                  ],
                },
              ],
            }
          : group,
      )
      .change('ec2:DescribeRouteTables', (table) =>
        table['RouteTableId'] === 'rtb-public'
          ? {
              ...table,
              Routes: [
                { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
                {
                  DestinationCidrBlock: '10.1.0.0/16',
                  VpcPeeringConnectionId: 'pcx-1',
                  State: status === 'active' ? 'active' : 'blackhole',
                },
              ],
            }
          : table,
      )
      .instance('web', WEB)
      .card('eni-peer', { vpc: 'vpc-2', subnet: 'subnet-2', ip: '10.1.1.10', groups: ['sg-peer'] });
    return estate.alone();
  };

  it('when the peering is deleted', async () => {
    const situation = await situationOf(world('deleted'));

    expect(situation.ask('eni-peer', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(situation.record('filter', 'sg-1').rules[0]).toMatchObject({ disabled: true });
    expect(situation.misreadItems(items.readsNoStates).ask('eni-peer', 'web', 'tcp 22')[0]).toBe(
      'allowed',
    );
  });

  it('and matches the members while it is active', async () => {
    expect((await situationOf(world('active'))).ask('eni-peer', 'web', 'tcp 22')).toEqual([
      'allowed',
      'allowed',
    ]);
  });
});

describe('AWS-T22: across a transit gateway groups are honoured for ingress alone', () => {
  const world = (rule: { readonly app: readonly string[]; readonly db: readonly string[] }) =>
    new Estate()
      .vpc('vpc-1', '10.0.0.0/16')
      .vpc('vpc-2', '10.1.0.0/16')
      .subnet('subnet-a', '10.0.1.0/24')
      .subnet('subnet-2', '10.1.1.0/24', { vpc: 'vpc-2' })
      .routeTable('rtb-1', { main: true, routes: ['10.1.0.0/16 tgw-1'] })
      .routeTable('rtb-2', {
        vpc: 'vpc-2',
        main: true,
        local: ['10.1.0.0/16'],
        routes: ['10.0.0.0/16 tgw-1'],
      })
      .acl('acl-1', ['100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
        subnets: ['subnet-a'],
      })
      .acl('acl-2', ['100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
        vpc: 'vpc-2',
        subnets: ['subnet-2'],
      })
      .put('ec2:DescribeTransitGateways', {
        TransitGatewayId: 'tgw-1',
        OwnerId: '111111111111',
        State: 'available',
        Options: { SecurityGroupReferencingSupport: 'enable' },
      })
      .put('ec2:DescribeTransitGatewayAttachments', attachment('1'), attachment('2'))
      .put(
        'ec2:DescribeTransitGatewayVpcAttachments',
        vpcAttachment('1', 'subnet-a'),
        vpcAttachment('2', 'subnet-2'),
      )
      .put('ec2:DescribeTransitGatewayRouteTables', {
        TransitGatewayRouteTableId: 'tgw-rtb-1',
        TransitGatewayId: 'tgw-1',
        State: 'available',
      })
      .about(
        'ec2:SearchTransitGatewayRoutes',
        'tgw-rtb-1',
        transitRoute('10.0.0.0/16', '1'),
        transitRoute('10.1.0.0/16', '2'),
      )
      .group('sg-app', rule.app)
      .group('sg-db', rule.db, { VpcId: 'vpc-2' })
      .card('eni-app', { ip: '10.0.1.10', groups: ['sg-app'] })
      .card('eni-db', { vpc: 'vpc-2', subnet: 'subnet-2', ip: '10.1.1.10', groups: ['sg-db'] })
      .alone();

  it('an egress reference reaches nobody', async () => {
    const situation = await situationOf(
      world({ app: ['to tcp 5432 sg-db'], db: ['tcp 5432 10.0.0.0/16'] }),
    );

    expect(situation.ask('eni-app', 'eni-db', 'tcp 5432')).toEqual(['denied', 'denied']);
    expect(
      situation.misread(routes.referencesCrossTransit).ask('eni-app', 'eni-db', 'tcp 5432')[0],
    ).toBe('allowed');
  });

  it('an ingress reference admits', async () => {
    const situation = await situationOf(
      world({ app: ['to tcp 5432 10.1.0.0/16'], db: ['tcp 5432 sg-app'] }),
    );

    expect(situation.ask('eni-app', 'eni-db', 'tcp 5432')).toEqual(['allowed', 'allowed']);
  });
});

function attachment(number: string) {
  return {
    TransitGatewayAttachmentId: `tgw-attach-${number}`,
    TransitGatewayId: 'tgw-1',
    TransitGatewayOwnerId: '111111111111',
    ResourceOwnerId: '111111111111',
    ResourceType: 'vpc',
    ResourceId: `vpc-${number}`,
    State: 'available',
    Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' },
  };
}

function vpcAttachment(number: string, subnet: string) {
  return {
    TransitGatewayAttachmentId: `tgw-attach-${number}`,
    TransitGatewayId: 'tgw-1',
    VpcId: `vpc-${number}`,
    VpcOwnerId: '111111111111',
    State: 'available',
    SubnetIds: [subnet],
    Options: { SecurityGroupReferencingSupport: 'enable' },
  };
}

function transitRoute(cidr: string, number: string) {
  return {
    DestinationCidrBlock: cidr,
    Type: 'propagated',
    State: 'active',
    TransitGatewayAttachments: [
      {
        TransitGatewayAttachmentId: `tgw-attach-${number}`,
        ResourceType: 'vpc',
        ResourceId: `vpc-${number}`,
      },
    ],
  };
}

describe('AWS-T24: a subnet without an association uses the main table', () => {
  const world = (...routes: readonly string[]) =>
    new Estate()
      .vpc('vpc-1', '10.0.0.0/16')
      .internetGateway('igw-1', 'vpc-1')
      .subnet('subnet-a', '10.0.1.0/24')
      .routeTable('rtb-main', { main: true, routes })
      .acl('acl-1', ['100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
        subnets: ['subnet-a'],
      })
      .group('sg-1', SSH)
      .instance('web', WEB)
      .alone();

  it('and is public where that one leads to an internet gateway', async () => {
    const situation = await situationOf(world('0.0.0.0/0 igw-1'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(
      situation.misreadItems(items.overlooksMainTables).ask('internet', 'web', 'tcp 22'),
    ).toEqual(['allowed', 'denied']);
  });

  it('and gets no reply out where it does not', async () => {
    expect((await situationOf(world())).ask('internet', 'web', 'tcp 22')).toEqual([
      'allowed',
      'denied',
    ]);
  });

  it('is undetermined where route tables could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'ec2:DescribeRouteTables' }] as const;

    expect(
      (await situationOf(world('0.0.0.0/0 igw-1'), faults)).ask('internet', 'web', 'tcp 22')[1],
    ).toBe('undetermined');
  });
});

describe('AWS-T25: an internet gateway that is not attached, a route that is a blackhole', () => {
  const world = (vpc: string | undefined, state: string) =>
    new Estate()
      .vpc('vpc-1', '10.0.0.0/16')
      .internetGateway('igw-1', vpc)
      .subnet('subnet-a', '10.0.1.0/24')
      .routeTable('rtb-main', { main: true, routes: [`0.0.0.0/0 igw-1 ${state}`] })
      .acl('acl-1', ['100 in allow -1 - 0.0.0.0/0', '100 out allow -1 - 0.0.0.0/0'], {
        subnets: ['subnet-a'],
      })
      .group('sg-1', SSH)
      .instance('web', WEB)
      .alone();

  it('detached, nothing arrives', async () => {
    const situation = await situationOf(world(undefined, 'blackhole'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['denied', 'denied']);
    expect(
      situation.misreadItems(items.takesGatewaysForAttached).ask('internet', 'web', 'tcp 22')[0],
    ).toBe('allowed');
  });

  it('attached with a blackhole route, packets arrive and no reply leaves', async () => {
    const situation = await situationOf(world('vpc-1', 'blackhole'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'denied']);
    expect(situation.misreadItems(items.readsNoStates).ask('internet', 'web', 'tcp 22')).toEqual([
      'allowed',
      'allowed',
    ]);
  });

  it('attached and active, it converses', async () => {
    expect((await situationOf(world('vpc-1', 'active'))).ask('internet', 'web', 'tcp 22')).toEqual([
      'allowed',
      'allowed',
    ]);
  });
});

describe('AWS-T26: a default route into an inspection appliance', () => {
  const world = (target: string) =>
    usualEstate()
      .routeTable('rtb-a', { subnets: ['subnet-a'], routes: [`0.0.0.0/0 ${target}`] })
      .put('ec2:DescribeVpcEndpoints', {
        VpcEndpointId: 'vpce-gwlb',
        VpcEndpointType: 'GatewayLoadBalancer',
        VpcId: 'vpc-1',
        State: 'available',
        ServiceName: 'com.amazonaws.vpce.eu-central-1.vpce-svc-1',
        OwnerId: '111111111111',
      })
      .group('sg-1', SSH)
      .instance('web', WEB)
      .alone();

  it('leaves the reply undetermined', async () => {
    const situation = await situationOf(world('vpce-gwlb'));

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'undetermined']);
    expect(
      situation
        .misread(routes.everySubnetIsPublic(situation.graph))
        .ask('internet', 'web', 'tcp 22'),
    ).toEqual(['allowed', 'allowed']);
  });

  it('and with an edge table the way in as well', async () => {
    const edge = usualEstate()
      .routeTable('rtb-a', { subnets: ['subnet-a'], routes: ['0.0.0.0/0 igw-1'] })
      .routeTable('rtb-edge', { gateway: 'igw-1', routes: ['10.0.1.0/24 vpce-gwlb'] })
      .put('ec2:DescribeVpcEndpoints', {
        VpcEndpointId: 'vpce-gwlb',
        VpcEndpointType: 'GatewayLoadBalancer',
        VpcId: 'vpc-1',
        State: 'available',
        ServiceName: 'inspection',
        OwnerId: '111111111111',
      })
      .group('sg-1', SSH)
      .instance('web', WEB)
      .alone();

    const situation = await situationOf(edge);

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['undetermined', 'undetermined']);
    expect(situation.misread(routes.overlooksEdgeTables).ask('internet', 'web', 'tcp 22')).toEqual([
      'allowed',
      'allowed',
    ]);
  });

  it('as an internet gateway does not', async () => {
    expect((await situationOf(world('igw-1'))).ask('internet', 'web', 'tcp 22')).toEqual([
      'allowed',
      'allowed',
    ]);
  });
});
