import type { AccountWorld, AwsWorld, RegionWorld } from './world.ts';

/** The account and region of small worlds. */
export const ACCOUNT = '111111111111';
export const REGION = 'eu-central-1';

/** A raw item, in the shape that AWS documents. */
export type Item = Readonly<Record<string, unknown>>;

/** `protocol ports peer`: `tcp 22 0.0.0.0/0`, `-1 - sg-web`, `tcp 443 pl-1`; egress rules start with `to`. */
export type RuleText = string;

/** A network interface to be declared; the first one of an instance is its primary. */
export interface CardDeclaration {
  readonly id?: string;
  readonly subnet?: string;
  readonly ip: string;
  readonly publicIp?: string;
  /** Further private addresses, each with its public one. */
  readonly secondary?: readonly { readonly ip: string; readonly publicIp?: string }[];
  readonly ipv6?: string;
  readonly groups?: readonly string[];
  readonly more?: Item;
}

/**
 * One region under construction: methods add what an account would have, with the fields that AWS always answers.
 * A new estate has the VPC `vpc-1` (10.0.0.0/16, default route tables and ACL) and nothing else.
 */
export class Estate {
  readonly region: string;
  readonly account: string;
  readonly #items = new Map<string, Item[]>();
  readonly #names = new Map<string, readonly string[]>();
  readonly #bySubject = new Map<string, Record<string, Item[]>>();

  constructor(given: { readonly account?: string; readonly region?: string } = {}) {
    this.account = given.account ?? ACCOUNT;
    this.region = given.region ?? REGION;
  }

  /** Adds raw items of an action. */
  put(action: string, ...items: readonly Item[]): this {
    this.#items.set(action, [...(this.#items.get(action) ?? []), ...items]);
    return this;
  }

  /** Adds names, for actions that list nothing else. */
  names(action: string, ...names: readonly string[]): this {
    this.#names.set(action, names);
    return this;
  }

