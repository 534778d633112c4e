import { describe, expect, it } from 'vitest';
import { type Estate, publicEstate, usualEstate } from '../../clouds/aws/estate.ts';
import * as routes from './misread-routes.testkit.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows of AWS about load balancers and accelerators, each beside its naive neighbour. */

const ARN = 'arn:aws:elasticloadbalancing:eu-central-1:111111111111';
const NLB = `${ARN}:loadbalancer/net/front/50dc6c495c0c9188`;
const ALB = `${ARN}:loadbalancer/app/site/40dc6c495c0c9188`;
const GROUP = `${ARN}:targetgroup/back/73e2d6bc24d8a067`;
const LISTENER = `${ARN}:listener/net/front/50dc6c495c0c9188/f2f7dc8efc522ab2`;

/** An internet-facing network load balancer on tcp 5432 before a database instance in the private subnet. */
function networkBalancer(given: {
  readonly target: readonly string[];
  readonly groups?: readonly string[];
  readonly front?: readonly string[];
  readonly targetType?: 'ip' | 'instance';
  readonly preserved?: boolean;
  readonly dualStack?: boolean;
  readonly scheme?: string;
}): Estate {
  const groups = given.groups ?? [];
  const isDual = given.dualStack === true;
  const estate = (isDual ? usualEstate({ ipv6: true }) : usualEstate())
    .routeTable('rtb-public', {
      subnets: ['subnet-a'],
      local: isDual ? ['10.0.0.0/16', '2a05:d014:1::/56'] : ['10.0.0.0/16'],
      routes: ['0.0.0.0/0 igw-1', ...(isDual ? ['::/0 igw-1'] : [])],
    })
    .group('sg-db', given.target)
    .group('sg-front', given.front ?? [])
    .instance('db', { ip: '10.0.2.10', subnet: 'subnet-b', groups: ['sg-db'] })
    .put('elbv2:DescribeLoadBalancers', {
      LoadBalancerArn: NLB,
      LoadBalancerName: 'front',
      Scheme: given.scheme ?? 'internet-facing',
      Type: 'network',
      VpcId: 'vpc-1',
      State: { Code: 'active' },
      IpAddressType: isDual ? 'dualstack' : 'ipv4',
      AvailabilityZones: [
        { ZoneName: 'eu-central-1a', SubnetId: 'subnet-a', LoadBalancerAddresses: [] },
      ],
      ...(groups.length === 0 ? {} : { SecurityGroups: groups }),
    })
    .card('eni-front', {
      ip: '10.0.1.50',
      publicIp: '3.120.0.50',
      ...(isDual ? { ipv6: '2a05:d014:1:1::50' } : {}),
      groups,
      more: {
        InterfaceType: 'network_load_balancer',
        RequesterManaged: true,
        Description: 'ELB net/front/50dc6c495c0c9188',
      },
    })
    .about('elbv2:DescribeListeners', NLB, {
      ListenerArn: LISTENER,
      LoadBalancerArn: NLB,
      Port: 5432,
      Protocol: 'TCP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: GROUP }],
    })
    .put('elbv2:DescribeTargetGroups', {
      TargetGroupArn: GROUP,
      TargetGroupName: 'back',
      Protocol: 'TCP',
      Port: 5432,
      VpcId: 'vpc-1',
      TargetType: given.targetType ?? 'instance',
      IpAddressType: 'ipv4',
      LoadBalancerArns: [NLB],
    })
    .about('elbv2:DescribeTargetHealth', GROUP, {
      Target: { Id: given.targetType === 'ip' ? '10.0.2.10' : 'i-db', Port: 5432 },
      TargetHealth: { State: 'unhealthy' },
    });
  if (given.preserved === undefined) return estate;
  return estate.about('elbv2:DescribeTargetGroupAttributes', GROUP, {
    Key: 'preserve_client_ip.enabled',
    Value: String(given.preserved),
  });
}

