import { ACCOUNT, type AwsItem, awsId, nameTag, REGION } from './estate-aws-id.ts';
import type { GroupPlan, NetworkPlan, RulePlan, TransportPlan } from './estate-plan.ts';

/** The security groups of a planned network. */
export function groupItems(plan: NetworkPlan): readonly AwsItem[] {
  return plan.groups.map((group) => ({
    operation: 'DescribeSecurityGroups',
    item: {
      GroupId: awsId('sg', group.name),
      IpPermissionsEgress: [
        {
          IpProtocol: '-1',
          UserIdGroupPairs: [],
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
          PrefixListIds: [],
        },
      ],
      Tags: nameTag(group.name),
      VpcId: awsId('vpc', plan.name),
      SecurityGroupArn: `arn:aws:ec2:${REGION}:${ACCOUNT}:security-group/${awsId('sg', group.name)}`,
      OwnerId: ACCOUNT,
      GroupName: group.name,
      Description: `group ${group.name}`,
      IpPermissions: permissionsOf(group),
    },
  }));
}

interface Permission {
  readonly ports: object;
  readonly ranges: Set<string>;
  readonly ranges6: Set<string>;
  readonly groups: Set<string>;
}

/** One permission per protocol and ports with all of its peers, as AWS gathers them. It refuses the same rule twice. */
function permissionsOf({ name, ingress }: GroupPlan): readonly object[] {
  const permissions = new Map<TransportPlan, Permission>();
  for (const { action, transport, peer } of ingress) {
    if (action === 'deny') throw new Error(`${name} denies, which a security group cannot`);
    const permission = permissions.get(transport) ?? {
      ports: portsOf(transport),
      ranges: new Set(),
      ranges6: new Set(),
      groups: new Set(),
    };
    permissions.set(transport, permission);
    peersLike(permission, peer).add(typeof peer === 'string' ? peer : peer.group);
  }
  return [...permissions.values()].map(({ ports, ranges, ranges6, groups }) => ({
    ...ports,
    UserIdGroupPairs: [...groups].map((group) => ({
      UserId: ACCOUNT,
      GroupId: awsId('sg', group),
    })),
    IpRanges: [...ranges].map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: [...ranges6].map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: [],
  }));
}

function peersLike(permission: Permission, peer: RulePlan['peer']): Set<string> {
  if (typeof peer !== 'string') return permission.groups;
  return peer.includes(':') ? permission.ranges6 : permission.ranges;
}

function portsOf({ protocol, ports }: TransportPlan): object {
  if (protocol === 'all') return { IpProtocol: '-1' };
  const [from, to] = ports ?? [-1, -1];
  return { IpProtocol: protocol, FromPort: from, ToPort: to };
}
