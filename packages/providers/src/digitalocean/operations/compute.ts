import * as schema from '../schema/compute.ts';
import {
  COMMON,
  INVENTORY,
  idIn,
  LISTED,
  type ListOperation,
  referenceOf,
  type SubjectOperation,
} from './shape.ts';

/** `GET /v2/droplets`. */
export const DROPLETS: ListOperation<schema.Droplet> = {
  ...LISTED,
  id: 'droplets',
  at: '/droplets',
  key: 'droplets',
  reads: 'Droplets, their addresses, tags and VPC',
  permissions: ['droplet:read'],
  need: 'essential',
  feeds: ['workload', 'interface', 'address'],
  // Passwords and keys stand in user data, which the list does not have; better safe.
  secretPaths: ['user_data'],
  item: schema.Droplet,
  nativeId: idIn('id'),
  source: referenceOf('droplets/#droplets_list'),
};

/** `GET /v2/firewalls`. */
export const FIREWALLS: ListOperation<schema.Firewall> = {
  ...LISTED,
  id: 'firewalls',
  at: '/firewalls',
  key: 'firewalls',
  reads: 'the rules of every Cloud Firewall, and to what it is applied',
  permissions: ['firewall:read'],
  need: 'essential',
  feeds: ['filter'],
  item: schema.Firewall,
  nativeId: idIn('id'),
  source: referenceOf('firewalls/#firewalls_list'),
};

/** `GET /v2/tags`. Without its scope tags are left out everywhere, without a word. */
export const TAGS: ListOperation = {
  ...LISTED,
  ...INVENTORY,
  id: 'tags',
  at: '/tags',
  key: 'tags',
  reads: 'tags, to learn whether the token may see them',
  permissions: ['tag:read'],
  item: schema.Tag,
  nativeId: idIn('name'),
  source: referenceOf('tags/#tags_list'),
};

/** `GET /v2/vpcs`. */
export const VPCS: ListOperation<schema.Vpc> = {
  ...LISTED,
  id: 'vpcs',
  at: '/vpcs',
  key: 'vpcs',
  reads: 'VPC networks and their ranges',
  permissions: ['vpc:read'],
  need: 'essential',
  feeds: ['network', 'route-table'],
  item: schema.Vpc,
  nativeId: idIn('id'),
  source: referenceOf('vpcs/#vpcs_list'),
};

/** `GET /v2/vpcs/{id}/members`. */
export const VPC_MEMBERS: SubjectOperation<schema.VpcMember> = {
  ...LISTED,
  id: 'vpc-members',
  key: 'members',
  reads: 'what stands in one VPC, to learn what other lists leave out',
  permissions: ['vpc:read'],
  perSubject: 'VPC',
  feeds: ['workload'],
  item: schema.VpcMember,
  nativeId: idIn('urn'),
  fileNames: ['members'],
  source: referenceOf('vpcs/#vpcs_list_members'),
};

/** `GET /v2/vpc_peerings`. */
export const VPC_PEERINGS: ListOperation<schema.VpcPeering> = {
  ...LISTED,
  id: 'vpc_peerings',
  at: '/vpc_peerings',
  key: 'vpc_peerings',
  reads: 'peerings between VPC networks',
  permissions: ['vpc_peering:read'],
  feeds: ['gateway', 'route-table'],
  item: schema.VpcPeering,
  nativeId: idIn('id'),
  source: referenceOf('vpc-peerings/#vpcPeerings_list'),
};

/** `GET /v2/vpc_nat_gateways`. */
export const NAT_GATEWAYS: ListOperation<schema.NatGateway> = {
  ...LISTED,
  id: 'vpc_nat_gateways',
  at: '/vpc_nat_gateways',
  key: 'vpc_nat_gateways',
  reads: 'NAT gateways and the addresses that they send with',
  permissions: ['nat_gateway:read'],
  feeds: ['gateway', 'address'],
  item: schema.NatGateway,
  nativeId: idIn('id'),
  source: referenceOf('vpc-nat-gateways/#vpcnatgateways_list'),
};

/** `GET /v2/partner_network_connect/attachments`; never `bgp_auth_key` and `service_key`. */
export const PARTNER_ATTACHMENTS: ListOperation<schema.PartnerAttachment> = {
  ...LISTED,
  id: 'partner_attachments',
  at: '/partner_network_connect/attachments',
  key: 'partner_attachments',
  reads: 'connections of VPC networks to the networks of partners',
  permissions: ['partner_network_connect:read'],
  feeds: ['gateway'],
  secretPaths: ['**.auth_key', '**.service_key'],
  item: schema.PartnerAttachment,
  nativeId: idIn('id'),
  source: referenceOf('partner-network-connect/#partnerAttachments_list'),
};

/** `GET /v2/reserved_ips`. */
export const RESERVED_IPS: ListOperation<schema.ReservedIp> = {
  ...LISTED,
  id: 'reserved_ips',
  at: '/reserved_ips',
  key: 'reserved_ips',
  reads: 'reserved IPv4 addresses, assigned or not',
  permissions: ['reserved_ip:read'],
  feeds: ['address', 'interface'],
  item: schema.ReservedIp,
  nativeId: idIn('ip'),
  source: referenceOf('reserved-ips/#reservedIPs_list'),
};

/** `GET /v2/reserved_ipv6`. */
export const RESERVED_IPV6: ListOperation<schema.ReservedIpv6> = {
  ...LISTED,
  id: 'reserved_ipv6',
  at: '/reserved_ipv6',
  key: 'reserved_ipv6s',
  reads: 'reserved IPv6 addresses, assigned or not',
  permissions: ['reserved_ip:read'],
  feeds: ['address', 'interface'],
  item: schema.ReservedIpv6,
  nativeId: idIn('ip'),
  fileNames: ['reserved_ipv6s'],
  source: referenceOf('reserved-ipv6/#reservedIPv6_list'),
};

/** `GET /v2/byoip_prefixes`. */
export const BYOIP_PREFIXES: ListOperation<schema.ByoipPrefix> = {
  ...LISTED,
  id: 'byoip_prefixes',
  at: '/byoip_prefixes',
  key: 'byoip_prefixes',
  reads: 'prefixes of your own that DigitalOcean announces',
  permissions: ['byoip_prefix:read'],
  feeds: ['address'],
  item: schema.ByoipPrefix,
  nativeId: idIn('uuid'),
  source: referenceOf('byoip-prefixes/#byoipPrefixes_list'),
};

/** `GET /v2/byoip_prefixes/{uuid}/ips`. */
export const BYOIP_ADDRESSES: SubjectOperation<schema.ByoipAddress> = {
  ...LISTED,
  id: 'byoip_prefix-ips',
  key: 'ips',
  reads: 'the addresses of one such prefix that are assigned',
  permissions: ['byoip_prefix:read'],
  perSubject: 'prefix',
  feeds: ['address', 'interface'],
  item: schema.ByoipAddress,
  nativeId: idIn('id'),
  source: referenceOf('byoip-prefixes/#byoipPrefixes_list_resources'),
};

/** `GET /v2/actions`: one page, the newest. */
export const ACTIONS: ListOperation<schema.Action> = {
  ...COMMON,
  ...INVENTORY,
  paging: 'none',
  id: 'actions',
  at: '/actions',
  key: 'actions',
  reads: 'the latest two hundred changes, and when they were made',
  permissions: ['actions:read'],
  item: schema.Action,
  nativeId: idIn('id'),
  source: referenceOf('actions/#actions_list'),
};
