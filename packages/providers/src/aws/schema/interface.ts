import { z } from 'zod';
import { tags } from './tag.ts';

const association = z
  .object({
    PublicIp: z.string().optional(),
    IpOwnerId: z.string().optional(),
    CarrierIp: z.string().optional(),
    CustomerOwnedIp: z.string().optional(),
  })
  .optional();

const groups = z
  .array(z.object({ GroupId: z.string().optional(), GroupName: z.string().optional() }))
  .optional();

const addressing = {
  NetworkInterfaceId: z.string(),
  InterfaceType: z.string().optional(),
  OwnerId: z.string().optional(),
  Description: z.string().optional(),
  SubnetId: z.string().optional(),
  VpcId: z.string().optional(),
  Status: z.string().optional(),
  SourceDestCheck: z.boolean().optional(),
  Groups: groups,
  PrivateIpAddress: z.string().optional(),
  PrivateIpAddresses: z
    .array(
      z.object({
        PrivateIpAddress: z.string().optional(),
        Primary: z.boolean().optional(),
        Association: association,
      }),
    )
    .optional(),
  Ipv6Addresses: z.array(z.object({ Ipv6Address: z.string().optional() })).optional(),
  Ipv4Prefixes: z.array(z.object({ Ipv4Prefix: z.string().optional() })).optional(),
  Ipv6Prefixes: z.array(z.object({ Ipv6Prefix: z.string().optional() })).optional(),
};

/** An item of DescribeNetworkInterfaces. */
export const networkInterface = z.object({
  ...addressing,
  AvailabilityZone: z.string().optional(),
  RequesterManaged: z.boolean().optional(),
  RequesterId: z.string().optional(),
  DenyAllIgwTraffic: z.boolean().optional(),
  Attachment: z
    .object({
      InstanceId: z.string().optional(),
      InstanceOwnerId: z.string().optional(),
      DeviceIndex: z.number().optional(),
      NetworkCardIndex: z.number().optional(),
      Status: z.string().optional(),
    })
    .optional(),
  TagSet: tags,
});

/** A network interface as read. */
export type NetworkInterface = z.infer<typeof networkInterface>;

/** An item of DescribeInstances: one instance, without the reservation around it. */
export const instance = z.object({
  InstanceId: z.string(),
  State: z.object({ Name: z.string().optional() }).optional(),
  VpcId: z.string().optional(),
  SubnetId: z.string().optional(),
  Placement: z.object({ AvailabilityZone: z.string().optional() }).optional(),
  MetadataOptions: z
    .object({
      HttpTokens: z.string().optional(),
      HttpEndpoint: z.string().optional(),
      HttpPutResponseHopLimit: z.number().optional(),
    })
    .optional(),
  IamInstanceProfile: z.object({ Arn: z.string().optional() }).optional(),
  NetworkInterfaces: z
    .array(
      z.object({
        ...addressing,
        Attachment: z
          .object({
            DeviceIndex: z.number().optional(),
            NetworkCardIndex: z.number().optional(),
            Status: z.string().optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  Tags: tags,
});

/** An instance as read. */
export type Instance = z.infer<typeof instance>;

/** A reservation of DescribeInstances: the account that owns the instances in it. */
export const reservation = z.object({
  ReservationId: z.string().optional(),
  OwnerId: z.string().optional(),
  Instances: z.array(instance).optional(),
});

/** An item of DescribeAddresses. */
export const elasticAddress = z.object({
  PublicIp: z.string(),
  AllocationId: z.string().optional(),
  AssociationId: z.string().optional(),
  NetworkInterfaceId: z.string().optional(),
  InstanceId: z.string().optional(),
  PrivateIpAddress: z.string().optional(),
  ServiceManaged: z.string().optional(),
  Tags: tags,
});

/** An elastic address as read. */
export type ElasticAddress = z.infer<typeof elasticAddress>;
