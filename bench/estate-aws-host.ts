import { ACCOUNT, type AwsItem, awsHash, awsId, nameTag, REGION } from './estate-aws-id.ts';
import { subnetId, zoneOf } from './estate-aws-network.ts';
import type { BalancerPlan, HostPlan, NetworkPlan, Placement } from './estate-plan.ts';

/** A planned server (interface and instance) or database (interface and DB instance). */
export function* hostItems(host: HostPlan, plan: NetworkPlan): Generator<AwsItem> {
  const { name, placement } = host;
  if (host.kind === 'database') {
    yield interfaceItem(name, plan, placement, {
      Description: 'RDSNetworkInterface',
      RequesterId: 'amazon-rds',
      RequesterManaged: true,
      Attachment: { ...attachmentOf(name), InstanceOwnerId: 'amazon-rds' },
      TagSet: [],
    });
    yield databaseItem(host, plan);
    return;
  }
  yield interfaceItem(name, plan, placement, {
    Description: '',
    RequesterManaged: false,
    Attachment: {
      ...attachmentOf(name),
      InstanceId: awsId('i', name),
      InstanceOwnerId: ACCOUNT,
    },
    TagSet: nameTag(name),
  });
  yield instanceItem(host, plan);
}

/** A planned balancer: interface, application load balancer, listener, rules, target group and target. */
export function* balancerItems(balancer: BalancerPlan, plan: NetworkPlan): Generator<AwsItem> {
  const { name, placement } = balancer;
  const arn = (resource: string) =>
    `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:${resource}/${awsHash(name)}`;
  const balancerArn = arn(`loadbalancer/app/${name}`);
  const listenerArn = `${arn(`listener/app/${name}`)}/${awsHash(`${name}-https`)}`;
  const targetGroupArn = arn(`targetgroup/${name}`);
  const forward = [{ Type: 'forward', TargetGroupArn: targetGroupArn, Order: 1 }];
  const vpc = awsId('vpc', plan.name);
  yield interfaceItem(name, plan, placement, {
    Description: `ELB app/${name}/${awsHash(name)}`,
    RequesterId: 'amazon-elb',
    RequesterManaged: true,
    Attachment: { ...attachmentOf(name), InstanceOwnerId: 'amazon-elb' },
    TagSet: [],
  });
  yield {
    operation: 'elbv2-DescribeLoadBalancers',
    item: {
      LoadBalancerArn: balancerArn,
      DNSName: `${name}-1234567890.${REGION}.elb.amazonaws.com`,
      CanonicalHostedZoneId: 'Z215JYRZR1TBD5',
      CreatedTime: '2026-01-05T08:00:00+00:00',
      LoadBalancerName: name,
      Scheme: 'internet-facing',
      VpcId: vpc,
      State: { Code: 'active' },
      Type: 'application',
      AvailabilityZones: [
        {
          ZoneName: zoneOf(placement.subnet),
          SubnetId: subnetId(plan.name, placement.subnet),
          LoadBalancerAddresses: [],
        },
      ],
      SecurityGroups: placement.groups.map((group) => awsId('sg', group)),
      IpAddressType: 'ipv4',
    },
  };
  yield {
    operation: 'DescribeListeners',
    subject: balancerArn,
    item: {
      ListenerArn: listenerArn,
      LoadBalancerArn: balancerArn,
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      DefaultActions: forward,
    },
  };
  yield {
    operation: 'DescribeRules',
    subject: listenerArn,
    item: {
      RuleArn: listenerArn.replace(':listener/', ':listener-rule/'),
      Priority: 'default',
      Conditions: [],
      Actions: forward,
      IsDefault: true,
    },
  };
  yield {
    operation: 'DescribeTargetGroups',
    item: {
      TargetGroupArn: targetGroupArn,
      TargetGroupName: name,
      Protocol: 'HTTP',
      Port: balancer.targetPort,
      VpcId: vpc,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: 'traffic-port',
      HealthCheckPath: '/',
      LoadBalancerArns: [balancerArn],
      TargetType: 'instance',
      ProtocolVersion: 'HTTP1',
      IpAddressType: 'ipv4',
    },
  };
  yield {
    operation: 'DescribeTargetHealth',
    subject: targetGroupArn,
    item: {
      Target: { Id: awsId('i', balancer.target), Port: balancer.targetPort },
      HealthCheckPort: `${balancer.targetPort}`,
      TargetHealth: { State: 'healthy' },
    },
  };
}