describe('AWS-T10: a network load balancer without groups hands strangers to private targets', () => {
  it('that admit everybody', async () => {
    const situation = await situationOf(
      networkBalancer({ target: ['tcp 5432 0.0.0.0/0'] }).alone(),
    );

    expect(situation.ask('internet', 'db', 'tcp 5432')).toEqual(['allowed', 'allowed']);
    expect(situation.misread(naive.overlooksBalancers).ask('internet', 'db', 'tcp 5432')[0]).toBe(
      'denied',
    );
  });

  it('but not where they admit their own network, since the client address is preserved', async () => {
    const situation = await situationOf(
      networkBalancer({ target: ['tcp 5432 10.0.0.0/16'] }).alone(),
    );

    expect(situation.ask('internet', 'db', 'tcp 5432')).toEqual(['denied', 'denied']);
    expect(situation.misread(naive.targetsSeeBalancers).ask('internet', 'db', 'tcp 5432')[0]).toBe(
      'allowed',
    );
  });
});

describe('AWS-T10b: without preservation the target sees the balancer', () => {
  it('by default for targets by address: admitting the own network admits the internet', async () => {
    const world = networkBalancer({ target: ['tcp 5432 10.0.0.0/16'], targetType: 'ip' }).alone();
    const situation = await situationOf(world);

    expect(situation.ask('internet', 'db', 'tcp 5432')).toEqual(['allowed', 'allowed']);
    expect(situation.misread(naive.targetsSeeClients).ask('internet', 'db', 'tcp 5432')[0]).toBe(
      'denied',
    );
  });

  it('and with preservation switched on it does not', async () => {
    const world = networkBalancer({
      target: ['tcp 5432 10.0.0.0/16'],
      targetType: 'ip',
      preserved: true,
    }).alone();

    expect((await situationOf(world)).ask('internet', 'db', 'tcp 5432')).toEqual([
      'denied',
      'denied',
    ]);
  });

  it('is undetermined where the attributes could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'elbv2:DescribeTargetGroupAttributes' }] as const;
    const world = networkBalancer({ target: ['tcp 5432 10.0.0.0/16'], targetType: 'ip' }).alone();

    expect((await situationOf(world, faults)).ask('internet', 'db', 'tcp 5432')[0]).toBe(
      'undetermined',
    );
  });
});

