import { z } from 'zod';
import { tags } from './tag.ts';

const permission = z.object({
  IpProtocol: z.string().optional(),
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  IpRanges: z
    .array(z.object({ CidrIp: z.string().optional(), Description: z.string().optional() }))
    .optional(),
  Ipv6Ranges: z
    .array(z.object({ CidrIpv6: z.string().optional(), Description: z.string().optional() }))
    .optional(),
  PrefixListIds: z
    .array(z.object({ PrefixListId: z.string().optional(), Description: z.string().optional() }))
    .optional(),
  UserIdGroupPairs: z
    .array(
      z.object({
        GroupId: z.string().optional(),
        GroupName: z.string().optional(),
        UserId: z.string().optional(),
        VpcId: z.string().optional(),
        VpcPeeringConnectionId: z.string().optional(),
        PeeringStatus: z.string().optional(),
        Description: z.string().optional(),
      }),
    )
    .optional(),
});

/** One permission of a security group as read; it may name several peers. */
export type Permission = z.infer<typeof permission>;

/** An item of DescribeSecurityGroups. */
export const securityGroup = z.object({
  GroupId: z.string(),
  GroupName: z.string().optional(),
  OwnerId: z.string().optional(),
  VpcId: z.string().optional(),
  SecurityGroupArn: z.string().optional(),
  IpPermissions: z.array(permission).optional(),
  IpPermissionsEgress: z.array(permission).optional(),
  Tags: tags,
});

/** A security group as read. */
export type SecurityGroup = z.infer<typeof securityGroup>;

/** An item of DescribeSecurityGroupRules. */
export const securityGroupRule = z.object({
  SecurityGroupRuleId: z.string(),
  GroupId: z.string().optional(),
  IsEgress: z.boolean().optional(),
  IpProtocol: z.string().optional(),
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  CidrIpv4: z.string().optional(),
  CidrIpv6: z.string().optional(),
  PrefixListId: z.string().optional(),
  ReferencedGroupInfo: z.object({ GroupId: z.string().optional() }).optional(),
});

/** One rule of a security group with its own id, as read. */
export type SecurityGroupRule = z.infer<typeof securityGroupRule>;

/** An item of DescribeSecurityGroupVpcAssociations. */
export const groupVpcAssociation = z.object({
  GroupId: z.string(),
  VpcId: z.string().optional(),
  State: z.string().optional(),
});

/** An item of DescribeNetworkAcls. */
export const networkAcl = z.object({
  NetworkAclId: z.string(),
  VpcId: z.string().optional(),
  OwnerId: z.string().optional(),
  IsDefault: z.boolean().optional(),
  Associations: z.array(z.object({ SubnetId: z.string().optional() })).optional(),
  Entries: z
    .array(
      z.object({
        RuleNumber: z.number().optional(),
        Egress: z.boolean().optional(),
        Protocol: z.string().optional(),
        RuleAction: z.string().optional(),
        CidrBlock: z.string().optional(),
        Ipv6CidrBlock: z.string().optional(),
        PortRange: z.object({ From: z.number().optional(), To: z.number().optional() }).optional(),
        IcmpTypeCode: z
          .object({ Type: z.number().optional(), Code: z.number().optional() })
          .optional(),
      }),
    )
    .optional(),
  Tags: tags,
});

/** A network ACL as read. */
export type NetworkAcl = z.infer<typeof networkAcl>;

/** One entry of a network ACL as read. */
export type NetworkAclEntry = NonNullable<NetworkAcl['Entries']>[number];

/** An item of DescribeManagedPrefixLists. */
export const prefixList = z.object({
  PrefixListId: z.string(),
  PrefixListName: z.string().optional(),
  PrefixListArn: z.string().optional(),
  OwnerId: z.string().optional(),
  AddressFamily: z.string().optional(),
  Version: z.number().optional(),
  Tags: tags,
});

/** A managed prefix list as read. */
export type PrefixList = z.infer<typeof prefixList>;

/** An item of GetManagedPrefixListEntries. */
export const prefixListEntry = z.object({ Cidr: z.string() });