function interfaceItem(
  name: string,
  plan: NetworkPlan,
  placement: Placement,
  more: object,
): AwsItem {
  const { publicAddress, ipv6, address } = placement;
  const association =
    publicAddress === undefined
      ? {}
      : {
          Association: {
            IpOwnerId: ACCOUNT,
            PublicDnsName: `ec2-${publicAddress.replaceAll('.', '-')}.${REGION}.compute.amazonaws.com`,
            PublicIp: publicAddress,
          },
        };
  const privateName = `ip-${address.replaceAll('.', '-')}.${REGION}.compute.internal`;
  return {
    operation: 'DescribeNetworkInterfaces',
    item: {
      ...association,
      AvailabilityZone: zoneOf(placement.subnet),
      Groups: placement.groups.map((group) => ({ GroupId: awsId('sg', group), GroupName: group })),
      InterfaceType: 'interface',
      Ipv6Addresses: ipv6 === undefined ? [] : [{ Ipv6Address: ipv6, IsPrimaryIpv6: false }],
      MacAddress: '02:8f:3a:10:7c:42',
      NetworkInterfaceId: awsId('eni', name),
      OwnerId: ACCOUNT,
      PrivateDnsName: privateName,
      PrivateIpAddress: address,
      PrivateIpAddresses: [
        { ...association, Primary: true, PrivateDnsName: privateName, PrivateIpAddress: address },
      ],
      SourceDestCheck: true,
      Status: 'in-use',
      SubnetId: subnetId(plan.name, placement.subnet),
      VpcId: awsId('vpc', plan.name),
      ...more,
    },
  };
}

function attachmentOf(name: string) {
  return {
    AttachTime: '2026-01-05T08:00:00+00:00',
    AttachmentId: awsId('eni-attach', name),
    DeleteOnTermination: true,
    DeviceIndex: 0,
    NetworkCardIndex: 0,
    Status: 'attached',
  };
}

/** A reservation of one instance. Its interfaces are left out: their own answer tells them in full. */
function instanceItem(host: HostPlan, plan: NetworkPlan): AwsItem {
  const { name, placement, environment } = host;
  return {
    operation: 'DescribeInstances',
    item: {
      ReservationId: awsId('r', name),
      OwnerId: ACCOUNT,
      Groups: [],
      Instances: [
        {
          Architecture: 'x86_64',
          MetadataOptions: {
            State: 'applied',
            HttpTokens: 'required',
            HttpPutResponseHopLimit: 2,
            HttpEndpoint: 'enabled',
          },
          Tags: [...nameTag(name), { Key: 'env', Value: environment }],
          InstanceId: awsId('i', name),
          ImageId: 'ami-0123456789abcdef0',
          State: { Code: 16, Name: 'running' },
          InstanceType: 'm7i.large',
          LaunchTime: '2026-01-05T08:00:00+00:00',
          Placement: { AvailabilityZone: zoneOf(placement.subnet), Tenancy: 'default' },
          SubnetId: subnetId(plan.name, placement.subnet),
          VpcId: awsId('vpc', plan.name),
          PrivateIpAddress: placement.address,
        },
      ],
    },
  };
}

function databaseItem(host: HostPlan, plan: NetworkPlan): AwsItem {
  const { name, placement } = host;
  return {
    operation: 'DescribeDBInstances',
    item: {
      DBInstanceIdentifier: name,
      DBInstanceClass: 'db.m7g.large',
      Engine: 'postgres',
      DBInstanceStatus: 'available',
      Endpoint: { Address: `${name}.c1234567890a.${REGION}.rds.amazonaws.com`, Port: 5432 },
      AllocatedStorage: 100,
      VpcSecurityGroups: placement.groups.map((group) => ({
        VpcSecurityGroupId: awsId('sg', group),
        Status: 'active',
      })),
      AvailabilityZone: zoneOf(placement.subnet),
      DBSubnetGroup: {
        DBSubnetGroupName: plan.name,
        VpcId: awsId('vpc', plan.name),
        SubnetGroupStatus: 'Complete',
        Subnets: plan.subnets.map((_, position) => ({
          SubnetIdentifier: subnetId(plan.name, position),
          SubnetAvailabilityZone: { Name: zoneOf(position) },
          SubnetStatus: 'Active',
        })),
      },
      EngineVersion: '17.6',
      MultiAZ: false,
      PubliclyAccessible: placement.publicAddress !== undefined,
      StorageEncrypted: true,
      DBInstanceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:${name}`,
      IAMDatabaseAuthenticationEnabled: false,
      NetworkType: 'IPV4',
      TagList: nameTag(name),
    },
  };
}