describe('AWS-T10c: clients of the other family always arrive as the balancer', () => {
  it('so that IPv6 strangers pass where IPv4 ones do not', async () => {
    const world = networkBalancer({ target: ['tcp 5432 10.0.0.0/16'], dualStack: true }).alone();
    const situation = await situationOf(world);

    expect(situation.ask('internet-ipv6', 'db', 'tcp 5432')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet-ipv4', 'db', 'tcp 5432')).toEqual(['denied', 'denied']);
    expect(
      situation.misread(naive.targetsSeeClients).ask('internet-ipv6', 'db', 'tcp 5432')[0],
    ).toBe('denied');
  });

  it('and not without an IPv6 side', async () => {
    const world = networkBalancer({ target: ['tcp 5432 10.0.0.0/16'] }).alone();

    expect((await situationOf(world)).ask('internet-ipv6', 'db', 'tcp 5432')).toEqual([
      'denied',
      'denied',
    ]);
  });
});

describe('AWS-T11: a target that admits the balancer’s group admits whom the balancer admits', () => {
  it('and nobody else', async () => {
    const world = networkBalancer({
      target: ['tcp 5432 sg-front'],
      groups: ['sg-front'],
      front: ['tcp 5432 8.8.8.0/24'],
    }).alone();
    const situation = await situationOf(world);

    expect(situation.admitted('internet', 'db', 'tcp 5432').sources).toBe('8.8.8.0/24');
    expect(situation.misread(naive.targetsSeeClients).ask('internet', 'db', 'tcp 5432')[0]).toBe(
      'denied',
    );
  });

  it('where the target admits another group, nobody passes', async () => {
    const world = networkBalancer({
      target: ['tcp 5432 sg-db'],
      groups: ['sg-front'],
      front: ['tcp 5432 8.8.8.0/24'],
    }).alone();

    expect((await situationOf(world)).ask('internet', 'db', 'tcp 5432')).toEqual([
      'denied',
      'denied',
    ]);
  });
});

describe('AWS-T29: an internet-facing balancer needs a way out', () => {
  const world = (route: readonly string[]) =>
    usualEstate()
      .routeTable('rtb-a', { subnets: ['subnet-a'], routes: route })
      .group('sg-alb', ['tcp 443 0.0.0.0/0'])
      .put('elbv2:DescribeLoadBalancers', {
        LoadBalancerArn: ALB,
        LoadBalancerName: 'site',
        Scheme: 'internet-facing',
        Type: 'application',
        VpcId: 'vpc-1',
        State: { Code: 'active' },
        IpAddressType: 'ipv4',
        SecurityGroups: ['sg-alb'],
        AvailabilityZones: [{ ZoneName: 'eu-central-1a', SubnetId: 'subnet-a' }],
      })
      .card('eni-alb', {
        ip: '10.0.1.60',
        publicIp: '3.120.0.60',
        groups: ['sg-alb'],
        more: { RequesterManaged: true, Description: 'ELB app/site/40dc6c495c0c9188' },
      })
      .about('elbv2:DescribeListeners', ALB, {
        ListenerArn: `${ARN}:listener/app/site/40dc6c495c0c9188/aaaaaaaaaaaaaaaa`,
        LoadBalancerArn: ALB,
        Port: 443,
        Protocol: 'HTTPS',
        DefaultActions: [{ Type: 'fixed-response' }],
      })
      .alone();

  it('without a route, packets arrive and no reply leaves', async () => {
    const situation = await situationOf(world([]));

    expect(situation.ask('internet', 'site', 'tcp 443')).toEqual(['allowed', 'denied']);
    expect(
      situation
        .misread(routes.everySubnetIsPublic(situation.graph))
        .ask('internet', 'site', 'tcp 443'),
    ).toEqual(['allowed', 'allowed']);
  });

  it('with one it converses, on its listener’s port alone', async () => {
    const situation = await situationOf(world(['0.0.0.0/0 igw-1']));

    expect(situation.ask('internet', 'site', 'tcp 443')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', 'site', 'tcp 80')).toEqual(['denied', 'denied']);
  });

  it('is undetermined where its listeners could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'elbv2:DescribeListeners' }] as const;

    expect(
      (await situationOf(world(['0.0.0.0/0 igw-1']), faults)).ask('internet', 'site', 'tcp 443')[0],
    ).not.toBe('denied');
  });
});

const ACCELERATOR = 'arn:aws:globalaccelerator::111111111111:accelerator/1234abcd';

function accelerated(estate: Estate): ReturnType<Estate['alone']> {
  return estate.alone({
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
          PortRanges: [{ FromPort: 443, ToPort: 443 }],
        },
      ],
    },
    'globalaccelerator:ListEndpointGroups': {
      [`${ACCELERATOR}/listener/1`]: [
        {
          EndpointGroupArn: `${ACCELERATOR}/listener/1/endpoint-group/1`,
          EndpointGroupRegion: 'eu-central-1',
          EndpointDescriptions: [{ EndpointId: 'i-inner', ClientIPPreservationEnabled: true }],
        },
      ],
    },
  });
}

describe('AWS-C1: an accelerator reaches private subnets', () => {
  const inner = () =>
    publicEstate()
      .group('sg-1', ['tcp 443 0.0.0.0/0'])
      .instance('inner', { ip: '10.0.2.20', subnet: 'subnet-b' });

  it('without a public address or a route', async () => {
    const situation = await situationOf(accelerated(inner()));

    expect(situation.ask('internet', 'inner', 'tcp 443')).toEqual(['allowed', 'allowed']);
    expect(situation.misread(naive.overlooksBalancers).ask('internet', 'inner', 'tcp 443')[0]).toBe(
      'denied',
    );
  });

  it('and without an accelerator nothing gets there', async () => {
    expect((await situationOf(inner().alone())).ask('internet', 'inner', 'tcp 443')).toEqual([
      'denied',
      'denied',
    ]);
  });

  it('nor without an attached internet gateway', async () => {
    const estate = inner().change('ec2:DescribeInternetGateways', (gateway) => ({
      ...gateway,
      Attachments: [],
    }));

    expect((await situationOf(accelerated(estate))).ask('internet', 'inner', 'tcp 443')).toEqual([
      'denied',
      'denied',
    ]);
  });

  it('is undetermined where accelerators could not be read', async () => {
    const faults = [{ kind: 'deny', action: 'globalaccelerator:ListAccelerators' }] as const;

    expect(
      (await situationOf(inner().alone(), faults)).ask('internet', 'inner', 'tcp 443')[0],
    ).toBe('undetermined');
  });
});