  /** Adds raw items about one subject. */
  about(action: string, subject: string, ...items: readonly Item[]): this {
    const bySubject = this.#bySubject.get(action) ?? {};
    this.#bySubject.set(action, {
      ...bySubject,
      [subject]: [...(bySubject[subject] ?? []), ...items],
    });
    return this;
  }

  /** Changes every item of an action. */
  change(action: string, change: (item: Item) => Item): this {
    this.#items.set(action, (this.#items.get(action) ?? []).map(change));
    return this;
  }

  vpc(id: string, cidr: string, more: Item = {}): this {
    return this.put('ec2:DescribeVpcs', {
      VpcId: id,
      OwnerId: this.account,
      CidrBlock: cidr,
      CidrBlockAssociationSet: [{ CidrBlock: cidr, CidrBlockState: { State: 'associated' } }],
      IsDefault: false,
      ...more,
    });
  }

  subnet(
    id: string,
    cidr: string,
    more: Item & { readonly ipv6?: string; readonly vpc?: string } = {},
  ): this {
    const { ipv6, vpc = 'vpc-1', ...rest } = more;
    return this.put('ec2:DescribeSubnets', {
      SubnetId: id,
      VpcId: vpc,
      OwnerId: this.account,
      AvailabilityZone: `${this.region}a`,
      CidrBlock: cidr,
      MapPublicIpOnLaunch: false,
      Ipv6CidrBlockAssociationSet:
        ipv6 === undefined
          ? []
          : [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: { State: 'associated' } }],
      ...rest,
    });
  }

  internetGateway(id: string, vpc: string | undefined): this {
    const Attachments = vpc === undefined ? [] : [{ VpcId: vpc, State: 'available' }];
    return this.put('ec2:DescribeInternetGateways', {
      InternetGatewayId: id,
      OwnerId: this.account,
      Attachments,
    });
  }

  /** Routes are `destination target [state]`; the local route is added by itself. */
  routeTable(
    id: string,
    given: {
      readonly vpc?: string;
      readonly main?: boolean;
      readonly subnets?: readonly string[];
      readonly gateway?: string;
      readonly routes?: readonly string[];
      readonly local?: readonly string[];
    },
  ): this {
    const vpc = given.vpc ?? 'vpc-1';
    const associations = [
      ...(given.main === true ? [{ Main: true }] : []),
      ...(given.subnets ?? []).map((SubnetId) => ({ Main: false, SubnetId })),
      ...(given.gateway === undefined ? [] : [{ Main: false, GatewayId: given.gateway }]),
    ];
    return this.put('ec2:DescribeRouteTables', {
      RouteTableId: id,
      VpcId: vpc,
      OwnerId: this.account,
      Associations: associations.map((one) => ({
        ...one,
        AssociationState: { State: 'associated' },
      })),
      Routes: [
        ...(given.local ?? ['10.0.0.0/16']).map((cidr) => wireRoute(`${cidr} local`)),
        ...(given.routes ?? []).map(wireRoute),
      ],
    });
  }

  /** A security group; `named` is its GroupName. */
  group(
    id: string,
    rules: readonly RuleText[],
    more: Item & { readonly named?: string } = {},
  ): this {
    const { named, ...rest } = more;
    const permissions = rules.map((rule) => ({ egress: rule.startsWith('to '), rule }));
    const of = (egress: boolean) =>
      permissions
        .filter((one) => one.egress === egress)
        .map(({ rule }) => wirePermission(rule.replace(/^to /, ''), this.account));
    return this.put('ec2:DescribeSecurityGroups', {
      GroupId: id,
      GroupName: named ?? id,
      Description: id,
      OwnerId: this.account,
      VpcId: 'vpc-1',
      IpPermissions: of(false),
      IpPermissionsEgress: permissions.some((one) => one.egress)
        ? of(true)
        : [wirePermission('-1 - 0.0.0.0/0', this.account)],
      ...rest,
    });
  }

  /** A network ACL; entries are `number in|out allow|deny protocol ports cidr`. */
  acl(
    id: string,
    entries: readonly string[],
    given: {
      readonly vpc?: string;
      readonly subnets?: readonly string[];
      readonly isDefault?: boolean;
    } = {},
  ): this {
    return this.put('ec2:DescribeNetworkAcls', {
      NetworkAclId: id,
      VpcId: given.vpc ?? 'vpc-1',
      OwnerId: this.account,
      IsDefault: given.isDefault ?? false,
      Associations: (given.subnets ?? []).map((SubnetId) => ({ NetworkAclId: id, SubnetId })),
      Entries: entries.map(wireEntry),
    });
  }

  /** Any network interface. */
  card(id: string, given: CardDeclaration & { readonly vpc?: string }): this {
    return this.put('ec2:DescribeNetworkInterfaces', this.#card(id, given));
  }

  /** A running instance with its interfaces. */
  instance(
    name: string,
    cards: CardDeclaration | readonly CardDeclaration[],
    more: Item = {},
  ): this {
    const id = `i-${name}`;
    const declared = Array.isArray(cards)
      ? (cards as readonly CardDeclaration[])
      : [cards as CardDeclaration];
    const wire = declared.map((card, index) =>
      this.#card(card.id ?? `eni-${name}-${index}`, {
        ...card,
        more: {
          Attachment: {
            AttachmentId: `eni-attach-${name}-${index}`,
            InstanceId: id,
            DeviceIndex: index,
            Status: 'attached',
          },
          ...card.more,
        },
      }),
    );
    this.put('ec2:DescribeNetworkInterfaces', ...wire);
    return this.put('ec2:DescribeInstances', {
      ReservationId: `r-${name}`,
      OwnerId: this.account,
      Instances: [
        {
          InstanceId: id,
          State: { Code: 16, Name: 'running' },
          VpcId: 'vpc-1',
          Tags: [{ Key: 'Name', Value: name }],
          NetworkInterfaces: wire.map(instanceCard),
          ...more,
        },
      ],
    });
  }

  #card(id: string, given: CardDeclaration & { readonly vpc?: string }): Item {
    const addresses = [{ ip: given.ip, publicIp: given.publicIp }, ...(given.secondary ?? [])];
    return {
      NetworkInterfaceId: id,
      InterfaceType: 'interface',
      OwnerId: this.account,
      SubnetId: given.subnet ?? 'subnet-a',
      VpcId: given.vpc ?? 'vpc-1',
      Status: 'in-use',
      SourceDestCheck: true,
      PrivateIpAddress: given.ip,
      PrivateIpAddresses: addresses.map(({ ip, publicIp }, index) => ({
        PrivateIpAddress: ip,
        Primary: index === 0,
        ...(publicIp === undefined
          ? {}
          : { Association: { PublicIp: publicIp, IpOwnerId: this.account } }),
      })),
      Ipv6Addresses: given.ipv6 === undefined ? [] : [{ Ipv6Address: given.ipv6 }],
      Groups: (given.groups ?? ['sg-1']).map((GroupId) => ({ GroupId, GroupName: GroupId })),
      ...given.more,
    };
  }

  /** What this region answers. */
  world(): RegionWorld {
    return Object.fromEntries([...this.#items, ...this.#names, ...this.#bySubject]);
  }

  /** A world of this account and region alone. */
  alone(global: RegionWorld = {}): AwsWorld {
    return { accounts: { [this.account]: this.inAccount(global) } };
  }

  /** The account with this region. */
  inAccount(global: RegionWorld = {}): AccountWorld {
    return { regions: { [this.region]: this.world() }, global };
  }
}

/**
 * The usual network: `vpc-1` with an internet gateway, the public `subnet-a`, the private `subnet-b` (no way out), an ACL
 * that allows everything.
 */
export function usualEstate(given: { readonly ipv6?: boolean } = {}): Estate {
  const ipv6 = given.ipv6 === true;
  const estate = new Estate()
    .vpc('vpc-1', '10.0.0.0/16', {
      Ipv6CidrBlockAssociationSet: ipv6
        ? [{ Ipv6CidrBlock: '2a05:d014:1::/56', Ipv6CidrBlockState: { State: 'associated' } }]
        : [],
    })
    .internetGateway('igw-1', 'vpc-1')
    .subnet('subnet-a', '10.0.1.0/24', ipv6 ? { ipv6: '2a05:d014:1:1::/64' } : {})
    .subnet('subnet-b', '10.0.2.0/24')
    .routeTable('rtb-main', { main: true })
    .acl('acl-1', ALLOW_ALL, { subnets: ['subnet-a', 'subnet-b'], isDefault: true });
  return estate;
}

/** The usual network with its public route table. */
export function publicEstate(): Estate {
  return usualEstate().routeTable('rtb-public', {
    subnets: ['subnet-a'],
    routes: ['0.0.0.0/0 igw-1'],
  });
}

/** The entries of a default network ACL, of both families. */
export const ALLOW_ALL: readonly string[] = [
  '100 in allow -1 - 0.0.0.0/0',
  '101 in allow -1 - ::/0',
  '100 out allow -1 - 0.0.0.0/0',
  '101 out allow -1 - ::/0',
];

function wireRoute(text: string): Item {
  const [destination = '', target = '', state = 'active'] = text.split(' ');
  const key = destination.startsWith('pl-')
    ? 'DestinationPrefixListId'
    : destination.includes(':')
      ? 'DestinationIpv6CidrBlock'
      : 'DestinationCidrBlock';
  return {
    [key]: destination,
    [targetKey(target)]: target,
    State: state === 'propagated' ? 'active' : state,
    Origin: state === 'propagated' ? 'EnableVgwRoutePropagation' : 'CreateRoute',
  };
}

function targetKey(target: string): string {
  const keys: Readonly<Record<string, string>> = {
    nat: 'NatGatewayId',
    eigw: 'EgressOnlyInternetGatewayId',
    tgw: 'TransitGatewayId',
    pcx: 'VpcPeeringConnectionId',
    eni: 'NetworkInterfaceId',
  };
  return keys[target.split('-')[0] ?? ''] ?? 'GatewayId';
}

function wirePermission(text: string, account: string): Item {
  const [protocol = '', ports = '-', peer = ''] = text.split(' ');
  const [from, to] = ports === '-' ? [] : ports.split('..').map(Number);
  return {
    IpProtocol: protocol,
    ...(from === undefined ? {} : { FromPort: from, ToPort: to ?? from }),
    IpRanges: /^\d/.test(peer) && !peer.includes(':') ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: peer.includes(':') ? [{ CidrIpv6: peer }] : [],
    PrefixListIds: peer.startsWith('pl-') ? [{ PrefixListId: peer }] : [],
    UserIdGroupPairs: peer.startsWith('sg-') ? [{ GroupId: peer, UserId: account }] : [],
  };
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  tcp: '6',
  udp: '17',
  icmp: '1',
  icmpv6: '58',
};

function wireEntry(text: string): Item {
  const [number = '', direction, action, protocol = '', ports = '-', cidr = ''] = text.split(' ');
  const [from, to] = ports === '-' ? [] : ports.split('..').map(Number);
  return {
    RuleNumber: Number(number),
    Egress: direction === 'out',
    RuleAction: action,
    Protocol: PROTOCOLS[protocol] ?? protocol,
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(from === undefined ? {} : { PortRange: { From: from, To: to ?? from } }),
  };
}

/** An interface as DescribeInstances tells of it: without owner zone, type of requester and tags. */
function instanceCard(card: Item): Item {
  const { Attachment, ...rest } = card;
  const { InstanceId: _, ...attachment } = Object(Attachment);
  const {
    DenyAllIgwTraffic: __,
    RequesterManaged: ___,
    RequesterId: ____,
    TagSet: _____,
    ...kept
  } = rest;
  return { ...kept, Attachment: attachment };
}
